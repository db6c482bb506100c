"""Texts of printed documents: values replace names in braces, and nothing is ever executed."""

from __future__ import annotations

import pytest

from designer.document.placeholders import filled, placeholders

VALUES = {"number": "INV-1", "supplier": "{number}", "who": "<b>O'Neil</b>"}


@pytest.mark.parametrize(
    "text",
    [
        "{0.__class__}",
        "{number.__class__}",
        "{number!r}",
        "{number:>99999999}",
        "{{7*7}}",
        "{% debug %}",
        "%(x)s",
        "{}",
        "{unknown}",
        "${number[0]}",
    ],
)
def test_what_is_no_known_name_is_printed_as_it_is_written(text: str) -> None:
    assert filled(text, VALUES.get) == text


def test_names_are_replaced_once_and_values_are_not_looked_into() -> None:
    assert filled("No. {number} of {supplier}", VALUES.get) == "No. INV-1 of {number}"
    assert filled("{{number}}", VALUES.get) == "{INV-1}"
    assert filled("{who}", VALUES.get) == "<b>O'Neil</b>"


def test_everything_in_braces_is_found_with_its_language() -> None:
    assert list(placeholders({"en": "{a} {0.x}", "ru": "{b}"})) == [("en", "a"), ("en", "0.x"), ("ru", "b")]
    assert list(placeholders("{a}")) == [("", "a")]
    assert list(placeholders(None)) == []
