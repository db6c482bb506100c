"""Writes tables as files for spreadsheets, in which no text becomes a formula. Pure.

A text that begins like a formula stays a text: in xlsx by its type, in csv, which knows no types, behind an
apostrophe (RELIABILITY 4.2).
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from common.money import Money, minor_units
from common.text import printable

Cell = str | Decimal | Money | date | datetime | None
"""A moment is without a zone: it says what a clock showed there."""

FORMULA = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
SHEET_TITLE = re.compile(r"[\[\]:*?/\\]")
NARROW, WIDE = 10, 48
DAY_FORMAT = {"ru": "dd.mm.yyyy"}
MOMENT_FORMAT = {"ru": "dd.mm.yyyy hh:mm"}


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` are as long as `headings`."""

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet would work it out instead of showing it."""
    return bool(FORMULA.match(text))


def to_xlsx(table: Table, language: str) -> bytes:
    """One sheet: numbers are numbers, days and moments are dates, all else is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET_TITLE.sub(" ", printable(table.title)).strip("' ")[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if table.headings:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.headings))}{len(table.rows) + 1}"
    sheet.append([_heading(sheet, text) for text in table.headings])
    for row in table.rows:
        sheet.append([_cell(sheet, value, language) for value in row])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _heading(sheet: Any, text: str) -> Any:
    made = _text(sheet, text)
    made.font = Font(bold=True)
    made.alignment = Alignment(vertical="top", wrap_text=True)
    return made


def _cell(sheet: Any, value: Cell, language: str) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, Money):
        made = _of(sheet, value.amount)
        made.number_format = f'{_digits(value.currency)} "{value.currency}"'
        return made
    made = _of(sheet, value)
    if isinstance(value, Decimal):
        made.number_format = "#,##0.00" if value == round(value, 2) else "General"
    elif isinstance(value, datetime):
        made.number_format = MOMENT_FORMAT.get(language, "yyyy-mm-dd hh:mm")
    else:
        made.number_format = DAY_FORMAT.get(language, "yyyy-mm-dd")
    return made


def _of(sheet: Any, value: Any) -> Any:
    made = WriteOnlyCell(sheet)
    made.value = value
    return made


def _digits(currency: str) -> str:
    digits = minor_units(currency)
    return "#,##0" + ("." + "0" * digits if digits else "")


def _text(sheet: Any, text: str) -> Any:
    """Text by its type; marked as such too, so that it does not turn when somebody edits the cell."""
    made = _of(sheet, printable(text))
    made.data_type = "s"
    if begins_like_a_formula(text):
        made.quotePrefix = True
    return made


def _widths(table: Table) -> Iterable[float]:
    for number, heading in enumerate(table.headings):
        shown = [_shown(row[number]) for row in table.rows[:200]]
        longest = max([len(heading), *(len(text) for text in shown)])
        yield min(max(longest + 2, NARROW), WIDE)


def _shown(value: Cell) -> str:
    if isinstance(value, datetime):
        return "0000-00-00 00:00"
    return str(value) if value is not None else ""


def to_csv(table: Table, language: str) -> bytes:
    """UTF-8 with a mark, as spreadsheets expect it, separated as they do in that language: by semicolons and
    with a decimal comma in Russian. Days and moments are written in the order of ISO 8601."""
    separator, point = (";", ",") if language.startswith("ru") else (",", ".")
    written = StringIO()
    lines = csv.writer(written, delimiter=separator)
    lines.writerow([_plain(text, point) for text in table.headings])
    lines.writerows([_plain(value, point) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _plain(value: Cell, point: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = printable(value)
        return f"'{text}" if begins_like_a_formula(text) else text
    if isinstance(value, Money):
        return f"{_plain(value.amount, point)} {value.currency}"
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", point)
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value.isoformat()
