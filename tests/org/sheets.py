"""Spreadsheets made for a test."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl

Rows = Sequence[Sequence[Any]]

UNITS = [
    ["code", "name", "kind", "parent"],
    ["HQ", "Head office", "company", None],
    ["A", "Unit A", "division", "HQ"],
]
POSITIONS = [
    ["code", "title", "unit", "is_head"],
    ["HQ-H", "Director", "HQ", "yes"],
    ["A-H", "Head of A", "A", "yes"],
]
EMPLOYEES = [
    ["personnel_no", "last_name", "first_name", "email", "position"],
    ["1", "Ivanov", "Ivan", "ivan@x.example", "HQ-H"],
    ["2", "Petrov", "Petr", "petr@x.example", "A-H"],
]


def xlsx(**sheets: Rows) -> bytes:
    """A workbook with these sheets, the first row of each being the headings."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def small_company(**more: Rows) -> bytes:
    return xlsx(units=UNITS, positions=POSITIONS, employees=EMPLOYEES, **more)
