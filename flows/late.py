"""What is late, by how much, and when whoever waits for it may push again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flows.access import standing_in_for
from flows.history import Recorded
from flows.models import Assignment, Case, Task
from flows.staff import staff
from org import worktime
from org.resolve.line import unit_of
from org.snapshot import Calendar, OrgSnapshot


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """By which calendar, in which time zone, those work who are asked at a task."""

    calendar: Calendar
    zone: ZoneInfo

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments."""
        return worktime.worked_between(self.calendar, self.zone, start, end)

    def next_opening(self, after: datetime) -> datetime:
        """When work begins on the first working day after the day of this moment; the next midnight, where
        nobody ever works."""
        today = after.astimezone(self.zone).date()
        try:
            day = worktime.next_workday(self.calendar, today)
            minute = worktime.intervals_on(self.calendar, day)[0][0]
        except worktime.NoWorkingTime:
            day, minute = today + timedelta(days=1), 0
        return datetime(day.year, day.month, day.day, tzinfo=self.zone) + timedelta(minutes=minute)


def is_past(due: datetime | None, now: datetime) -> bool:
    """Whether this moment has passed; what is not due is never late."""
    return due is not None and due < now


def is_late(task: Task, case: Case, now: datetime) -> bool:
    """Whether the requester may push: the task is late, or the request is as a whole, and it waits for
    somebody else than for himself."""
    return task.kind != Task.Kind.REWORK and (is_past(task.due, now) or is_past(case.due, now))


def may_push(case: Case, who: int, org: OrgSnapshot) -> bool:
    """Whether he waits for it: it is his, for him, he entered it, or he stands in for one of those."""
    people = staff(org)
    waiting = {case.requester_id, case.entered_by_id, case.requested_for_id}
    absent = (people.ids[one] for one in standing_in_for(org, people.code(who)))
    return not waiting.isdisjoint((who, *absent))


def hours_of(asked: Iterable[Assignment], case: Case, org: OrgSnapshot) -> WorkingHours:
    """The working hours of the place that is asked: those by which the task became due."""
    people = staff(org)
    units = (unit_of(org, one.position or None, people.code(one.employee_id)) for one in asked)
    unit = next(filter(None, units), people.unit_codes[case.unit_id])
    return WorkingHours(worktime.calendar_of(org, unit), ZoneInfo(org.units[unit].time_zone))


def pushed_at(events: Iterable[Recorded], kind: str, task: Task) -> datetime | None:
    """When somebody was last reminded of the task, or a substitute was asked for."""
    same = (one for one in events if one.kind == kind and one.deed.said.get("place") == task.place)
    return max((one.at for one in same if one.at >= task.created), default=None)


def again_from(pushed: datetime | None, hours: WorkingHours, now: datetime) -> datetime | None:
    """When it may be done again: once a working day. None: now."""
    opening = None if pushed is None else hours.next_opening(pushed)
    return opening if opening is not None and opening > now else None


def absent_one(task: Task, asked: Sequence[Assignment]) -> int | None:
    """Who seems to be away: the one person whose task it is, in whose name a substitute would act. None for
    a group that nobody took it from, and for several people."""
    if task.kind not in (Task.Kind.APPROVAL, Task.Kind.WORK):
        return None
    if task.taken_by_id is not None:
        return task.taken_by_id
    holders = {one.on_behalf_of_id or one.employee_id for one in asked}
    return holders.pop() if len(holders) == 1 else None
