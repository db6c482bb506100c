"""For whom somebody stands in: when, in which processes, what waits with him, what he decided for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from common import clock
from designer.queries import process_names
from flows.lists.naming import named
from flows.lists.requests import VERDICT_TONES
from flows.lists.tasks import TaskRow, noun_of, open_assignments, task_row
from flows.models import AsWhat, Decision, Verdict
from flows.staff import staff
from org.models import Employee
from org.snapshot import Absence, OrgSnapshot

SOON = timedelta(days=14)
MOST_TASKS = 10
MOST_DECIDED = 20


@dataclass(frozen=True, slots=True)
class StandIn:
    """An absence in which the reader stands in. `processes` are their names, none means all; `waiting` is how
    many tasks wait with him for this person, `rows` the first of them."""

    holder: int
    name: str
    starts: date
    ends: date
    now: bool
    processes: tuple[str, ...] = ()
    waiting: int = 0
    rows: tuple[TaskRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidedFor:
    """What the reader decided for somebody."""

    case: int
    name: str
    title: str
    amount: Decimal | None
    currency: str
    holder: str
    verdict: str
    tone: str
    at: datetime


def stands_in_soon(org: OrgSnapshot, code: str) -> bool:
    """Whether he stands in for somebody now or within a fortnight; no query."""
    now = clock.now()
    return any(
        one.starts - SOON <= now.astimezone(org.zone_of(one.employee)).date() <= one.ends
        for one in org.absences
        if one.substitute == code
    )


def standing_in(org: OrgSnapshot, reader: Employee) -> tuple[StandIn, ...]:
    """Present and future ones, the earliest first. Two statements, however many."""
    ahead = [one for one in org.absences if one.substitute == reader.code and _today(org, one) <= one.ends]
    if not ahead:
        return ()
    now, waiting = clock.now(), defaultdict(list)
    for one in open_assignments(reader.pk).filter(as_what=AsWhat.SUBSTITUTE).order_by("-urgent", "due", "pk"):
        waiting[one.on_behalf_of_id].append(task_row(one, now))
    names = process_names() if any(one.processes for one in ahead) else {}
    found = (_stand_in(org, one, names, waiting) for one in sorted(ahead, key=lambda one: one.starts))
    return tuple(found)


def decided_for_others(reader: Employee) -> tuple[DecidedFor, ...]:
    """The latest decisions that he made for somebody absent."""
    rows = Decision.objects.filter(by=reader, on_behalf_of__isnull=False).select_related("case")
    return tuple(
        DecidedFor(
            case=one.case_id,
            name=named(noun_of(one.case), one.case.number),
            title=one.case.title,
            amount=one.case.amount,
            currency=one.case.currency,
            holder=one.on_behalf_name,
            verdict=str(Verdict(one.outcome).label),
            tone=VERDICT_TONES[Verdict(one.outcome)],
            at=one.at,
        )
        for one in rows.order_by("-at")[:MOST_DECIDED]
    )


def _today(org: OrgSnapshot, absence: Absence) -> date:
    return clock.now().astimezone(org.zone_of(absence.employee)).date()


def _stand_in(
    org: OrgSnapshot, one: Absence, names: dict[str, str], waiting: dict[int | None, list[TaskRow]]
) -> StandIn:
    holder = staff(org).ids[one.employee]
    begun = one.starts <= _today(org, one)
    rows = waiting[holder] if begun else []
    return StandIn(
        holder=holder,
        name=org.employees[one.employee].name,
        starts=one.starts,
        ends=one.ends,
        now=begun,
        processes=tuple(names.get(code, code) for code in one.processes),
        waiting=len(rows),
        rows=tuple(rows[:MOST_TASKS]),
    )
