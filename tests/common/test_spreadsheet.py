"""Files for spreadsheets: no text becomes a formula, every value keeps its type."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from common.money import Money
from common.spreadsheet import Cell, Table, to_csv, to_xlsx

MARK = b"\xef\xbb\xbf"
FORMULAS = ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "\n=1", "\uff1d1", '=cmd|"/c calc"!A1', "'=1"]


def table(*cells: Cell) -> Table:
    return Table("Purchases: [all]/2026", tuple(f"H{n}" for n in range(len(cells))), [cells])


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    sheet = load_workbook(BytesIO(to_xlsx(table(text), "en"))).active
    assert sheet is not None
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.replace("_x000D_", "\r").strip() == text.strip()


@pytest.mark.parametrize("text", FORMULAS[:-1])
def test_csv_puts_an_apostrophe_before_it(text: str) -> None:
    first = to_csv(table(text), "en").removeprefix(MARK).decode().split("\r\n", 1)[1]
    assert first.lstrip('"')[0] == "'"


def test_a_negative_number_is_a_number_in_both() -> None:
    assert to_csv(table(Decimal("-5.50")), "en") == MARK + b"H0\r\n-5.50\r\n"
    sheet = load_workbook(BytesIO(to_xlsx(table(Decimal("-5.50")), "en"))).active
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type) == (-5.5, "n")


def test_values_keep_their_types() -> None:
    moment, day = datetime.fromisoformat("2026-11-17 10:00"), date(2026, 11, 17)
    sheet = load_workbook(BytesIO(to_xlsx(table(moment, day, Money(Decimal(7), "JPY"), None), "ru"))).active
    assert sheet is not None
    cells = next(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in cells] == [moment, datetime.fromisoformat("2026-11-17"), 7, None]
    assert [cell.number_format for cell in cells[:3]] == ["dd.mm.yyyy hh:mm", "dd.mm.yyyy", '#,##0 "JPY"']
    assert sheet.title == "Purchases   all  2026"


def test_russian_csv_has_semicolons_and_a_decimal_comma() -> None:
    written = to_csv(
        table("Счёт; «два»", Decimal("1234.5"), Money(Decimal("1.00"), "RUB"), date(2026, 1, 2)), "ru"
    )
    assert written.decode("utf-8-sig") == 'H0;H1;H2;H3\r\n"Счёт; «два»";1234,5;1,00 RUB;2026-01-02\r\n'


def test_what_no_file_can_hold_is_left_out() -> None:
    sheet = load_workbook(BytesIO(to_xlsx(table("bell\x07 and \x00null"), "en"))).active
    assert sheet is not None
    assert sheet["A2"].value == "bell and null"


def test_a_table_without_rows_is_a_file_with_its_headings() -> None:
    empty = Table("", ("One", "=Two"), [])
    assert to_csv(empty, "en") == MARK + b"One,'=Two\r\n"
    sheet = load_workbook(BytesIO(to_xlsx(empty, "en"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == ["One", "=Two"]
