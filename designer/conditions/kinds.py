"""The kinds of values that conditions compare and calculate with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from common.money import Money
from designer.conditions.errors import gettext_noop
from designer.values.shapes import StoredFile, Typed


class Written(str):
    """A text written in the definition; beside a date it is read as a date, beside a code as a code."""


Value: TypeAlias = Typed | tuple[bool | Decimal | Written, ...]

NAMES = {
    "yes_no": gettext_noop("yes/no"),
    "number": gettext_noop("a number"),
    "money": gettext_noop("an amount of money"),
    "datetime": gettext_noop("a moment"),
    "date": gettext_noop("a date"),
    "text": gettext_noop("a text"),
    "files": gettext_noop("files"),
    "several": gettext_noop("several values"),
}
"""Kind → how it is called in a sentence."""


def kind_of(value: Value) -> str:
    """The kind of a value, a key of NAMES."""
    for type_, kind in _KINDS:
        if isinstance(value, type_):
            return kind
    return "files" if value and isinstance(value[0], StoredFile) else "several"  # type: ignore[index]


_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "yes_no"),
    (Decimal, "number"),
    (Money, "money"),
    (datetime, "datetime"),
    (date, "date"),
    (str, "text"),
)
