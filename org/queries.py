"""Reads: the snapshot, cached by the revision, and a few look-ups."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import cast

from django.conf import settings
from django.db import connection

from org import snapshot as plain
from org.models import Employee, OrgRevision
from org.names import short_name
from org.records import (
    AbsenceRecord,
    AssistantRecord,
    AuthorityRecord,
    CalendarDayRecord,
    CalendarRecord,
    Company,
    EmployeeRecord,
    PositionRecord,
    RateRecord,
    RoleRecord,
    UnitRecord,
)
from org.records.kinds import Intervals
from org.snapshot import OrgSnapshot

KEPT = 3
DEFAULT_CURRENCY = "RUB"
_cache: OrderedDict[str, OrgSnapshot] = OrderedDict()


def snapshot() -> OrgSnapshot:
    """The company as this transaction sees it: one query when its revision is cached in this process.

    The key is the revision's stamp, never seen again after a rollback. When the company changed while its
    tables were being read, they are read again.
    """
    while True:
        number, stamp = _revision()
        if stamp and stamp in _cache:
            return _cache[stamp]
        found = build(Company(), number)
        if _revision() == (number, stamp):
            return _keep(stamp, found)


def _revision() -> tuple[int, str]:
    """By hand: every act asks for it, and making the statement costs the ORM more than running it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT number, stamp FROM {OrgRevision._meta.db_table} WHERE id = 1")
        return cursor.fetchone() or (0, "")


def _keep(stamp: str, found: OrgSnapshot) -> OrgSnapshot:
    if stamp:
        _cache[stamp] = found
        while len(_cache) > KEPT:
            _cache.popitem(last=False)
    return found


def build(company: Company, revision: int = 0) -> OrgSnapshot:
    """A snapshot of records: of the stored ones, or of the company as an import would leave it."""
    units = _units(company)
    return OrgSnapshot(
        revision=revision,
        units=units,
        positions=_positions(company),
        employees=_employees(company),
        absences=_absences(company),
        authorities=_authorities(company),
        calendars=_calendars(company),
        rates=tuple(
            plain.Rate(r.currency, r.day, r.value)
            for r in cast("Iterable[RateRecord]", company.of("rate").values())
        ),
        currency=next(
            (u.currency for u in cast("Iterable[UnitRecord]", company.of("unit").values()) if u.currency),
            DEFAULT_CURRENCY,
        ),
        roles={
            r.code: plain.Role(r.code, r.name_en, r.name_ru)
            for r in cast("Iterable[RoleRecord]", company.of("role").values())
        },
        assistances=_assistances(company),
    )


def _units(company: Company) -> dict[str, plain.Unit]:
    """A unit without a time zone or a legal entity of its own has those of the nearest unit above."""
    records = {record.code: record for record in cast("Iterable[UnitRecord]", company.of("unit").values())}

    def inherited(code: str | None, name: str) -> str | None:
        seen: set[str] = set()
        while code is not None and code in records and code not in seen:
            seen.add(code)
            if value := getattr(records[code], name):
                return cast(str, value)
            code = records[code].parent
        return None

    return {
        u.code: plain.Unit(
            u.code, u.name, u.kind, u.parent, u.head, u.city,
            inherited(u.code, "time_zone") or settings.TIME_ZONE,
            u.calendar or "", u.served_by, u.active, inherited(u.code, "legal_entity"), u.tax_number,
        )
        for u in records.values()
    }  # fmt: skip


def _positions(company: Company) -> dict[str, plain.Position]:
    return {
        p.code: plain.Position(
            p.code, p.title, p.unit, p.role, p.holder, p.acting, frozenset(p.may_substitute), p.active
        )
        for p in cast("Iterable[PositionRecord]", company.of("position").values())
    }


def _employees(company: Company) -> dict[str, plain.Employee]:
    open_ended: dict[str, tuple[str, ...]] = {}
    for a in _assistances(company):
        if a.until is None:
            open_ended[a.boss] = (*open_ended.get(a.boss, ()), a.assistant)
    return {
        e.code: plain.Employee(
            e.code,
            short_name(e.last_name, e.first_name, e.patronymic),
            e.is_active,
            e.main_position,
            open_ended.get(e.code, ()),
        )
        for e in cast("Iterable[EmployeeRecord]", company.of("employee").values())
    }


def _absences(company: Company) -> tuple[plain.Absence, ...]:
    return tuple(
        plain.Absence(a.employee, a.starts, a.ends or a.starts, a.substitute, a.processes, a.named_substitute)
        for a in cast("Iterable[AbsenceRecord]", company.of("absence").values())
        if not a.withdrawn
    )


def _assistances(company: Company) -> tuple[plain.Assistance, ...]:
    return tuple(
        plain.Assistance(a.boss, a.assistant, a.since, a.until)
        for a in cast("Iterable[AssistantRecord]", company.of("assistant").values())
    )


def _authorities(company: Company) -> tuple[plain.Authority, ...]:
    return tuple(
        plain.Authority(a.position, a.role, a.process or None, a.item or None, a.limit, a.starts, a.ends)
        for a in cast("Iterable[AuthorityRecord]", company.of("authority").values())
        if a.active
    )


def _calendars(company: Company) -> dict[str, plain.Calendar]:
    days: dict[str, dict[object, Intervals]] = {}
    for day in cast("Iterable[CalendarDayRecord]", company.of("calendar_day").values()):
        days.setdefault(day.calendar, {})[day.day] = day.intervals
    return {
        c.code: plain.Calendar(c.code, c.week, days.get(c.code, {}))  # type: ignore[arg-type]
        for c in cast("Iterable[CalendarRecord]", company.of("calendar").values())
    }


@dataclass(frozen=True, slots=True)
class Person:
    """How a person is shown: `name` in full, `place` tells namesakes apart."""

    id: int
    code: str
    name: str
    short_name: str
    place: str


def people(codes: Collection[str]) -> dict[str, Person]:
    """Personnel number → how to show him; one query. Unknown numbers are absent from the answer."""
    rows = Employee.objects.filter(code__in=codes).select_related("main_position__unit")
    return {row.code: _person(row) for row in rows}


def _person(row: Employee) -> Person:
    main = row.main_position
    place = f"{main.title}, {main.unit.name}" if main is not None else ""
    return Person(row.pk, row.code, row.name, row.short_name, place)


def code_of(employee_id: int) -> str | None:
    """The personnel number of a user."""
    return Employee.objects.filter(pk=employee_id).values_list("code", flat=True).first()
