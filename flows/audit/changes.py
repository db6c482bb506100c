"""The log of changes, filtered, and the chain of one object, checked as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from common.spreadsheet import Cell, Table
from common.text import search_key
from flows.audit.names import Names
from flows.audit.period import Period, clock_shows
from flows.audit.words import TONES, field_label, kind_label, object_name, value_words, verb_label
from flows.lists.paging import Slice, slice_of
from org import chain
from org.models import Employee, OrgChange
from org.queries import snapshot
from org.snapshot import OrgSnapshot
from org.texts import source_words

MOST_EXPORTED = 50_000
MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What is looked for: a kind, words of the object or of what changed, who did it, when."""

    period: Period
    kind: str = ""
    text: str = ""
    who: str = ""
    by_command: bool = False


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field that changed, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An entry of the log in words. `who` empty: a command."""

    at: datetime
    kind: str
    code: str
    number: int
    kind_label: str
    name: str
    verb: str
    tone: str
    fields: tuple[FieldWords, ...]
    who: str
    source: str
    hash: str


@dataclass(frozen=True, slots=True)
class ObjectLog:
    """The chain of one object, the newest entry first, and what is wrong with it: nothing when it is
    whole."""

    kind_label: str
    name: str
    rows: tuple[ChangeRow, ...]
    wrong: tuple[str, ...]
    head: str


def changes(wanted: ChangeFilter, number: int) -> Slice[ChangeRow]:
    """A page of the log, the newest first."""
    org = snapshot()
    names = Names(org)
    return slice_of(_found(wanted, org), number, lambda row: _row(row, names))


def table_of(wanted: ChangeFilter) -> Table:
    """The log as a table: a line for every field that changed."""
    headings = (
        _("When"), _("What"), _("Code"), _("Entry"), _("Object"), _("Change"), _("Field"), _("Old"), _("New"),
        _("Who"), _("By"), _("Hash"),
    )  # fmt: skip
    org, zone = snapshot(), wanted.period.zone
    found, names = _found(wanted, org)[:MOST_EXPORTED], Names(org)
    rows = _lines((_row(one, names) for one in found.iterator(chunk_size=2_000)), zone)
    return Table(_("Changes"), headings, list(rows))


def _lines(rows: Iterable[ChangeRow], zone: tzinfo) -> Iterator[list[Cell]]:
    for row in rows:
        for field in row.fields or (FieldWords("", "", ""),):
            yield [
                clock_shows(row.at, zone), row.kind_label, row.code, Decimal(row.number), row.name, row.verb,
                field.label, field.old, field.new, row.who, row.source, row.hash,
            ]  # fmt: skip


def log_of(kind: str, code: str) -> ObjectLog | None:
    """The log of one object; None when nothing is known of it."""
    names = Names(snapshot())
    rows = OrgChange.objects.filter(kind=kind, code=code).select_related("actor").order_by("-number")
    shown = tuple(_row(row, names) for row in rows)
    if not shown:
        return None
    wrong = tuple(
        _("Entry {number}: {what}").format(number=one.number, what=one.what) for one in _wrong(kind, code)
    )
    return ObjectLog(kind_label(kind), object_name(kind, code, names), shown, wrong, shown[0].hash)


def _wrong(kind: str, code: str) -> Iterator[chain.Wrong]:
    yield from chain.check_chain(chain.chain_of(kind, code))


def _found(wanted: ChangeFilter, org: OrgSnapshot) -> QuerySet[OrgChange]:
    begins, ends = wanted.period.within
    found = OrgChange.objects.filter(at__gte=begins, at__lt=ends)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.by_command:
        found = found.filter(actor=None)
    elif wanted.who:
        people = Employee.objects.all()
        for word in search_key(wanted.who).split():
            people = people.filter(search_key__contains=word)
        found = found.filter(actor__in=people.values("pk"))
    if wanted.text:
        found = _about(found, wanted.text, org)
    return found.select_related("actor").defer("body").order_by("-at", "-id")


def _about(found: QuerySet[OrgChange], text: str, org: OrgSnapshot) -> QuerySet[OrgChange]:
    """By the code, by the present name of the object, or by what stands in the change itself."""
    words = search_key(text).split()
    names = {
        "employee": {code: one.name for code, one in org.employees.items()},
        "unit": {code: one.name for code, one in org.units.items()},
        "position": {code: one.title for code, one in org.positions.items()},
    }
    condition = Q(code__icontains=text) | Q(said__contains=text) | Q(source__icontains=text)
    for kind, known in names.items():
        codes = [code for code, name in known.items() if all(word in search_key(name) for word in words)]
        condition |= Q(kind=kind, code__in=codes[:MOST_NAMED])
    return found.annotate(said=Cast("changes", TextField())).filter(condition)


def _row(row: OrgChange, names: Names) -> ChangeRow:
    fields = tuple(
        FieldWords(
            field_label(row.kind, name),
            value_words(row.kind, name, old, names, row.code),
            value_words(row.kind, name, new, names, row.code),
        )
        for name, (old, new) in row.changes.items()
    )
    return ChangeRow(
        at=row.at,
        kind=row.kind,
        code=row.code,
        number=row.number,
        kind_label=kind_label(row.kind),
        name=object_name(row.kind, row.code, names),
        verb=verb_label(row.verb),
        tone=TONES.get(row.verb, ""),
        fields=fields,
        who=row.actor.short_name if row.actor else "",
        source="" if row.actor is None and row.source == "command" else source_words(row.source),
        hash=row.hash,
    )
