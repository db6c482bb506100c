"""A period of days, in the reader's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from common import clock

DAYS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of `first` to the end of `last`."""

    first: date
    last: date
    zone: tzinfo

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first, time.min, self.zone)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, self.zone)

    @property
    def within(self) -> tuple[datetime, datetime]:
        return self.begins, self.ends


def period_of(first: str | None, last: str | None, zone: tzinfo, days: int = DAYS) -> Period:
    """The period that an address gives; what cannot be read is the last `days` days until today."""
    until = _day(last) or clock.now().astimezone(zone).date()
    since = _day(first) or until - timedelta(days=days)
    return Period(min(since, until), max(since, until), zone)


def clock_shows(moment: datetime, zone: tzinfo) -> datetime:
    """What a clock in the zone shows at that moment, for a spreadsheet."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0)


def _day(raw: str | None) -> date | None:
    try:
        found = date.fromisoformat((raw or "").strip())
    except ValueError:
        return None
    return found if 1970 < found.year < 9000 else None
