"""Amounts: exact, one currency, read and written as people do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import (
    AmountRefused,
    AmountTooFine,
    AmountTooLarge,
    CurrenciesDiffer,
    Money,
    minor_units,
    total,
)

NBSP = "\u00a0"
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def rub(text: str) -> Money:
    return Money(Decimal(text), "RUB")


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        ("1234.56", "en", "1234.56"),
        ("1,234,567.5", "en", "1234567.5"),
        ("1 234 567,89", "ru", "1234567.89"),
        (f"1{NBSP}234,5", "ru", "1234.5"),
        ("1234.56", "ru", "1234.56"),
        ("-7", "ru", "-7"),
        ("1,5", "ru", "1.5"),
        ("1,234", "ru", "1.234"),
    ],
)
def test_what_people_type(text: str, language: str, amount: str) -> None:
    assert Money.parse(text, "KWD", language) == Money(Decimal(amount), "KWD")


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "1e30", "NaN", "1,5", "12,34,56", "--1", "1.234,56", "١٢", "1" * 50]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(AmountRefused):
        Money.parse(text, "RUB", "en")


def test_too_large_and_too_fine_are_refused() -> None:
    with pytest.raises(AmountTooLarge):
        Money.parse("1" + "0" * 15, "RUB")
    with pytest.raises(AmountTooFine, match="JPY has 0 digits"):
        Money.parse("1.5", "JPY")
    with pytest.raises(AmountTooLarge):
        Money(Decimal("1e30"), "RUB")
    with pytest.raises(AmountRefused):
        Money(Decimal("NaN"), "RUB")


def test_floats_and_made_up_currencies_are_refused() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "RUB")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="not a currency"):
        Money(Decimal(1), "rub")


def test_two_currencies_are_never_added_or_compared() -> None:
    for act in ("__add__", "__sub__", "__lt__", "__ge__"):
        with pytest.raises(CurrenciesDiffer):
            getattr(rub("1"), act)(Money(Decimal(1), "EUR"))


def test_half_a_kopeck_is_rounded_up() -> None:
    assert rub("0.125").rounded() == rub("0.13")
    assert Money(Decimal("2.5"), "JPY").rounded() == Money(Decimal(3), "JPY")
    assert (minor_units("RUB"), minor_units("KWD"), minor_units("JPY")) == (2, 3, 0)


def test_amounts_are_written_in_the_language_of_the_reader() -> None:
    assert rub("1234567.5").text("ru") == f"1{NBSP}234{NBSP}567,50{NBSP}₽"
    assert Money(Decimal("-1234.5"), "EUR").text("en") == "-€1,234.50"
    assert Money(Decimal(1000), "JPY").text("en") == "¥1,000"


@given(st.lists(amounts, max_size=8))
def test_a_total_is_exact(found: list[Decimal]) -> None:
    assert total((Money(one, "RUB") for one in found), "RUB").amount == sum(found, Decimal(0))


@given(amounts, st.sampled_from(["en", "ru"]))
def test_what_is_written_can_be_read(amount: Decimal, language: str) -> None:
    text = Money(amount, "RUB").text(language).replace("RUB", "").replace("₽", "").strip()
    assert Money.parse(text, "RUB", language) == Money(amount, "RUB")
