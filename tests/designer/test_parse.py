"""What a person typed: taken letter by letter, or refused with a sentence."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.values.parse import Unreadable, parse
from tests.designer.samples import DOCUMENT, pdf, rub

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("code", "typed", "stored"),
    [
        ("note", "  Hello ", "Hello"),
        ("note", "<b>{{ 7*7 }}</b>", "<b>{{ 7*7 }}</b>"),
        ("note", "   ", None),
        ("story", "One\r\nTwo", "One\nTwo"),
        ("count", "1 250,5", "1250.5"),
        ("count", "1\u00a0250.50", "1250.50"),
        ("count", "1,234.56", "1234.56"),
        ("count", "1.234,56", "1234.56"),
        ("count", "1,234,567", "1234567"),
        ("count", "\u22125", "-5"),
        ("count", 7, "7"),
        ("amount", {"amount": "1\u202f250,5", "currency": "RUB"}, rub("1250.50")),
        ("amount", {"amount": "100"}, rub("100.00")),
        ("amount", {"amount": "1000", "currency": "JPY"}, {"amount": "1000", "currency": "JPY"}),
        ("amount", {"amount": "", "currency": "USD"}, None),
        ("day", "2026-11-21", "2026-11-21"),
        ("day", "1.2.2026", "2026-02-01"),
        ("moment", "2026-11-21T10:30", "2026-11-21T07:30:00+00:00"),
        ("moment", "2026-11-21T10:30:00+00:00", "2026-11-21T10:30:00+00:00"),
        ("urgent", "on", True),
        ("urgent", "", False),
        ("urgent", None, False),
        ("kind", "b", "b"),
        ("kinds", ["b", "a", "b"], ["a", "b"]),
        ("supplier", "acme", "acme"),
        ("scans", [pdf(), pdf(name="again.pdf")], [pdf(name="again.pdf")]),
        ("scans", [], None),
    ],
)
def test_what_was_typed_is_stored(code: str, typed: Any, stored: Any) -> None:
    assert parse(DOCUMENT.fields[code], typed, zone=MOSCOW) == stored


@pytest.mark.parametrize(
    ("code", "typed", "sentence"),
    [
        ("note", "x" * 21, "At most 20 characters; these are 21."),
        ("note", "one\ntwo", "The text contains control characters."),
        ("note", "a\x00b", "The text contains control characters."),
        ("note", "a\ud800b", "The text contains control characters."),
        ("note", ["a"], "Enter a text."),
        ("story", "x" * 200_000, "This text is far too long."),
        ("count", "1e30", "Enter a number in digits"),
        ("count", "NaN", "Enter a number in digits"),
        ("count", "Infinity", "Enter a number in digits"),
        ("count", "1" * 16, "This number is too large."),
        ("count", "1.234", "At most 2 digits after the decimal point."),
        ("count", "٣٤", "Enter a number in digits"),
        ("count", True, "Enter a text."),
        ("amount", "100", "Enter an amount and its currency."),
        ("amount", {"amount": "0", "currency": "RUB"}, "At least 0.01."),
        ("amount", {"amount": "1", "currency": "EUR"}, "Choose one of these currencies: RUB, USD, JPY."),
        ("amount", {"amount": "1.5", "currency": "JPY"}, "Enter a whole number."),
        ("amount", {"amount": "1e30", "currency": "RUB"}, "Enter a number in digits"),
        ("amount", {"amount": "1", "currency": ["RUB"]}, "Choose one of these currencies"),
        ("day", "2026-02-30", "There is no such date."),
        ("day", "tomorrow", "Enter a date"),
        ("day", "0001-01-01", "The year is between 1900 and 2199."),
        ("moment", "2026-11-21T25:00", "Enter a date and a time"),
        ("urgent", "perhaps", "Say yes or no."),
        ("kind", "c", "Choose one of those offered."),
        ("kinds", ["a", "c"], "Choose among those offered."),
        ("kinds", "a", "Choose among those offered."),
        ("supplier", "x" * 61, "Choose one of those offered."),
        ("scans", [pdf(), pdf(sha="b" * 64), pdf(sha="c" * 64)], "At most 2 files."),
        ("scans", [pdf(kind="image")], "“invoice.pdf” is not of a kind accepted here: pdf."),
        ("scans", [pdf(size=1_048_577)], "“invoice.pdf” is larger than 1 MB."),
        ("scans", [pdf(size=0)], "“invoice.pdf” is empty."),
        ("scans", "file", "Attach files."),
        ("total", rub("5"), "This is worked out by itself"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(code: str, typed: Any, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse(DOCUMENT.fields[code], typed, zone=MOSCOW)
    assert refused.value.sentence.startswith(sentence)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["amount", "currency", "name"]), inner)
    ),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.sampled_from(list(DOCUMENT.fields)), ANYTHING)
def test_anything_typed_is_stored_or_refused_and_what_is_stored_reads_the_same(code: str, typed: Any) -> None:
    field = DOCUMENT.fields[code]
    try:
        stored = parse(field, typed)
    except Unreadable as refused:
        assert refused.sentence
        return
    assert parse(field, stored) == stored
