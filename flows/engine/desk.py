"""The desk: one request under its lock, with all an act reads, and what it changed until it is written down.

Statements: the company's revision, the request (locked), its events, its open tasks with who is asked; then
one for each table that an act really touches. Nothing is written before `finish`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from common import clock
from designer.document import ProcessDocument, Step
from designer.queries import ItemKey, Known, document_of, items_named, known_items
from designer.route.facts import Facts, History
from designer.route.plan import Plan
from designer.route.planner import plan
from flows import queries
from flows.assisting import who_entered
from flows.engine import store
from flows.engine.rows import (
    Asking,
    Done,
    close_tasks,
    decide,
    end_assignments,
    new_assignments,
    new_tasks,
    record,
    remarks_of,
)
from flows.engine.store import Part
from flows.errors import Busy, NoSuchRequest
from flows.history import Deed, Payload, Recorded, acts, dump, open_remarks, seal
from flows.models import Assignment, Case, Task
from flows.notices import Notice, wanted
from flows.staff import Staff, staff
from org.queries import snapshot
from org.snapshot import OrgSnapshot
from outbox.actions import Wanted, insertions

PLANNED = (
    "state", "stage", "round", "needs_attention", "status", "finished", "due", "revision", "content_revision",
    "planned_at", "planned_company",
)  # fmt: skip
"""The columns of a request that any act may change."""


Rows = Sequence[tuple[Any, ...]]


@dataclass
class OpenTask:
    """An open task with those who are asked now, by employee code."""

    task: Task
    asked: dict[str, Assignment]


@dataclass
class Desk:
    """A locked request. `deeds` are its events as routing sees them, the present act's included."""

    case: Case
    document: ProcessDocument
    org: OrgSnapshot
    staff: Staff
    now: datetime
    events: list[Recorded]
    open: dict[str, OpenTask]
    deeds: list[Deed]
    done: Done | None = None
    cancelled: list[Task] = field(default_factory=list)
    ended: list[Assignment] = field(default_factory=list)
    asking: list[Asking] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    papers: list[Wanted] = field(default_factory=list)
    changed: set[str] = field(default_factory=set)
    by_the_act: Deed | None = None
    items: dict[frozenset[ItemKey], Mapping[ItemKey, Known]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        setattr(self.case, "desk", self)  # noqa: B010 (the nodes find their desk by the request)

    # -- reading ---------------------------------------------------------------------------------------

    @property
    def history(self) -> History:
        """What the planner is told of the past."""
        return acts(self.deeds)

    @property
    def facts(self) -> Facts:
        """What the planner is told of the present."""
        unanswered, known = open_remarks(self.deeds), self.known
        return queries.facts_of(
            self.case, self.document, self.org, self.staff, unanswered, known, asked=self.open
        )

    def known(self) -> Mapping[ItemKey, Known]:
        """The list items that the values name, read once."""
        named = items_named(self.document, self.case.values)
        if named not in self.items:
            self.items[named] = known_items(named)
        return self.items[named]

    def active_items(self) -> frozenset[ItemKey]:
        """Those of them that may be chosen now."""
        return frozenset(key for key, item in self.known().items() if item.is_active)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The time zone where the request was started."""
        unit = self.staff.unit_codes[self.case.unit_id]
        return self.org.zone_where(unit, self.code(self.case.requested_for_id))

    def step(self, code: str) -> Step | None:
        """A step of the version; None for the requester's own tasks."""
        return self.document.steps.get(code)

    def code(self, employee: int) -> str:
        """The personnel number of an employee. Raises NoSuchEmployee."""
        return self.staff.code(employee)

    def name(self, code: str) -> str:
        """How an employee is called in sentences."""
        person = self.org.employees.get(code)
        return person.name if person else code

    # -- writing ---------------------------------------------------------------------------------------

    def act(self, payload: Payload, by: int | None, on_behalf_of: str | None = None) -> None:
        """Note the one act that is being done; the route sees it from here on."""
        if self.by_the_act is not None:
            raise RuntimeError("One event per act.")
        who = None if by is None else self.code(by)
        self.by_the_act = Deed(payload.KIND, self.now, who, on_behalf_of, dump(payload))
        self.deeds.append(self.by_the_act)

    def decided_together(self, count: int) -> None:
        """The one act is one of so many of the same press; routing does not look at that."""
        if self.by_the_act is None:
            raise RuntimeError("An act without an event.")
        self.by_the_act = replace(self.by_the_act, said={**self.by_the_act.said, "together": count})
        self.deeds[-1] = self.by_the_act

    def touch(self, *columns: str) -> None:
        """These columns of the request changed, too."""
        self.changed.update(columns)

    def content_changed(self) -> None:
        """Values or files changed: pages that show the older ones are refused."""
        self.case.content_revision = self.case.revision + 1

    def answered(self, task: Task) -> None:
        """The task is done; whoever answered it has set `done`."""
        del self.open[task.place]

    def no_longer_needed(self, task: Task) -> None:
        """The task is cancelled, and those it asked are told."""
        entry = self.open.pop(task.place)
        self.cancelled.append(task)
        self.notices += [Notice(one.employee_id, "not_needed", task.place) for one in entry.asked.values()]

    def no_longer_asked(self, entry: OpenTask, code: str) -> None:
        """Somebody else is asked instead; the task stays."""
        assignment = entry.asked.pop(code)
        self.ended.append(assignment)
        if entry.task.taken_by_id == assignment.employee_id:
            entry.task.taken_by_id = None
            store.update(entry.task, "taken_by")
        self.notices.append(Notice(assignment.employee_id, "not_needed", entry.task.place))

    def finish(self, actor: int | None, press: str | None = None) -> int:
        """Write everything down; the number of the event."""
        if self.by_the_act is None:
            raise RuntimeError("An act without an event.")
        self.case.revision = max(self.case.revision + 1, self.case.content_revision)
        parts = close_tasks(self.done, self.cancelled, self.now)
        parts += [*end_assignments(self.ended, self.now), *decide(self.done)]
        number, statements = self._recorded(actor, press, parts)
        fresh = [asking.wanted for asking in self.asking if asking.is_new]
        statements += [*remarks_of(self.done), *new_tasks(self.case.pk, fresh, self.now)]
        store.tell([*statements, *new_assignments(self.case, self.asking, self.now)])
        return number

    def note(self, actor: int | None, press: str | None = None) -> int:
        """Write down an act that changes neither content nor route: the event, and the notices about it."""
        number, statements = self._recorded(actor, press, [])
        store.tell(statements)
        return number

    def _recorded(self, actor: int | None, press: str | None, parts: list[Part]) -> tuple[int, list[Part]]:
        """The event's number, and all that depends on nothing new in two statements, the notices included:
        psycopg remembers only statements of at most 50 parameters, and needs longer to read a new one than
        PostgreSQL to carry it out."""
        deed = self.by_the_act
        if deed is None:
            raise RuntimeError("An act without an event.")
        if then := self._then():
            deed = replace(deed, said={**deed.said, "then": then})
        number = self.case.events_count + 1
        body, head = seal(self.case.pk, number, self.case.head, deed, press)
        self.case.events_count, self.case.head = number, head
        told = wanted(self.case.pk, number, [*self.notices, *self._to_who_entered(deed.by)])
        parts += insertions([*told, *self.papers])
        columns = (*PLANNED, *sorted(self.changed - set(PLANNED)))
        event = record(self.case, columns, deed, actor, press, body)
        return number, [*store.together(parts), *store.together(event)]

    def _to_who_entered(self, actor: str | None) -> list[Notice]:
        """Whoever entered the request for his boss is told what the boss as its requester is told."""
        to = who_entered(self.org, self.case)
        if to is None or self.code(to) == actor:
            return []
        return [replace(one, to=to) for one in self.notices if one.to == self.case.requester_id]

    def _then(self) -> dict[str, Any]:
        followed: dict[str, Any] = {}
        if self.asking:
            followed["opened"] = {a.wanted.place: [one.employee for one in a.people] for a in self.asking}
        if self.ended:
            followed["ended"] = [self.staff.codes[one.employee_id] for one in self.ended]
        if self.cancelled:
            followed["closed"] = [task.place for task in self.cancelled]
        if "state" in self.changed:
            followed["state"] = self.case.state
        return followed


def desk_for_case(case: int) -> Desk:
    """Lock a request. Raises NoSuchRequest; Busy when it stays locked for longer than `lock_timeout`."""
    return _open_desk("%s", case)


def desk_for_task(task: int) -> Desk:
    """Lock the request of a task. The task itself is read after the lock is held: what a statement read
    while it waited for the lock would be stale. Raises NoSuchRequest, Busy."""
    return _open_desk("(SELECT process_id FROM flows_task WHERE id = %s)", task)


def _open_desk(case: str, param: int) -> Desk:
    if not connection.in_atomic_block:
        raise RuntimeError("A request is locked inside a transaction.")
    locked = store.selecting(Case, f"id = {case} FOR UPDATE", [param])
    try:
        found, events, tasks = store.ask([locked, *_readings(case, param)])
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Busy from error
        raise
    if not found:
        raise NoSuchRequest
    return _desk(store.loaded(Case, found)[0], snapshot(), events, tasks)


def desk_of(case: Case, org: OrgSnapshot) -> Desk:
    """The desk of a request that is locked already, or is only looked at."""
    events, tasks = (store.rows(*reading) for reading in _readings("%s", case.pk))
    return _desk(case, org, events, tasks)


def _readings(case: str, param: int) -> tuple[Part, Part]:
    """What is read beside the request: its events, and its open tasks with who is asked."""
    where = f"flows_task.process_id = {case} AND flows_task.finished IS NULL"
    joined = "flows_assignment.task_id = flows_task.id AND flows_assignment.until IS NULL"
    return queries.events_query(case, param), store.joining(Task, Assignment, joined, where, [param])


def _desk(case: Case, org: OrgSnapshot, events: Rows, tasks: Rows) -> Desk:
    recorded = [Recorded(*row) for row in events]
    return Desk(
        case=case,
        document=document_of(case.version_id),
        org=org,
        staff=staff(org),
        now=clock.now(),
        events=recorded,
        open=_open_tasks(case, tasks, staff(org)),
        deeds=[event.deed for event in recorded],
    )


def _open_tasks(case: Case, found: Rows, people: Staff) -> dict[str, OpenTask]:
    """The open tasks by place, with the assignments that are in force."""
    entries: dict[str, OpenTask] = {}
    for task, assignment in store.pairs(Task, Assignment, found):
        task.process = case
        entry = entries.setdefault(task.place, OpenTask(task, {}))
        if assignment is not None:
            assignment.task = task
            entry.asked[people.code(assignment.employee_id)] = assignment
    return entries


def plan_of(desk: Desk) -> Plan:
    """What is open next, and why: the planner's answer for this moment."""
    return plan(desk.document, desk.facts, desk.history, desk.org, desk.now)


def values_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field code → (old, new) where they differ."""
    return {
        code: (old.get(code), new.get(code))
        for code in sorted({*old, *new})
        if old.get(code) != new.get(code)
    }
