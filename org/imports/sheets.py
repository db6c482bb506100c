"""The sheets and columns that an import knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.workbook import Cell
from org.imports import cells


@dataclass(frozen=True, slots=True)
class Column:
    """`target` is the field of the record, or a name the planner knows (`position` of an employee). `keep`:
    an empty cell leaves what is stored; without it, an empty cell empties the value."""

    target: str
    read: Callable[[Cell], Any] = cells.text
    keep: bool = False


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """`needed` are the columns without which the sheet cannot be read; `fixed` are values of every row."""

    kind: str
    columns: Mapping[str, Column]
    needed: tuple[str, ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)


_UNIT = {
    "code": Column("code"),
    "name": Column("name", keep=True),
    "kind": Column("kind", keep=True),
    "parent": Column("parent", cells.code),
    "head_position": Column("head", cells.code),
    "city": Column("city"),
    "time_zone": Column("time_zone", keep=True),
    "calendar": Column("calendar", cells.code, keep=True),
    "legal_entity": Column("legal_entity", cells.code, keep=True),
    "served_by": Column("served_by", cells.codes, keep=True),
    "tax_number": Column("tax_number", keep=True),
    "currency": Column("currency", keep=True),
    "active": Column("active", cells.flag, keep=True),
}
_SETTINGS = ("code", "time_zone", "calendar", "legal_entity", "served_by", "tax_number", "currency", "active")
_LEGAL = ("code", "name", "parent", "city", "tax_number", "served_by", "time_zone", "calendar", "active")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

SHEETS: Mapping[str, SheetSpec] = {
    "roles": SheetSpec(
        "role",
        {"code": Column("code"), "name_en": Column("name_en"), "name_ru": Column("name_ru")},
        ("code",),
    ),
    "calendars": SheetSpec(
        "calendar",
        {"code": Column("code"), "name": Column("name"), **{day: Column(day, cells.hours) for day in _DAYS}},
        ("code", *_DAYS),
    ),
    "calendar_days": SheetSpec(
        "calendar_day",
        {
            "calendar": Column("calendar"),
            "date": Column("day", cells.day),
            "hours": Column("intervals", cells.hours),
            "note": Column("note"),
        },
        ("calendar", "date", "hours"),
    ),
    "units": SheetSpec("unit", _UNIT, ("code",)),
    "unit_settings": SheetSpec("unit", {name: _UNIT[name] for name in _SETTINGS}, ("code",)),
    "legal_entities": SheetSpec(
        "unit", {name: _UNIT[name] for name in _LEGAL}, ("code",), fixed={"kind": "legal_entity"}
    ),
    "positions": SheetSpec(
        "position",
        {
            "code": Column("code"),
            "title": Column("title", keep=True),
            "unit": Column("unit", keep=True),
            "role": Column("role", cells.code, keep=True),
            "is_head": Column("is_head", cells.flag, keep=True),
            "acting": Column("acting", cells.code, keep=True),
            "may_substitute": Column("may_substitute", cells.codes, keep=True),
            "active": Column("active", cells.flag, keep=True),
        },
        ("code",),
    ),
    "employees": SheetSpec(
        "employee",
        {
            "personnel_no": Column("code"),
            "last_name": Column("last_name"),
            "first_name": Column("first_name"),
            "patronymic": Column("patronymic"),
            "email": Column("email", cells.email),
            "position": Column("position", cells.code),
            "hired": Column("hired", cells.day),
            "dismissed": Column("dismissed", cells.day),
            "language": Column("language", keep=True),
        },
        ("personnel_no",),
    ),
    "absences": SheetSpec(
        "absence",
        {
            "employee": Column("employee"),
            "from": Column("starts", cells.day),
            "to": Column("ends", cells.day),
            "substitute": Column("named_substitute", cells.code),
            "reason": Column("kind"),
            "processes": Column("processes", cells.codes),
        },
        ("employee", "from", "to"),
    ),
    "assistants": SheetSpec(
        "assistant",
        {
            "boss": Column("boss"),
            "assistant": Column("assistant"),
            "since": Column("since", cells.day),
            "until": Column("until", cells.day),
        },
        ("boss", "assistant"),
    ),
    "authority": SheetSpec(
        "authority",
        {
            "position": Column("position", cells.code),
            "role": Column("role", cells.code),
            "process": Column("process"),
            "item": Column("item"),
            "limit": Column("limit", cells.amount),
            "from": Column("starts", cells.day),
            "to": Column("ends", cells.day),
        },
        ("limit",),
    ),
    "rates": SheetSpec(
        "rate",
        {
            "currency": Column("currency"),
            "date": Column("day", cells.day),
            "rate": Column("value", cells.amount),
        },
        ("currency", "date", "rate"),
    ),
    "grants": SheetSpec(
        "grant",
        {
            "employee": Column("employee"),
            "right": Column("right"),
            "process": Column("process"),
            "unit": Column("unit", cells.code),
        },
        ("employee", "right"),
    ),
}
WEEK = _DAYS
