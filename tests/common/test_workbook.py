"""Spreadsheets that a stranger may have made."""

from __future__ import annotations

import zipfile
from io import BytesIO

import openpyxl
import pytest

from common.workbook import NotWorkbook, WorkbookTooLarge, read_workbook


def workbook(**cells: object) -> bytes:
    book = openpyxl.Workbook()
    for address, value in cells.items():
        book.active[address] = value  # type: ignore[index]
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def with_entry(content: bytes, name: str, data: bytes) -> bytes:
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


def test_rows_are_read_as_the_spreadsheet_numbers_them() -> None:
    (sheet,) = read_workbook(workbook(B2="x", A3=5))
    assert sheet.rows == (("", ""), ("", "x"), (5.0, ""))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<html>", b"PK\x03\x04broken", b"\x00" * 100])
def test_what_is_no_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises(NotWorkbook):
        read_workbook(content)


def test_a_zip_of_something_else_is_refused() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("readme.txt", "hello")
    with pytest.raises(NotWorkbook):
        read_workbook(archive.getvalue())


def test_a_cut_off_spreadsheet_is_refused() -> None:
    with pytest.raises(NotWorkbook):
        read_workbook(workbook(A1="x")[:-200])


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(WorkbookTooLarge):
        read_workbook(with_entry(workbook(A1="x"), "xl/bomb.xml", b"0" * 30_000_000))


def test_too_many_entries_are_refused() -> None:
    content = workbook(A1="x")
    for number in range(200):
        content = with_entry(content, f"xl/{number}.xml", b"x")
    with pytest.raises(WorkbookTooLarge):
        read_workbook(content)


def test_two_cells_in_opposite_corners_are_refused_not_fatal() -> None:
    with pytest.raises(WorkbookTooLarge):
        read_workbook(workbook(A1="x", XFD1048576="y"))
