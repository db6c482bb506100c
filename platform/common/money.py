"""Amounts of money: an exact decimal and a currency, never a float, never two currencies in one sum. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from common.errors import Invalid

LIMIT = Decimal(10) ** 15
CURRENCY = re.compile(r"[A-Z]{3}")
# ISO 4217: currencies whose minor unit is not a hundredth.
MINOR_UNITS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ],
    0,
)
MINOR_UNITS |= dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
MINOR_UNITS |= {"CLF": 4, "UYW": 4}
# How people write amounts: groups of three between spaces or (in English) commas, then the fraction.
SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class AmountRefused(Invalid):
    """“{text}” is not an amount of money."""


class AmountTooLarge(Invalid):
    """The amount {text} is too large."""


class AmountTooFine(Invalid):
    """{currency} has {digits} digits after the decimal point at most."""


class CurrenciesDiffer(TypeError):
    """Amounts in two currencies were added or compared without a rate."""


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` in major units (roubles, not kopecks) of `currency`, an ISO 4217 code."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("An amount is a Decimal.")
        if not CURRENCY.fullmatch(self.currency):
            raise ValueError(f"{self.currency!r} is not a currency code.")
        if not self.amount.is_finite():
            raise AmountRefused(text=str(self.amount))
        if abs(self.amount) >= LIMIT:
            raise AmountTooLarge(text=str(self.amount))

    @classmethod
    def parse(cls, text: str, currency: str, language: str = "en") -> Self:
        """The amount a person typed. Russian writes `1 234,56`, English `1,234.56`; both may write `1234.56`.

        Raises AmountRefused, AmountTooLarge, AmountTooFine.
        """
        bare = SPACES.sub("", text).replace("\u2212", "-")
        if language.startswith("ru") and "." not in bare and bare.count(",") == 1:
            bare = bare.replace(",", ".")
        elif not language.startswith("ru") and GROUPED.fullmatch(bare):
            bare = bare.replace(",", "")
        if len(bare) > 40 or not bare.isascii() or not PLAIN.fullmatch(bare):
            raise AmountRefused(text=text[:60])
        money = cls(Decimal(bare), currency)
        if money.rounded() != money:
            raise AmountTooFine(currency=currency, digits=minor_units(currency))
        return money

    def rounded(self) -> Self:
        """Rounded half up to the currency's minor unit."""
        unit = Decimal(1).scaleb(-minor_units(self.currency))
        return type(self)(self.amount.quantize(unit, ROUND_HALF_UP), self.currency)

    def text(self, language: str = "en") -> str:
        """As a reader of that language writes it: `1 234,56 ₽`, `€1,234.56`."""
        from babel.numbers import format_currency, get_currency_symbol

        digits = minor_units(self.currency)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        # A code of letters (RUB in English) stands apart from the digits, a sign does not.
        gap = "\u00a0" if get_currency_symbol(self.currency, locale=language).isalpha() else ""
        pattern = pattern + "\u00a0¤" if language.startswith("ru") else f"¤{gap}{pattern}"
        return str(
            format_currency(self.amount, self.currency, pattern, locale=language, currency_digits=False)
        )

    def __add__(self, other: "Money") -> Self:
        return type(self)(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> Self:
        return type(self)(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Self:
        return type(self)(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    def _same(self, other: "Money") -> Decimal:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise CurrenciesDiffer(f"{self} and {other} are not in one currency.")
        return other.amount


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, zero for nothing. Raises CurrenciesDiffer."""
    found = Money(Decimal(0), currency)
    for amount in amounts:
        found = found + amount
    return found


def minor_units(currency: str) -> int:
    """How many digits that currency has after the decimal point."""
    return MINOR_UNITS.get(currency, 2)
