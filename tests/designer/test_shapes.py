"""Stored values: their shapes, and when two of them say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from common.money import Money
from designer.values import Malformed, StoredFile, canonical, is_empty, read, same, store
from tests.designer.samples import DOCUMENT, SHA, pdf, rub

SHAPES: list[tuple[str, Any, Any]] = [
    ("note", "Hello", "Hello"),
    ("count", "12.50", Decimal("12.50")),
    ("amount", rub("100.00"), Money(Decimal("100.00"), "RUB")),
    ("day", "2026-11-21", date(2026, 11, 21)),
    ("moment", "2026-11-21T07:30:00+00:00", datetime(2026, 11, 21, 7, 30, tzinfo=UTC)),
    ("urgent", True, True),
    ("kind", "a", "a"),
    ("kinds", ["a", "b"], ("a", "b")),
    ("supplier", "acme", "acme"),
    ("scans", [pdf()], (StoredFile(SHA, "invoice.pdf", 1_000, "pdf"),)),
    ("total", rub("5.00"), Money(Decimal("5.00"), "RUB")),
]


@pytest.mark.parametrize(("code", "stored", "typed"), SHAPES)
def test_a_value_is_read_and_stored_again_in_the_same_shape(code: str, stored: Any, typed: Any) -> None:
    field = DOCUMENT.fields[code]
    assert read(field, stored) == typed
    assert store(field, typed) == stored
    assert not is_empty(field, stored)


@pytest.mark.parametrize("code", DOCUMENT.fields)
def test_nothing_is_read_as_nothing_and_an_unticked_box_as_false(code: str) -> None:
    field = DOCUMENT.fields[code]
    assert read(field, None) is (False if code == "urgent" else None)
    assert is_empty(field, None)


@pytest.mark.parametrize(
    ("code", "stored"),
    [
        ("note", 5),
        ("count", 5),
        ("count", "1e5"),
        ("count", "NaN"),
        ("count", "٣"),
        ("amount", "100"),
        ("amount", {"amount": "1", "currency": "rub"}),
        ("amount", {"amount": "1", "currency": "RUB", "more": 1}),
        ("amount", {"amount": "9" * 20, "currency": "RUB"}),
        ("day", "21.11.2026"),
        ("day", "20261121"),
        ("moment", "2026-11-21T07:30:00"),
        ("urgent", "yes"),
        ("kinds", "a"),
        ("scans", [{"sha256": "x", "name": "a", "size": 1, "kind": "pdf"}]),
        ("scans", [{**pdf(), "size": True}]),
    ],
)
def test_another_shape_is_refused(code: str, stored: Any) -> None:
    with pytest.raises(Malformed):
        read(DOCUMENT.fields[code], stored)


def test_equal_values_are_the_same_however_they_are_written() -> None:
    fields = DOCUMENT.fields
    assert same(fields["amount"], rub("100"), rub("100.00"))
    assert same(fields["kinds"], ["b", "a"], ["a", "b"])
    assert same(fields["scans"], [pdf(name="old.pdf")], [pdf(name="new.pdf")])
    assert same(fields["urgent"], None, False)
    assert same(fields["note"], None, "")
    assert not same(fields["amount"], rub("100"), {"amount": "100", "currency": "USD"})
    assert not same(fields["scans"], [pdf()], [pdf(sha="b" * 64)])
    assert same(fields["count"], "broken", "broken")
    assert not same(fields["count"], "broken", "1")


def test_a_moment_is_stored_in_utc() -> None:
    moscow = timezone(timedelta(hours=3))
    field = DOCUMENT.fields["moment"]
    assert store(field, datetime(2026, 11, 21, 10, 30, tzinfo=moscow)) == "2026-11-21T07:30:00+00:00"
    assert canonical(field, "2026-11-21T10:30:00+03:00") == "2026-11-21T07:30:00+00:00"


def test_a_value_of_another_type_is_not_stored() -> None:
    with pytest.raises(Malformed):
        store(DOCUMENT.fields["amount"], "100")
