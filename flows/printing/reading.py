"""A request as its documents tell it: for everybody who may see the fields that they print, so for no reader
in particular."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from babel.dates import format_datetime, get_timezone_gmt, get_timezone_location
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import clock
from common.days import day_text
from designer.document.placeholders import filled
from designer.document.process import Document
from designer.queries import document_of, item_labels, items_named
from flows.cards.reading import Reading
from flows.forms.sources import FormSources
from flows.lists.naming import named
from flows.models import Case
from flows.printing.paper import Head, Line
from flows.staff import staff
from org.queries import snapshot

FILES = "files"


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one moment: the head fits the events, and these the decisions."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def paper_reading(case: int, language: str) -> Reading:
    """A request as it stands. Raises Case.DoesNotExist."""
    found = Case.objects.select_related("requester").get(pk=case)
    org = snapshot()
    people = staff(org)
    zone = org.zone_where(people.unit_codes[found.unit_id], people.code(found.requested_for_id))
    version = document_of(found.version_id)
    return Reading(found, found.requester, language, zone, clock.now(), org, people, version)


def printing(read: Reading, one: Document) -> Reading:
    """The same, seeing what this document prints; other requests are not named to anybody."""
    known = item_labels(items_named(read.document, read.case.values), read.language)
    read.__dict__["fields"] = frozenset(one.shows) & frozenset(read.document.fields)
    read.__dict__["names"] = FormSources(read.org, read.document, read.language, known, reader=None)
    return read


def head_of(read: Reading, one: Document) -> Head:
    """What both documents begin and end with."""
    values, case = partial(value_of, read), read.case
    return Head(
        title=filled(read.say(one.title or one.label), values),
        subtitle=named(read.say(read.document.one or read.document.name), case.number),
        intro=filled(read.say(one.intro), values),
        closing=filled(read.say(one.closing), values),
        lines=tuple(_lines(read, one)),
        zone=zone_said(read),
        head=case.head,
        events=case.events_count,
        url=settings.BASE_URL.rstrip("/") + reverse("flows:verify", args=[case.head]),
        orientation=one.orientation,
    )


def value_of(read: Reading, name: str) -> str | None:
    """What a placeholder stands for; None for nothing. A field comes before what the request itself says
    under the same name."""
    if name in read.document.fields:
        return read.shown(name, read.case.values.get(name)) or "–"
    known: dict[str, Callable[[], str]] = {
        "number": lambda: read.case.number or "–",
        "title": lambda: read.case.title or "–",
        "requester": lambda: read.person(read.facts.requester),
        "unit": lambda: unit_of(read),
        "process": lambda: read.say(read.document.one or read.document.name),
        "sent_on": lambda: _day(read, read.case.sent_at),
        "today": lambda: _day(read, read.now),
    }
    return known[name]() if name in known else None


def unit_of(read: Reading) -> str:
    """The unit where the request started."""
    unit = read.org.units.get(read.facts.unit)
    return unit.name if unit else "–"


def moment(read: Reading, at: datetime) -> str:
    """A moment in the zone of the request, as this language writes it on paper."""
    pattern = pgettext("format of a moment on paper, of Unicode CLDR", "d MMM y, HH:mm")
    return str(format_datetime(at.astimezone(read.zone_of_request), pattern, locale=read.language))


def zone_said(read: Reading) -> str:
    """Whose clock the moments are told by: `Samara, UTC+04:00`."""
    zone = read.zone_of_request
    city = get_timezone_location(zone, locale=read.language, return_city=True)
    offset = get_timezone_gmt(read.now.astimezone(zone), locale="en").replace("GMT", "UTC")
    return f"{city}, {offset}"


def _lines(read: Reading, one: Document) -> Iterator[Line]:
    """The fields that the process names, in its order, where they have a value; who asks, first."""
    case = read.case
    yield Line(_("Requester"), f"{read.person(read.facts.requester)}, {unit_of(read)}")
    if case.requested_for_id != case.requester_id:
        yield Line(_("For whom"), read.person(read.facts.requested_for))
    for code in one.fields:
        field, stored = read.document.fields.get(code), case.values.get(code)
        if field is None or field.type == FILES or (field.type == "yes_no" and not stored):
            continue
        if text := read.shown(code, stored):
            yield Line(read.label(code), text)


def _day(read: Reading, at: datetime | None) -> str:
    if at is None:
        return "–"
    return day_text(at.astimezone(read.zone_of_request).date())
