"""The list as a table for a file: exactly what the filters leave, of each request what the reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.money import Money
from common.spreadsheet import Cell, Table
from designer.document import ProcessDocument
from designer.document.fields import Field
from designer.part import say
from designer.queries import ItemKey, Known, document_of, items_named, known_items
from designer.values import Malformed, read
from designer.values.show import show
from flows.access import visible_cases, visible_fields_of
from flows.boards.filters import Wanted
from flows.boards.listing import filtered, ordered
from flows.boards.rows import stage_label
from flows.boards.scope import ON_THE_WAY, Scope
from flows.errors import TooManyRows
from flows.models import Assignment, Case
from flows.names import Names
from flows.staff import staff
from flows.states import state_label

MOST_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Waited:
    """On whom a request waits, since when, and what kinds of tasks are open."""

    names: tuple[str, ...]
    since: datetime
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """What the cells of all rows are made from."""

    scope: Scope
    zone: tzinfo
    cases: Sequence[Case]
    seen: Mapping[int, frozenset[str]]
    waits: Mapping[int, Waited]
    items: Mapping[ItemKey, Known]
    requests: Mapping[str, str]

    def clock(self, moment: datetime | None) -> datetime | None:
        """What a clock shows the reader at that moment."""
        return None if moment is None else moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def person(self, employee: int) -> str:
        return self.scope.org.employees[staff(self.scope.org).codes[employee]].name


@dataclass(frozen=True)
class RowNames(Names):
    """Names that were read for all rows at once."""

    requests: Mapping[str, str] | None = None

    def item(self, catalog: str, code: str) -> str:
        found = self.items_read.get((catalog, code))
        return say(found.label, self.language) if found else code

    def request(self, number: str) -> str:
        return (self.requests or {}).get(number) or _("a request that is not shown to you")


def read_table(scope: Scope, wanted: Wanted, zone: tzinfo) -> Table:
    """A handful of statements, however many rows. Raises TooManyRows."""
    found = filtered(scope, wanted, zone)
    count = found.order_by().count()
    if count > MOST_ROWS:
        raise TooManyRows(count=count, most=MOST_ROWS)
    cases = list(ordered(found, scope, wanted).defer("search_key", "rates")[:MOST_ROWS])
    read_ = _reading(scope, zone, cases)
    fields = _fields(read_)
    columns = _columns()
    rows = [
        (*(cell(case, read_) for _name, cell in columns), *_values(case, fields, read_)) for case in cases
    ]
    headings = (*(name for name, _cell in columns), *fields.values())
    return Table(scope.process.label(scope.language), headings, rows)


def _reading(scope: Scope, zone: tzinfo, cases: Sequence[Case]) -> Reading:
    seen = visible_fields_of(cases, scope.reader)
    shown = [(document_of(case.version_id), _visible(case, seen)) for case in cases]
    named = {key for document, values in shown for key in items_named(document, values)}
    waits, linked = _waits(cases, scope), _requests(shown, scope)
    return Reading(scope, zone, cases, seen, waits, known_items(named), linked)


def _visible(case: Case, seen: Mapping[int, frozenset[str]]) -> dict[str, Any]:
    return {code: value for code, value in case.values.items() if code in seen[case.pk]}


def _waits(cases: Sequence[Case], scope: Scope) -> dict[int, Waited]:
    """Whoever took a task of a group is who it waits for."""
    keys = [case.pk for case in cases]
    asked = Assignment.objects.filter(case__in=keys, until=None).order_by("since", "pk")
    found: dict[int, Waited] = {}
    columns = ("case", "employee", "task__taken_by", "since", "task__kind")
    for case, employee, taken, since, kind in asked.values_list(*columns):
        name = scope.org.employees[staff(scope.org).codes[taken or employee]].name
        known = found.get(case, Waited((), since))
        found[case] = Waited(tuple(dict.fromkeys((*known.names, name))), known.since, (*known.kinds, kind))
    return found


def _requests(shown: Iterable[tuple[ProcessDocument, Mapping[str, Any]]], scope: Scope) -> dict[str, str]:
    """The linked requests that the reader may see, one statement; none when nothing is linked."""
    linked = {
        str(values[code])
        for document, values in shown
        for code, field in document.fields.items()
        if field.type == "request" and str(values.get(code, "")).isdigit()
    }
    if not linked:
        return {}
    found = visible_cases(scope.reader).filter(pk__in=[int(one) for one in linked])
    return {str(case.pk): str(case) for case in found.only("number", "title")}


# -- columns -----------------------------------------------------------------------------------------------

Column = tuple[str, Callable[[Case, Reading], Cell]]


def _columns() -> tuple[Column, ...]:
    return (
        (_("Number"), lambda case, _read: case.number),
        (_("Title"), lambda case, _read: case.title),
        (_("Requester"), lambda case, read_: read_.person(case.requester_id)),
        (_("Unit"), _unit),
        (_("Stage"), _stage),
        (_("State"), _state),
        (_("Amount"), lambda case, _read: case.amount),
        (_("Currency"), lambda case, _read: case.currency),
        (_("Sent"), lambda case, read_: read_.clock(case.sent_at)),
        (_("Due"), lambda case, read_: read_.clock(case.due if case.state in ON_THE_WAY else None)),
        (_("Finished"), lambda case, read_: read_.clock(case.finished)),
        (_("Waits for"), _waits_for),
        (_("Waits since"), _waits_since),
    )


def _unit(case: Case, read_: Reading) -> Cell:
    org = read_.scope.org
    return org.units[staff(org).unit_codes[case.unit_id]].name


def _stage(case: Case, read_: Reading) -> Cell:
    return stage_label(document_of(case.version_id), case.stage, read_.scope.language)


def _state(case: Case, read_: Reading) -> Cell:
    return state_label(case.state, read_.waits[case.pk].kinds if case.pk in read_.waits else ())


def _waits_for(case: Case, read_: Reading) -> Cell:
    return ", ".join(read_.waits[case.pk].names) if case.pk in read_.waits else ""


def _waits_since(case: Case, read_: Reading) -> Cell:
    return read_.clock(read_.waits[case.pk].since) if case.pk in read_.waits else None


def _fields(read_: Reading) -> dict[str, str]:
    """Code → heading of the fields of which the reader may see some, in the order of the form; the amount has
    its columns already."""
    versions = dict.fromkeys(
        [read_.scope.process.current_version_id, *(case.version_id for case in read_.cases)]
    )
    documents = [document_of(one) for one in versions if one is not None]
    seen = read_.scope.document.seen_everywhere.union(*read_.seen.values())
    amounts = {document.parts.amount for document in documents}
    found: dict[str, str] = {}
    for document in documents:
        for code, field in document.fields.items():
            if code in seen and code not in amounts:
                found.setdefault(code, say(field.label, read_.scope.language))
    return found


def _values(case: Case, fields: Iterable[str], read_: Reading) -> Iterable[Cell]:
    document, seen = document_of(case.version_id), read_.seen[case.pk]
    names = RowNames(
        read_.scope.org, document, read_.scope.language, items_read=read_.items, requests=read_.requests
    )
    for code in fields:
        field = document.fields.get(code)
        yield (
            None if field is None or code not in seen else _value(field, case.values.get(code), names, read_)
        )


def _value(field: Field, stored: object, names: RowNames, read_: Reading) -> Cell:
    """Numbers, amounts and dates as such, all else as it is read."""
    try:
        value = read(field, stored)
    except Malformed:
        return str(stored)
    if isinstance(value, datetime):
        return read_.clock(value)
    if isinstance(value, Money | Decimal | date):
        return value
    return show(field, stored, names.language, names, read_.zone)
