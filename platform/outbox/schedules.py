"""The alarm clock's schedules follow the code: written anew after every migration, by name."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections

from common import clock
from outbox.registry import Job, jobs


def sync(using: str = "default", **_signal: Any) -> None:
    """Add what is new, change what differs, remove what is no longer declared; keep the times of the rest."""
    from django_q.models import Schedule

    if Schedule._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = Schedule.objects.using(using)
    rows.exclude(name__in=jobs).delete()
    known = {row.name: row for row in rows.all()}
    for job in jobs.values():
        wanted = _columns(job)
        row = known.get(job.name)
        if row is None:
            rows.create(name=job.name, next_run=_first_run(job), **wanted)
        elif {name: getattr(row, name) for name in wanted} != wanted:
            rows.filter(pk=row.pk).update(next_run=_first_run(job), **wanted)


def _columns(job: Job) -> dict[str, Any]:
    kind = "I" if job.minutes else "D"
    return {"func": job.function, "schedule_type": kind, "minutes": job.minutes, "repeats": -1}


def _first_run(job: Job) -> datetime:
    """The alarm clock runs by the machine's time, not by the platform's, which may be shifted."""
    now = clock.unshifted()
    if job.daily_at is None:
        return now
    zone = ZoneInfo(settings.TIME_ZONE)
    today = datetime.combine(now.astimezone(zone).date(), job.daily_at, zone)
    return today if today > now else today + timedelta(days=1)
