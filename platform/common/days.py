"""Days and moments as text in the reader's language and time zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.dateformat import format as formatted
from django.utils.translation import pgettext


def day_text(day: date) -> str:
    """`23 Nov 2026`."""
    return formatted(day, pgettext("format of a day", "j M Y"))


def period_text(first: date, last: date) -> str:
    """`23 Nov 2026 – 4 Dec 2026`, or the one day."""
    return day_text(first) if first == last else f"{day_text(first)} – {day_text(last)}"


def moment_text(moment: datetime, now: datetime) -> str:
    """`23 Nov 10:05`, with the year when it was another one."""
    local = timezone.localtime(moment)
    if local.year == timezone.localtime(now).year:
        return formatted(local, pgettext("format of a moment of this year", "j M H:i"))
    return local_moment_text(local)


def local_moment_text(local: datetime) -> str:
    """`23 Nov 2026 10:05`, in the zone that the moment is in."""
    return formatted(local, pgettext("format of a moment", "j M Y H:i"))
