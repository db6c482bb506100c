"""Working hours and days by a calendar, in a time zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from org.snapshot import Calendar
from org.worktime import (
    STANDARD,
    NoWorkingTime,
    add_days,
    add_hours,
    is_workday,
    next_workday,
    worked_between,
)

MOSCOW, YEKATERINBURG = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Yekaterinburg")
HOLIDAY = Calendar("RU", STANDARD.week, {date(2026, 11, 17): (), date(2026, 11, 21): ((600, 720),)})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (at(16, 9), "8", at(16, 18)),  # Monday, with lunch
        (at(16, 9), "2", at(16, 11)),
        (at(16, 12), "2", at(16, 15)),  # over lunch
        (at(16, 17), "2", at(17, 10)),  # over night
        (at(20, 17), "2", at(23, 10)),  # Friday to Monday
        (at(21, 12), "8", at(23, 18)),  # from a Saturday
        (at(16, 13, 30), "0.5", at(16, 14, 30)),  # from lunch
        (at(16, 9), "24", at(18, 18)),
    ],
)
def test_hours_are_counted_in_working_time(start: datetime, hours: str, end: datetime) -> None:
    assert add_hours(STANDARD, MOSCOW, start, Decimal(hours)) == end


def test_a_day_off_and_a_working_saturday_of_the_calendar_count() -> None:
    assert add_hours(HOLIDAY, MOSCOW, at(16, 17), 2) == at(18, 10)
    assert add_hours(HOLIDAY, MOSCOW, at(20, 17), 2) == at(21, 11)


def test_hours_are_those_of_the_zone() -> None:
    assert add_hours(STANDARD, YEKATERINBURG, at(16, 12), 8) == at(17, 11)


def test_days() -> None:
    assert next_workday(STANDARD, date(2026, 11, 20)) == date(2026, 11, 23)
    assert add_days(STANDARD, date(2026, 11, 19), 3) == date(2026, 11, 24)
    assert add_days(STANDARD, date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert is_workday(HOLIDAY, date(2026, 11, 21)) and not is_workday(HOLIDAY, date(2026, 11, 17))


def test_working_time_between_two_moments() -> None:
    assert worked_between(STANDARD, MOSCOW, at(16, 12), at(17, 10)) == timedelta(hours=6)
    assert worked_between(STANDARD, MOSCOW, at(17, 10), at(16, 12)) == timedelta()


def test_a_calendar_without_working_time_ends_in_an_error_not_in_a_loop() -> None:
    empty = Calendar("X", ((), (), (), (), (), (), ()))
    with pytest.raises(NoWorkingTime):
        add_hours(empty, MOSCOW, at(16, 9), 1)
    with pytest.raises(NoWorkingTime):
        next_workday(empty, date(2026, 11, 16))


def test_the_change_of_clocks_does_not_add_an_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime(2026, 10, 23, 17, 0, tzinfo=berlin)  # summer time ends on the 25th
    assert add_hours(STANDARD, berlin, friday, 2) == datetime(2026, 10, 26, 10, 0, tzinfo=berlin)
