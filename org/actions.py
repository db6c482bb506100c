"""Writes of the company: one function per transition. Each owns its transaction, checks the right, locks,
looks again, writes, notes who did it and tells those above through the ports."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from org.access import may_enter_absence, require_edit
from org.doubts import doubt_about
from org.errors import ChangedMeanwhile, MayNotEditCompany, NoSuchRecord, Refused, SubstituteDoubtful
from org.ledger import apply_changes, lock_company
from org.queries import code_of
from org.reasons import Reason
from org.records import (
    KINDS,
    AbsenceRecord,
    AssistantRecord,
    AuthorityRecord,
    CalendarDayRecord,
    CalendarRecord,
    Change,
    Company,
    EmployeeRecord,
    GrantRecord,
    PositionRecord,
    RateRecord,
    Record,
    RoleRecord,
    UnitRecord,
    differences,
)
from org.records.checks import problems
from org.standins import reviewed


@transaction.atomic(durable=True)
def save_unit(
    *, actor_id: int | None, record: UnitRecord, seen: UnitRecord | None = None, new: bool = False
) -> None:
    """Add or change a unit. A circle of units is refused with the sentence that names it (ROUTING 12)."""
    _apply_saved("unit", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_position(
    *, actor_id: int | None, record: PositionRecord, seen: PositionRecord | None = None, new: bool = False
) -> None:
    """Add or change a position: its title, unit, role, holder, acting holder and who may substitute."""
    _apply_saved("position", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_role(
    *, actor_id: int | None, record: RoleRecord, seen: RoleRecord | None = None, new: bool = False
) -> None:
    """Add or change a role."""
    _apply_saved("role", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_employee(
    *, actor_id: int | None, record: EmployeeRecord, seen: EmployeeRecord | None = None, new: bool = False
) -> None:
    """Take somebody on, or change what is known of him. He logs in once he was invited."""
    _apply_saved("employee", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_assistant(
    *, actor_id: int | None, record: AssistantRecord, seen: AssistantRecord | None = None, new: bool = False
) -> None:
    """Give a boss an assistant, or change the period."""
    _apply_saved("assistant", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_authority(
    *, actor_id: int | None, record: AuthorityRecord, seen: AuthorityRecord | None = None, new: bool = False
) -> None:
    """Give authority to a position or a role, or change its limit."""
    _apply_saved("authority", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_calendar(
    *, actor_id: int | None, record: CalendarRecord, seen: CalendarRecord | None = None, new: bool = False
) -> None:
    """Add or change a calendar's week."""
    _apply_saved("calendar", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_calendar_day(
    *,
    actor_id: int | None,
    record: CalendarDayRecord,
    seen: CalendarDayRecord | None = None,
    new: bool = False,
) -> None:
    """Set the working time of one date."""
    _apply_saved("calendar_day", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_rate(
    *, actor_id: int | None, record: RateRecord, seen: RateRecord | None = None, new: bool = False
) -> None:
    """Enter an exchange rate."""
    _apply_saved("rate", record, actor_id, seen, new=new)


@transaction.atomic(durable=True)
def save_grant(
    *, actor_id: int | None, record: GrantRecord, seen: GrantRecord | None = None, new: bool = False
) -> None:
    """Grant a right, or take it back (`active=False`)."""
    _apply_saved("grant", record, actor_id, seen, new=new)


def _apply_saved(
    kind: str, record: Record, actor_id: int | None, seen: Record | None, *, new: bool = False
) -> None:
    """Raises `MayNotEditCompany`, `ChangedMeanwhile` when the stored row is no longer as it was `seen`,
    `Refused` with a sentence per field, and when a `new` one is there already."""
    lock_company()
    company = Company()
    stored = company.get(kind, *KINDS[kind].key_of(record))
    require_edit(actor_id, kind, stored, record)
    if seen is not None and stored != seen:
        raise ChangedMeanwhile
    if new and stored is not None and getattr(stored, "active", True):
        raise Refused({KINDS[kind].key[0]: [taken(kind)]})
    company.put(kind, record)
    _refuse(company, kind, record)
    change = differences(kind, stored, record)
    apply_changes([change] if change else [], actor_id=actor_id, source="screen")


def taken(kind: str) -> str:
    """Why a new record of this kind cannot have the key that was typed."""
    match kind:
        case "employee":
            return _("Somebody has this personnel number already.")
        case "unit" | "position" | "role" | "calendar":
            return _("This code is taken already.")
    return _("There is such a record already: change that one.")


def _refuse(company: Company, kind: str, record: Record) -> None:
    fields: dict[str, list[str]] = {}
    for problem in problems(company, kind, record):
        fields.setdefault(problem.field, []).append(problem.sentence)
    if fields:
        raise Refused(fields)


# -- people who come and go ------------------------------------------------------------------------------


@transaction.atomic(durable=True)
def deactivate_employee(*, actor_id: int | None, code: str, dismissed: date | None = None) -> None:
    """He can no longer log in, his positions become vacant, his open tasks are resolved again in the same
    transaction (ROUTING 11). What he decided stays. `dismissed` None: today, where the
    installation is."""
    lock_company()
    company = Company()
    stored = _existing(company, "employee", code)
    require_edit(actor_id, "employee", stored)
    day = dismissed or clock.today(settings.TIME_ZONE)
    gone = replace(cast(EmployeeRecord, stored), is_active=False, dismissed=day)
    apply_changes(departure(company, [gone]), actor_id=actor_id, source="screen")


def departure(company: Company, gone: Collection[EmployeeRecord]) -> list[Change]:
    """The changes when people leave: themselves, their positions, the absences in which they were named.
    `company` is changed along."""
    codes = {person.code for person in gone}
    changes = [_put(company, "employee", person) for person in gone]
    for held in list(company.of("position").values()):
        post = cast(PositionRecord, held)
        left: dict[str, Any] = {n: None for n in ("holder", "acting") if getattr(post, n) in codes}
        if left:
            changes.append(_put(company, "position", replace(post, **left)))
    changes += [_put(company, "absence", absence) for absence in list(reviewed(company, codes))]
    return [change for change in changes if change is not None]


def _put(company: Company, kind: str, record: Record) -> Change | None:
    change = differences(kind, company.get(kind, *KINDS[kind].key_of(record)), record)
    company.put(kind, record)
    return change


def _existing(company: Company, kind: str, *key: Any) -> Record:
    stored = company.get(kind, *key)
    if stored is None:
        raise NoSuchRecord
    return stored


@transaction.atomic(durable=True)
def reactivate_employee(*, actor_id: int | None, code: str) -> None:
    """He works here again; his positions and a password have to be given anew."""
    lock_company()
    company = Company()
    stored = cast(EmployeeRecord, _existing(company, "employee", code))
    require_edit(actor_id, "employee", stored)
    change = differences("employee", stored, replace(stored, is_active=True, dismissed=None))
    apply_changes([change] if change else [], actor_id=actor_id, source="screen")


@transaction.atomic(durable=True)
def set_acting(*, actor_id: int | None, position: str, employee: str | None) -> None:
    """Let somebody hold a position in his own right for the time being; None ends it (ROUTING 6)."""
    stored = cast(PositionRecord, _existing(Company(), "position", position))
    _apply_saved("position", replace(stored, acting=employee), actor_id, stored)


# -- absences --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AbsenceSaved:
    """The absence as stored; `refused` says why the substitute was not accepted."""

    record: AbsenceRecord
    refused: Reason | None


@transaction.atomic(durable=True)
def save_absence(
    *,
    actor_id: int | None,
    record: AbsenceRecord,
    replaces: AbsenceRecord | None = None,
    confirmed: str | None = None,
) -> AbsenceSaved:
    """Save an absence, always; only the substitute may be refused (ROUTING 17). Absences that name the
    same people in turn are judged again. `replaces` is the record that was edited. With `confirmed`, the key
    of the doubt that was read and put aside (none yet: empty), whoever enters it is asked first: raises
    `SubstituteDoubtful` when the substitute named now is away himself, or not active."""
    lock_company()
    company = Company()
    for each in filter(None, (record, replaces)):
        if not may_enter_absence(actor_id, each.employee):
            raise MayNotEditCompany
    if replaces is not None and company.get("absence", *KINDS["absence"].key_of(replaces)) != replaces:
        raise ChangedMeanwhile
    if confirmed is not None:
        _ask_about(company, record, replaces, confirmed)
    entered_by = code_of(actor_id) if actor_id is not None else None
    record = replace(record, entered_by=entered_by, substitute=None, refused=None)
    changes = absence_changes(company, [record], [replaces] if replaces is not None else [])
    apply_changes(changes, actor_id=actor_id, source="screen")
    saved = cast(AbsenceRecord, company.get("absence", *KINDS["absence"].key_of(record)))
    return AbsenceSaved(saved, saved.refused)


def _ask_about(
    company: Company, record: AbsenceRecord, replaces: AbsenceRecord | None, confirmed: str
) -> None:
    """Not again where neither the days nor the substitute change."""
    if replaces is not None and _who_and_when(replaces) == _who_and_when(record):
        return
    doubt = doubt_about(company, record)
    if doubt is not None and doubt.key != confirmed:
        raise SubstituteDoubtful.of(doubt)


def _who_and_when(record: AbsenceRecord) -> tuple[Any, ...]:
    return record.named_substitute, record.starts, record.ends, record.processes


def absence_changes(company: Company, new: list[AbsenceRecord], gone: list[AbsenceRecord]) -> list[Change]:
    """The changes of saving `new` and withdrawing `gone`, with every substitute concerned judged again.
    Raises `Refused`. `company` is changed along."""
    before = dict(company.of("absence"))
    for absence in gone:
        company.put("absence", replace(absence, withdrawn=True, substitute=None))
    for absence in new:
        company.put("absence", absence)
        _refuse(company, "absence", absence)
    people = {name for a in (*new, *gone) for name in (a.employee, a.named_substitute) if name is not None}
    for absence in list(reviewed(company, people)):
        company.put("absence", absence)
    after = company.of("absence")
    found = (differences("absence", before.get(key), record) for key, record in after.items())
    return [change for change in found if change is not None]


@transaction.atomic(durable=True)
def withdraw_absence(*, actor_id: int | None, record: AbsenceRecord) -> None:
    """Take an absence back: he is here after all. Who stood in for him no longer does."""
    lock_company()
    company = Company()
    stored = _existing(company, "absence", *KINDS["absence"].key_of(record))
    if not may_enter_absence(actor_id, record.employee):
        raise MayNotEditCompany
    if stored != record:
        raise ChangedMeanwhile
    changes = absence_changes(company, [], [record])
    apply_changes(changes, actor_id=actor_id, source="screen")
