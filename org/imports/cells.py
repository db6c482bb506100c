"""One cell as a value. Every function raises `BadCell` with a sentence."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from common.workbook import Cell
from org.records.checks import follow_each_other
from org.records.kinds import Intervals

YES = frozenset({"yes", "true", "1", "да", "истина"})
NO = frozenset({"no", "false", "0", "нет", "ложь", ""})
HOURS = re.compile(r"^(\d{1,2})[:.](\d{2})\s*[-–]\s*(\d{1,2})[:.](\d{2})$")
RUSSIAN_DATE = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")


class BadCell(Exception):
    """The cell cannot be read; the message is a sentence for the person."""


def text(cell: Cell) -> str:
    """Without spaces around; a whole number as Excel stores it loses its “.0”."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def code(cell: Cell) -> str | None:
    return text(cell) or None


def codes(cell: Cell) -> tuple[str, ...]:
    """Several codes, separated by commas, in code order."""
    return tuple(sorted({part.strip() for part in text(cell).split(",") if part.strip()}))


def email(cell: Cell) -> str:
    return text(cell).casefold()


def day(cell: Cell) -> date | None:
    """A date cell, 2026-11-16 or 16.11.2026."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = text(cell)
    if not found:
        return None
    try:
        if russian := RUSSIAN_DATE.match(found):
            return date(int(russian[3]), int(russian[2]), int(russian[1]))
        return date.fromisoformat(found)
    except ValueError:
        raise BadCell(_("“%s” is not a date. Examples: 2026-11-16, 16.11.2026.") % found) from None


def flag(cell: Cell) -> bool:
    found = text(cell).casefold()
    if found in YES or cell is True:
        return True
    if found in NO or cell is False:
        return False
    raise BadCell(_("“%s” is neither yes nor no.") % text(cell))


def amount(cell: Cell) -> Decimal | None:
    """A number; spaces between thousands and a decimal comma are understood."""
    found = text(cell).replace("\xa0", "").replace(" ", "").replace(",", ".")
    if not found:
        return None
    try:
        value = Decimal(found)
    except InvalidOperation:
        raise BadCell(_("“%s” is not a number.") % text(cell)) from None
    if not value.is_finite():
        raise BadCell(_("“%s” is not a number.") % text(cell))
    return value.normalize() if value else Decimal(0)


def hours(cell: Cell) -> Intervals:
    """09:00-13:00, 14:00-18:00 as minutes; empty is a day off."""
    found = tuple(_interval(part.strip()) for part in text(cell).split(",") if part.strip())
    if not follow_each_other(found):
        raise BadCell(_("The hours must follow each other, as in 09:00-13:00, 14:00-18:00."))
    return found


def _interval(part: str) -> tuple[int, int]:
    found = HOURS.match(part)
    if not found:
        raise BadCell(_("“%s” are not hours. An example: 09:00-13:00, 14:00-18:00.") % part)
    numbers: list[Any] = [int(group) for group in found.groups()]
    return numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
