"""Assistants: whom somebody helps today, and in which order the boss's tasks lie before him."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Q, QuerySet

from common.hashing import canonical, digest
from flows.access import bosses_of
from flows.models import Assignment, Case, Preparation
from flows.staff import staff
from org.models import Employee
from org.snapshot import OrgSnapshot

ORDER = ("-urgent", F("prepared__rank").asc(nulls_last=True), F("due").asc(nulls_last=True), "since", "pk")
"""Urgent first, as in every list; within that as the assistant laid them, then what nobody has laid."""


@dataclass(frozen=True, slots=True)
class Boss:
    """Somebody whom the reader assists today."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an assistant prepared of a task. `mark` names this state of it."""

    remarks: tuple[str, ...] = ()
    note: str = ""
    by: str = ""
    at: datetime | None = None
    mark: str = ""

    def __bool__(self) -> bool:
        return bool(self.remarks or self.note)


def assists(org: OrgSnapshot, actor: int, boss: int) -> bool:
    """Whether `actor` is an assistant of `boss` today, both by id; nobody who is not active is."""
    codes = staff(org).codes
    code = codes.get(actor)
    return code is not None and org.employees[code].active and codes.get(boss) in set(bosses_of(org, code))


def bosses(org: OrgSnapshot, reader: Employee) -> tuple[Boss, ...]:
    """Whom he assists today, those who still work here, by name; no query."""
    found = (org.employees[code] for code in dict.fromkeys(bosses_of(org, reader.code)))
    ids = staff(org).ids
    active = [Boss(ids[one.code], one.code, one.name) for one in found if one.active]
    return tuple(sorted(active, key=lambda one: one.name))


def name_of(org: OrgSnapshot, employee: int) -> str:
    """How an employee is called. Raises NoSuchEmployee."""
    return org.employees[staff(org).code(employee)].name


def is_owner(org: OrgSnapshot, case: Case, actor: int) -> bool:
    """Whether somebody sends, reworks and takes back a request: its requester, and whoever entered it for him
    while he assists him."""
    if actor == case.requester_id:
        return True
    return actor == case.entered_by_id and assists(org, actor, case.requester_id)


def who_entered(org: OrgSnapshot, case: Case) -> int | None:
    """Who entered it for the requester and still assists him: he is told what the requester is told."""
    entered = case.entered_by_id
    return entered if entered != case.requester_id and assists(org, entered, case.requester_id) else None


def had_assistants(org: OrgSnapshot, code: str) -> bool:
    """Whether anything can have been prepared for him at all; no query."""
    return any(one.boss == code for one in org.assistances)


def laid_out(found: QuerySet[Assignment], boss: int) -> QuerySet[Assignment]:
    """Open assignments of the boss with their `prepared` row, in the order in which he sees them."""
    prepared = FilteredRelation("task__preparations", condition=Q(task__preparations__boss=boss))
    return found.alias(prepared=prepared).order_by(*ORDER)


def prepared_for(boss: int, tasks: Sequence[int]) -> dict[int, Preparation]:
    """What was prepared of these tasks, by task."""
    rows = Preparation.objects.filter(boss=boss, task__in=tasks).select_related("by")
    return {row.task_id: row for row in rows}


def prepared_by(boss: int) -> str:
    """Who laid the boss's open tasks in an order, the latest; nothing when nobody did."""
    open_now = Q(boss=boss, rank__isnull=False, task__finished=None)
    row = Preparation.objects.filter(open_now).select_related("by").order_by("-at").first()
    return row.by.short_name if row else ""


def mark_of(prepared: Preparation | None) -> str:
    """Which state of a preparation a page showed: another one was written meanwhile by somebody else."""
    said = [] if prepared is None else [prepared.remarks, prepared.note]
    return digest(canonical(said))[:16]


def said_of(prepared: Preparation | None) -> Prepared:
    """A stored preparation for a page."""
    if prepared is None:
        return Prepared(mark=mark_of(None))
    return Prepared(
        tuple(prepared.remarks), prepared.note, prepared.by.short_name, prepared.at, mark_of(prepared)
    )
