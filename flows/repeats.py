"""When a request comes again: days by the calendar, and the job that makes the drafts."""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from common import clock
from flows.models import Repeat

FIRST_MINUTES = time(0, 5)
"""A draft appears five minutes after the day begins where its owner works."""
AHEAD = timedelta(days=1)
"""So much earlier than anywhere else a day may begin."""
MONTHS = {Repeat.Period.MONTH: 1, Repeat.Period.QUARTER: 3, Repeat.Period.YEAR: 12}
BATCH = 200

log = logging.getLogger("flows")


def following(period: str, day: int, last: date, today: date) -> date:
    """The next day after `today`. `day` is the day of the month that is meant: from the 31st of January come
    the last of February and the 31st of March. What was missed meanwhile is passed over."""
    while last <= today:
        last = _next(period, day, last)
    return last


def _next(period: str, day: int, last: date) -> date:
    if period == Repeat.Period.WEEK:
        return last + timedelta(days=7)
    year, month = divmod(last.year * 12 + last.month - 1 + MONTHS[Repeat.Period(period)], 12)
    return date(year, month + 1, min(day, monthrange(year, month + 1)[1]))


def has_come(next_on: date, zone: ZoneInfo, now: datetime) -> bool:
    """Whether the day has begun where the owner works."""
    return now.astimezone(zone) >= datetime.combine(next_on, FIRST_MINUTES, zone)


def due(after: int = 0) -> list[int]:
    """Repeats whose day may have come somewhere: the next ones after this id."""
    latest = clock.today("UTC") + AHEAD
    found = Repeat.objects.filter(active=True, next_on__lte=latest, pk__gt=after).order_by("pk")
    return list(found.values_list("pk", flat=True)[:BATCH])


def make_drafts() -> int:
    """Make the drafts whose day has come, each in a transaction of its own; how many were made. One that
    fails does not stop the others: it is tried again the next time."""
    return sum(map(_made, _all()))


def _all() -> Iterator[int]:
    after = 0
    while found := due(after):
        yield from found
        after = found[-1]


def _made(repeat: int) -> bool:
    from flows.actions.repeats import make_draft

    try:
        return make_draft(repeat=repeat) is not None
    except Exception:
        log.exception("no draft made of what is repeated", extra={"repeat": repeat})
        return False
