"""Whether a record fits the company as it would be: every problem with its field and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from org.models.rules import Right
from org.models.structure import SubstituteRule, UnitKind
from org.records.company import Company
from org.records.kinds import (
    KINDS,
    AbsenceRecord,
    AssistantRecord,
    AuthorityRecord,
    CalendarDayRecord,
    CalendarRecord,
    EmployeeRecord,
    GrantRecord,
    Intervals,
    PositionRecord,
    RateRecord,
    Record,
    RoleRecord,
    UnitRecord,
)

MINUTES = 24 * 60


class Problem(NamedTuple):
    field: str
    sentence: str


def problems(company: Company, kind: str, record: Record) -> list[Problem]:
    """Everything wrong with the record in this company, which already holds it."""
    found = [*_missing(kind, record), *_too_long(kind, record), *_unknown(company, kind, record)]
    return found + list(CHECKS[kind](company, record))


REQUIRED = {
    "role": ("code",),
    "calendar": ("code", "name"),
    "calendar_day": ("calendar", "day"),
    "unit": ("code", "name", "kind"),
    "position": ("code", "title", "unit"),
    "employee": ("code", "last_name", "first_name", "email"),
    "absence": ("employee", "starts", "ends"),
    "assistant": ("boss", "assistant"),
    "authority": (),
    "rate": ("currency", "day", "value"),
    "grant": ("employee", "right"),
}


def _missing(kind: str, record: Record) -> Iterator[Problem]:
    for name in REQUIRED[kind]:
        if getattr(record, name) in (None, ""):
            yield Problem(name, _("This must be filled in."))


def _too_long(kind: str, record: Record) -> Iterator[Problem]:
    longest = KINDS[kind].longest
    for name in KINDS[kind].columns:
        value = getattr(record, name)
        if isinstance(value, str) and len(value) > longest.get(name, len(value)):
            yield Problem(name, _("At most %(count)d characters.") % {"count": longest[name]})
        if isinstance(value, str) and "\x00" in value:
            yield Problem(name, _("There is a character in it that cannot be stored."))


NAMES: dict[str, Callable[[str], str]] = {
    "unit": lambda code: _("There is no unit “%s”.") % code,
    "position": lambda code: _("There is no position “%s”.") % code,
    "employee": lambda code: _("There is no employee with the personnel number “%s”.") % code,
    "role": lambda code: _("There is no role “%s”.") % code,
    "calendar": lambda code: _("There is no calendar “%s”.") % code,
}


def _unknown(company: Company, kind: str, record: Record) -> Iterator[Problem]:
    spec = KINDS[kind]
    for name, target in {**spec.refs, **spec.many}.items():
        value = getattr(record, name)
        for code in value if isinstance(value, tuple) else (value,):
            if code not in (None, "") and (code,) not in company.of(target):
                yield Problem(name, NAMES[target](code))


def _unit(company: Company, unit: Any) -> Iterator[Problem]:
    record: UnitRecord = unit
    if record.kind and record.kind not in UnitKind.values:
        yield Problem("kind", _("“%s” is not a kind of unit.") % record.kind)
    if record.parent is None and record.kind not in ("company", ""):
        yield Problem("parent", _("Only a company stands at the top: name the unit it belongs to."))
    if record.time_zone and not _is_zone(record.time_zone):
        yield Problem(
            "time_zone", _("“%s” is not a time zone. An example: Asia/Yekaterinburg.") % record.time_zone
        )
    if loop := cycle(company, record.code):
        path = " → ".join(loop)
        yield Problem("parent", _("The units would belong to each other in a circle: %s.") % path)
    payer = company.unit(record.legal_entity)
    if payer is not None and payer.kind not in ("legal_entity", "company"):
        yield Problem("legal_entity", _("“%s” is not a legal entity.") % payer.code)


def cycle(company: Company, unit: str) -> list[str]:
    """The codes from the unit up to itself again; empty when it does not belong to itself."""
    path = [unit]
    found = company.unit(unit)
    while found is not None and found.parent is not None and found.parent not in path[1:]:
        path.append(found.parent)
        if found.parent == unit:
            return path
        found = company.unit(found.parent)
    return []


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return False
    return True


def _position(company: Company, position: Any) -> Iterator[Problem]:
    record: PositionRecord = position
    for rule in record.may_substitute:
        if rule not in SubstituteRule.values:
            yield Problem("may_substitute", _("“%s” is not known here.") % rule)
    for name in ("holder", "acting"):
        person = company.employee(getattr(record, name))
        if person is not None and not person.is_active:
            yield Problem(name, _("%s is not active.") % person.code)
    if record.acting is not None and record.acting == record.holder:
        yield Problem("acting", _("The holder cannot be acting as well."))


def _employee(company: Company, employee: Any) -> Iterator[Problem]:
    record: EmployeeRecord = employee
    if record.email and not _is_email(record.email):
        yield Problem("email", _("“%s” is not an e-mail address.") % record.email)
    for other in company.owners_of(record.email) if record.email else ():
        if other != record.code:
            yield Problem("email", _("This e-mail is already that of the employee %s.") % other)
    if record.hired and record.dismissed and record.dismissed < record.hired:
        yield Problem("dismissed", _("Dismissed before hired."))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _absence(_company: Company, absence: Any) -> Iterator[Problem]:
    record: AbsenceRecord = absence
    if record.ends is not None and record.ends < record.starts:
        yield Problem("ends", _("The last day is before the first."))


def _assistant(_company: Company, assistant: Any) -> Iterator[Problem]:
    record: AssistantRecord = assistant
    if record.boss == record.assistant:
        yield Problem("assistant", _("Nobody can be their own assistant."))
    if record.since and record.until and record.until < record.since:
        yield Problem("until", _("The last day is before the first."))


def _authority(_company: Company, authority: Any) -> Iterator[Problem]:
    record: AuthorityRecord = authority
    if (record.position is None) == (record.role is None):
        yield Problem("position", _("Name either a position or a role."))
    if record.limit is not None and not 0 <= record.limit < 10**16:
        yield Problem("limit", _("The limit is not a possible amount."))
    if record.starts and record.ends and record.ends < record.starts:
        yield Problem("ends", _("The last day is before the first."))


def _calendar(_company: Company, calendar: Any) -> Iterator[Problem]:
    record: CalendarRecord = calendar
    if len(record.week) != 7:
        yield Problem("week", _("A week has seven days."))
    if not any(record.week):
        yield Problem("week", _("There must be at least one working day."))
    for day in record.week:
        yield from _intervals("week", day)


def _calendar_day(_company: Company, day: Any) -> Iterator[Problem]:
    record: CalendarDayRecord = day
    return _intervals("intervals", record.intervals)


def _intervals(field: str, intervals: Intervals) -> Iterator[Problem]:
    if not follow_each_other(intervals):
        yield Problem(field, _("The hours must follow each other, as in 09:00-13:00, 14:00-18:00."))


def follow_each_other(intervals: Intervals) -> bool:
    """Whether working hours lie within one day, one after another."""
    last = -1
    for starts, ends in intervals:
        if not last <= starts < ends <= MINUTES:
            return False
        last = ends
    return True


def _rate(company: Company, rate: Any) -> Iterator[Problem]:
    record: RateRecord = rate
    if not (len(record.currency) == 3 and record.currency.isascii() and record.currency.isupper()):
        yield Problem("currency", _("A currency has three letters, as in USD."))
    if not 0 < record.value < 10**12:
        yield Problem("value", _("The rate is not a possible one."))


def _grant(_company: Company, grant: Any) -> Iterator[Problem]:
    record: GrantRecord = grant
    if record.right not in Right.values:
        yield Problem("right", _("“%s” is not a right: see, manage or edit_company.") % record.right)


def _role(_company: Company, role: Any) -> Iterator[Problem]:
    record: RoleRecord = role
    if not (record.name_en or record.name_ru):
        yield Problem("name_en", _("This must be filled in."))


CHECKS: dict[str, Callable[[Company, Any], Iterator[Problem]]] = {
    "role": _role,
    "calendar": _calendar,
    "calendar_day": _calendar_day,
    "unit": _unit,
    "position": _position,
    "employee": _employee,
    "absence": _absence,
    "assistant": _assistant,
    "authority": _authority,
    "rate": _rate,
    "grant": _grant,
}
