"""One record class per table, and how its fields lie in the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import models as db

from common.hashing import digest
from org import models
from org.reasons import Reason

Key = tuple[Any, ...]
LONGEST_CODE = 160
Intervals = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row as plain values: text, dates, Decimals, tuples, codes of other rows."""


@dataclass(frozen=True, slots=True)
class RoleRecord(Record):
    code: str
    name_en: str = ""
    name_ru: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class CalendarRecord(Record):
    """`week`: Monday to Sunday, intervals in minutes from midnight."""

    code: str
    name: str = ""
    week: tuple[Intervals, ...] = ()
    active: bool = True


@dataclass(frozen=True, slots=True)
class CalendarDayRecord(Record):
    calendar: str
    day: date
    intervals: Intervals = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class UnitRecord(Record):
    code: str
    name: str = ""
    kind: str = ""
    parent: str | None = None
    head: str | None = None
    city: str = ""
    time_zone: str = ""
    calendar: str | None = None
    legal_entity: str | None = None
    served_by: tuple[str, ...] = ()
    tax_number: str = ""
    currency: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class PositionRecord(Record):
    code: str
    title: str = ""
    unit: str = ""
    role: str | None = None
    holder: str | None = None
    acting: str | None = None
    may_substitute: tuple[str, ...] = tuple(models.structure.all_substitute_rules())
    active: bool = True


@dataclass(frozen=True, slots=True)
class EmployeeRecord(Record):
    code: str
    last_name: str = ""
    first_name: str = ""
    patronymic: str = ""
    email: str = ""
    main_position: str | None = None
    hired: date | None = None
    dismissed: date | None = None
    language: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class AbsenceRecord(Record):
    """`named_substitute` is who was asked for; `substitute` the same unless `refused` says why not."""

    employee: str
    starts: date
    processes: tuple[str, ...] = ()
    ends: date | None = None
    named_substitute: str | None = None
    substitute: str | None = None
    refused: Reason | None = None
    kind: str = ""
    note: str = ""
    entered_by: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class AssistantRecord(Record):
    boss: str
    assistant: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class AuthorityRecord(Record):
    position: str | None = None
    role: str | None = None
    process: str = ""
    item: str = ""
    starts: date | None = None
    limit: Decimal | None = None
    ends: date | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class RateRecord(Record):
    currency: str
    day: date
    value: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class GrantRecord(Record):
    employee: str
    right: str
    process: str = ""
    unit: str | None = None
    active: bool = True


@dataclass(frozen=True)
class Kind:
    """How a record class lies in its table. `refs` are foreign keys (field → kind), stored by code."""

    name: str
    record: type[Any]
    model: type[db.Model]
    key: tuple[str, ...]
    refs: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self.record))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The fields that lie in the table's own row."""
        return tuple(name for name in self.fields if name not in self.many)

    @cached_property
    def longest(self) -> Mapping[str, int]:
        """How many characters fit, by the name of the field."""
        sizes = {n: getattr(self.model._meta.get_field(n), "max_length", None) for n in self.columns}
        return {name: size for name, size in sizes.items() if size and name not in self.refs}

    def key_of(self, record: Record) -> Key:
        return tuple(getattr(record, name) for name in self.key)

    def code_of(self, record: Record) -> str:
        """The key as one text, for the log: no two records of a kind have the same."""
        parts = zip(self.key, self.key_of(record), strict=True)
        said = [(name, _said(part)) for name, part in parts if part not in (None, "", ())]
        named = len(self.key) > 3  # of these keys some parts may be empty
        code = " / ".join(f"{name}: {part}" if named else part for name, part in said)
        return code if len(code) <= LONGEST_CODE else f"{code[:140]}…{digest(code.encode())[:16]}"


def _said(part: Any) -> str:
    return ", ".join(map(str, part)) if isinstance(part, tuple) else str(part)


_ALL = (
    Kind("role", RoleRecord, models.Role, ("code",)),
    Kind("calendar", CalendarRecord, models.Calendar, ("code",)),
    Kind(
        "unit",
        UnitRecord,
        models.Unit,
        ("code",),
        refs={"parent": "unit", "head": "position", "legal_entity": "unit", "calendar": "calendar"},
        many={"served_by": "unit"},
    ),
    Kind(
        "position",
        PositionRecord,
        models.Position,
        ("code",),
        refs={"unit": "unit", "role": "role", "holder": "employee", "acting": "employee"},
    ),
    Kind("employee", EmployeeRecord, models.Employee, ("code",), refs={"main_position": "position"}),
    Kind(
        "calendar_day",
        CalendarDayRecord,
        models.CalendarDay,
        ("calendar", "day"),
        refs={"calendar": "calendar"},
    ),
    Kind(
        "assistant",
        AssistantRecord,
        models.Assistant,
        ("boss", "assistant"),
        refs={"boss": "employee", "assistant": "employee"},
    ),
    Kind(
        "authority",
        AuthorityRecord,
        models.Authority,
        ("position", "role", "process", "item", "starts"),
        refs={"position": "position", "role": "role"},
    ),
    Kind("rate", RateRecord, models.ExchangeRate, ("currency", "day")),
    Kind(
        "grant",
        GrantRecord,
        models.Grant,
        ("employee", "right", "process", "unit"),
        refs={"employee": "employee", "unit": "unit"},
    ),
    Kind(
        "absence",
        AbsenceRecord,
        models.Absence,
        ("employee", "starts", "processes"),
        refs={
            "employee": "employee",
            "named_substitute": "employee",
            "substitute": "employee",
            "entered_by": "employee",
        },
    ),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
"""In the order in which new rows can be inserted."""


def linked_at_once(kind: Kind, name: str) -> bool:
    """Whether what a foreign key points to is inserted before this kind; else it is set afterwards."""
    order = list(KINDS)
    return order.index(kind.refs[name]) < order.index(kind.name)
