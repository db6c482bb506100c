"""What whoever waits for a late request sees of it, and how he may push."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flows.cards.reading import Reading
from flows.history.payloads import Reminded, SubstituteAsked
from flows.late import absent_one, again_from, hours_of, is_late, is_past, may_push, pushed_at
from flows.models import Assignment, State, Task

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Push:
    """A way to push: `done_at` when that was last done, `again` from when it can be done again, None: now."""

    done_at: datetime | None = None
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class LateTask:
    """An open task of a late request. `by` is how late it is in working time, in words, empty while the task
    itself is in time; `substitute` None: a substitute would not help, or there is one already."""

    task: int
    step: str
    people: tuple[str, ...]
    since: datetime
    due: datetime | None
    by: str
    remind: Push
    substitute: Push | None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """What is late, for whoever waits for it; `due` of the request as a whole, when that has passed."""

    tasks: tuple[LateTask, ...]
    due: datetime | None = None


def late_of(read: Reading) -> Late | None:
    """The section, for whom it is shown; None when nothing is late."""
    case = read.case
    if case.state not in (State.RUNNING, State.REWORK) or not may_push(case, read.reader.pk, read.org):
        return None
    asked: dict[int, list[Assignment]] = {}
    for one in read.assignments:
        if is_late(one.task, case, read.now):
            asked.setdefault(one.task_id, []).append(one)
    if not asked:
        return None
    tasks = tuple(_late_task(read, found[0].task, found) for found in asked.values())
    return Late(tasks, case.due if is_past(case.due, read.now) else None)


def _late_task(read: Reading, task: Task, asked: list[Assignment]) -> LateTask:
    hours = hours_of(asked, read.case, read.org)
    absent = absent_one(task, asked)
    shared = any(one.on_behalf_of_id is not None for one in asked)
    pushes = {
        kind: Push(before, again_from(before, hours, read.now))
        for kind in (Reminded.KIND, SubstituteAsked.KIND)
        for before in (pushed_at(read.events, kind, task),)
    }
    past = task.due is not None and is_past(task.due, read.now)
    return LateTask(
        task=task.pk,
        step=read.step(task.step),
        people=tuple(one.employee.short_name for one in asked),
        since=min(one.since for one in asked),
        due=task.due,
        by=working_time(hours.between(task.due, read.now)) if past and task.due else "",
        remind=pushes[Reminded.KIND],
        substitute=None if absent is None or shared else pushes[SubstituteAsked.KIND],
        absent="" if absent is None else read.person(read.staff.code(absent)),
    )


def working_time(length: timedelta) -> str:
    """`3 working hours`, `40 minutes`: rounded down."""
    if length >= HOUR:
        hours = length // HOUR
        return ngettext("{n} working hour", "{n} working hours", hours).format(n=hours)
    if length >= MINUTE:
        minutes = length // MINUTE
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return _("less than a minute")
