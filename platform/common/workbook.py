"""Reads an xlsx file that a stranger may have made. Pure.

The file is looked at before a parser sees it: a small file can unpack to gigabytes, and two cells in opposite
corners of a sheet make the parser reserve memory for everything between them, which ends the process.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from common.errors import Invalid

MOST_BYTES = 50 * 1024 * 1024
MOST_RATIO = 100
MOST_ENTRIES = 200
MOST_CELLS = 4_000_000
SMALL = 64 * 1024
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,9})["']""")

Cell = str | int | float | bool | date | datetime | time | timedelta


class NotWorkbook(Invalid):
    """This is not a spreadsheet in the xlsx format."""


class WorkbookTooLarge(Invalid):
    """The spreadsheet unpacks to more than can be read safely."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` from the first one of the sheet on, as the spreadsheet numbers them; an empty cell is "" ."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_workbook(content: bytes) -> tuple[Sheet, ...]:
    """All sheets of an xlsx file, in order. Raises `NotWorkbook` and `WorkbookTooLarge`."""
    _inspect(content)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return tuple(Sheet(name, _rows(sheet.to_python(skip_empty_area=False))) for name, sheet in sheets)
    except (CalamineError, ValueError, OSError) as error:
        raise NotWorkbook from error


def _rows(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _inspect(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= {entry.filename for entry in entries}:
                raise NotWorkbook
            _check_sizes(entries)
            for entry in entries:
                _check_area(archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotWorkbook from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise WorkbookTooLarge
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise WorkbookTooLarge


def _check_area(xml: bytes) -> None:
    rows = columns = 1
    for column, row in _addresses(xml):
        rows, columns = max(rows, row), max(columns, column)
    if rows * columns > MOST_CELLS:
        raise WorkbookTooLarge


def _addresses(xml: bytes) -> Iterator[tuple[int, int]]:
    """Column and row of every cell address; the column is 1 where only a row is given."""
    for letters, row in _CELL.findall(xml):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - 64
        yield max(column, 1), int(row)
