"""Amounts and moments as a reader of his language writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext

from common import clock
from common.days import day_text, local_moment_text, moment_text, period_text
from common.money import Money
from designer.values.show import show_money, typed_number

register = template.Library()
MARKS = {"pdf": "PDF", "word": "DOC", "excel": "XLS", "csv": "CSV", "zip": "ZIP", "eml": "EML"}
INITIAL = re.compile(r" (?=[^\W\d_]\.)")
MINUTE, HOUR, DAY = 60, 3600, 86_400


@register.simple_tag
def amount(value: Decimal | None, currency: str) -> str:
    """`1,250.00 RUB`; nothing for nothing."""
    if value is None:
        return ""
    return show_money(Money(value, currency), (get_language() or "en")[:2]) if currency else str(value)


@register.simple_tag
def zero() -> str:
    """How a reader writes no money at all: `0.00`."""
    return typed_number("0.00", (get_language() or "en")[:2])


@register.filter
def when(moment: datetime | None) -> SafeString | str:
    """`10:05` today, `23 Nov 10:05` this year, else with the year; the whole moment on hovering."""
    if moment is None:
        return ""
    time = _time_today(moment)
    return _marked_up(moment, gettext("today {time}").format(time=time) if time else _in_short(moment))


@register.filter
def since(moment: datetime | None) -> SafeString | str:
    """`since 10:05` today, `since 23 Nov 10:05` before: *since today 10:05* is no Russian."""
    if moment is None:
        return ""
    time = _time_today(moment)
    return _marked_up(
        moment,
        gettext("since {time}").format(time=time)
        if time
        else gettext("since {when}").format(when=_in_short(moment)),
    )


def _time_today(moment: datetime) -> str:
    """`10:05` of a moment of this day, else nothing."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M}" if local.date() == timezone.localtime(clock.now()).date() else ""


def _in_short(moment: datetime) -> str:
    return moment_text(moment, clock.now())


def _marked_up(moment: datetime, shown: str) -> SafeString:
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat(), local_moment_text(local), shown
    )


@register.filter
def whole(moment: datetime | None) -> str:
    """`23 Nov 2026 10:05`, where no mark-up may stand; nothing for nothing."""
    return local_moment_text(timezone.localtime(moment)) if moment else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """`23 Nov 2026`, of a moment its day here; nothing for nothing."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return day_text(value) if value else ""


@register.filter
def person(name: str) -> SafeString:
    """A name whose initials stay with it, and which only breaks where nothing else helps."""
    return format_html('<span class="p-name">{}</span>', INITIAL.sub("\u00a0", str(name)))


@register.filter
def persons(names: Iterable[str]) -> SafeString:
    """Several of them, with commas."""
    return format_html_join(", ", "{}", ((person(name),) for name in names))


@register.filter
def until(first: date, last: date) -> str:
    """`{{ first|until:last }}`: `23 Nov 2026 – 4 Dec 2026`, or the one day."""
    return period_text(first, last)


@register.filter
def kind_mark(kind: str) -> str:
    """The short mark of a kind of file (`flows.sniff.KINDS`): `PDF`, `photo`."""
    marks = {"image": pgettext("mark of a file", "photo"), "text": pgettext("mark of a file", "text")}
    return marks.get(kind, MARKS.get(kind, kind))


@register.filter
def lasting(moment: datetime | None) -> str:
    """How long ago, in the largest unit: `2 days`, `3 hours`, `just now`."""
    if moment is None:
        return ""
    seconds = int((clock.now() - moment).total_seconds())
    if seconds >= DAY:
        return ngettext("{n} day", "{n} days", seconds // DAY).format(n=seconds // DAY)
    if seconds >= HOUR:
        return ngettext("{n} hour", "{n} hours", seconds // HOUR).format(n=seconds // HOUR)
    if seconds >= MINUTE:
        return ngettext("{n} minute", "{n} minutes", seconds // MINUTE).format(n=seconds // MINUTE)
    return gettext("just now")


@register.simple_tag(takes_context=True)
def with_page(context: dict[str, Any], number: int) -> str:
    """The address of another page of this list, filters kept."""
    query = context["request"].GET.copy()
    query["p"] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def unread_notices(context: dict[str, Any]) -> int:
    """How many notices the reader has not read; counted once for a page, together with his tasks."""
    from flows.views.menu import counts

    return counts(context["request"]).unread
