"""A workbook's sheets as rows of values, with every cell that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common.workbook import Cell, Sheet
from org.imports import cells
from org.imports.report import RowError
from org.imports.sheets import SHEETS, WEEK, SheetSpec
from org.records import KINDS, Key


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row: its key, and the values it gives (fields of the record; in `extra`: position, is_head)."""

    sheet: str
    number: int
    kind: str
    key: Key
    values: dict[str, Any]
    extra: dict[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> str:
        """The heading under which the file gives a field."""
        spec = SHEETS[self.sheet]
        found = (heading for heading, column in spec.columns.items() if column.target == name)
        return next(found, spec.needed[0])

    def error(self, name: str, sentence: str) -> RowError:
        return RowError(self.sheet, self.number, self.column(name), sentence)


class Parsed:
    """Rows that could be read, keys that stand in rows that could not, and the errors."""

    def __init__(self) -> None:
        self.rows: list[ImportRow] = []
        self.errors: list[RowError] = []
        self.spoilt: set[tuple[str, Any]] = set()

    @property
    def sheets(self) -> set[str]:
        return {row.sheet for row in self.rows}


def parse(sheets: tuple[Sheet, ...]) -> Parsed:
    """Every sheet that is known. An unknown sheet or column is an error of the file."""
    parsed = Parsed()
    for sheet in sheets:
        name = sheet.name.strip().casefold()
        if name in SHEETS:
            _parse_sheet(parsed, name, sheet)
        elif any(_filled(row) for row in sheet.rows):
            known = ", ".join(SHEETS)
            parsed.errors.append(RowError(sheet.name, 0, "", _("Unknown sheet. Known are: %s.") % known))
    if not parsed.rows and not parsed.errors:
        parsed.errors.append(RowError("", 0, "", _("There is nothing to import in this file.")))
    return parsed


def _filled(row: tuple[Cell, ...]) -> bool:
    return any(cell != "" for cell in row)


def _parse_sheet(parsed: Parsed, name: str, sheet: Sheet) -> None:
    spec = SHEETS[name]
    header = sheet.rows[0] if sheet.rows else ()
    headings = [cells.text(cell).casefold() for cell in header]
    parsed.errors += _header_errors(name, spec, headings)
    if not set(spec.needed) <= set(headings):
        return
    seen: dict[Key, int] = {}
    for number, row in enumerate(sheet.rows[1:], start=2):
        if _filled(row):
            _parse_row(parsed, name, number, dict(zip(headings, row, strict=False)), seen)


def _header_errors(name: str, spec: SheetSpec, headings: list[str]) -> Iterator[RowError]:
    for heading in headings:
        if heading and heading not in spec.columns:
            known = ", ".join(spec.columns)
            yield RowError(name, 1, heading, _("Unknown column. Known are: %s.") % known)
        if heading and headings.count(heading) > 1:
            yield RowError(name, 1, heading, _("This column is there twice."))
    for heading in spec.needed:
        if heading not in headings:
            yield RowError(name, 1, heading, _("This column is missing."))


def _parse_row(parsed: Parsed, name: str, number: int, row: dict[str, Cell], seen: dict[Key, int]) -> None:
    spec = SHEETS[name]
    values, errors = _values(name, number, row)
    key = _key(spec, values)
    if key is None and not errors:
        errors.append(RowError(name, number, spec.needed[0], _("This must be filled in.")))
    if key is not None and key in seen and spec.kind != "employee":
        errors.append(
            RowError(name, number, spec.needed[0], _("The same as row %d: it is there twice.") % seen[key])
        )
    if errors or key is None:
        parsed.errors += errors
        _remember_spoilt(parsed, spec, values)
        return
    seen.setdefault(key, number)
    extra: dict[str, Any] = {
        target: values.pop(target)
        for target in ("position", "is_head")
        if spec.kind in EXTRA.get(target, ()) and target in values
    }
    parsed.rows.append(ImportRow(name, number, spec.kind, key, values, extra))


EXTRA = {"position": ("employee",), "is_head": ("position",)}


def _remember_spoilt(parsed: Parsed, spec: SheetSpec, values: dict[str, Any]) -> None:
    """A row in error changes nothing: nobody on it is missing, and no position on it is unclaimed."""
    if spec.kind == "employee":
        parsed.spoilt.add(("employee", values.get("code")))
        parsed.spoilt.add(("position", values.get("position")))


def _values(name: str, number: int, row: dict[str, Cell]) -> tuple[dict[str, Any], list[RowError]]:
    spec, errors = SHEETS[name], []
    values: dict[str, Any] = dict(spec.fixed)
    for heading, cell in row.items():
        column = spec.columns.get(heading)
        if column is None or (column.keep and cells.text(cell) == ""):
            continue
        try:
            values[column.target] = column.read(cell)
        except cells.BadCell as error:
            errors.append(RowError(name, number, heading, str(error)))
    if spec.kind == "calendar" and not errors:
        values["week"] = tuple(values.pop(day) for day in WEEK)
    return values, errors


def _key(spec: SheetSpec, values: dict[str, Any]) -> Key | None:
    """The record's key; None when a part of it that is always needed is empty."""
    kind = KINDS[spec.kind]
    defaults = {f.name: f.default for f in kind.record.__dataclass_fields__.values()}
    parts = tuple(values.get(name, defaults[name]) for name in kind.key)
    required = [f for f in kind.key if kind.record.__dataclass_fields__[f].default is MISSING]
    if any(values.get(name) in (None, "") for name in required):
        return None
    return parts
