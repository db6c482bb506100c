"""Working time: hours and days counted by a calendar, in a time zone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from org.snapshot import Calendar, OrgSnapshot

DAY = timedelta(days=1)
LONGEST_PAUSE = 366
"""A calendar without a single working day in so many days is broken, and counting would never end."""

_WORKING_DAY = ((540, 780), (840, 1080))
STANDARD = Calendar("", (*[_WORKING_DAY] * 5, (), ()))
"""Monday to Friday, 9 to 13 and 14 to 18: used where no calendar is set."""


class NoWorkingTime(Exception):
    """A calendar has no working time for more than a year."""


def calendar_of(org: OrgSnapshot, unit: str | None) -> Calendar:
    """The calendar of the unit, else of the nearest unit above that has one, else the standard week."""
    for at in org.path_up(unit):
        if at.calendar in org.calendars:
            return org.calendars[at.calendar]
    return STANDARD


def intervals_on(calendar: Calendar, day: date) -> tuple[tuple[int, int], ...]:
    """The working intervals of a day, in minutes from midnight; none on a day off."""
    special = calendar.days.get(day)
    return calendar.week[day.weekday()] if special is None else special


def is_workday(calendar: Calendar, day: date) -> bool:
    return bool(intervals_on(calendar, day))


def next_workday(calendar: Calendar, day: date) -> date:
    """The first working day strictly after this one. Raises `NoWorkingTime`."""
    for ahead in range(1, LONGEST_PAUSE + 1):
        if is_workday(calendar, day + ahead * DAY):
            return day + ahead * DAY
    raise NoWorkingTime(calendar.code)


def add_days(calendar: Calendar, day: date, days: int) -> date:
    """The day that many working days later; with 0 the day itself, or the next working one."""
    if days == 0 and not is_workday(calendar, day):
        return next_workday(calendar, day)
    for _step in range(days):
        day = next_workday(calendar, day)
    return day


def add_hours(calendar: Calendar, zone: ZoneInfo, start: datetime, hours: Decimal | int) -> datetime:
    """The moment when so many working hours have passed after `start` (aware), in the same zone as `start`.

    Eight hours from Monday 9:00 are Monday 18:00 (not Tuesday 9:00); from a Saturday, Monday 18:00.
    Raises `NoWorkingTime`.
    """
    left = timedelta(seconds=round(Decimal(hours) * 3600))
    for begin, end in _spans(calendar, zone, start):
        if left <= end - begin:
            return (begin + left).astimezone(start.tzinfo)
        left -= end - begin
    raise NoWorkingTime(calendar.code)


def worked_between(calendar: Calendar, zone: ZoneInfo, start: datetime, end: datetime) -> timedelta:
    """How much working time lies between two moments (aware); none when `end` is not later."""
    total = timedelta()
    if end <= start:
        return total
    try:
        for opens, closes in _spans(calendar, zone, start):
            if opens >= end:
                break
            total += min(closes, end) - opens
    except NoWorkingTime:
        return total
    return total


def _spans(calendar: Calendar, zone: ZoneInfo, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The working intervals from `start` on, in UTC, the first one cut off at `start`."""
    utc = ZoneInfo("UTC")
    day, idle = start.astimezone(zone).date(), 0
    start = start.astimezone(utc)
    while idle <= LONGEST_PAUSE:
        idle += 1
        for first, last in intervals_on(calendar, day):
            begin, end = (_moment(day, minute, zone).astimezone(utc) for minute in (first, last))
            if end > start:
                idle = 0
                yield max(begin, start), end
        day += DAY
    raise NoWorkingTime(calendar.code)


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Wall-clock time; 1440 is the next midnight."""
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(minutes=minute)
