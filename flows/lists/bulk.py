"""What somebody ticked, restated before he approves it: count, sums, each request as it is now; and what
became of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common import clock
from designer.document import ProcessDocument
from designer.document.fields import Field
from designer.part import say
from designer.queries import document_of, items_named, known_items
from designer.values.show import show
from flows.access import visible_cases, visible_fields_of, visible_of
from flows.actions.bulk import Approved, Chosen, LeftOut, Outcome, in_bulk
from flows.errors import NothingTicked, NotInBulk
from flows.lists.tasks import TaskRow, open_assignments, task_row
from flows.marks import Mark, Marking
from flows.models import Assignment, Case, Task, Together
from flows.names import Names
from flows.staff import staff
from org.models import Employee
from org.queries import snapshot

UNSHOWN = frozenset({"files", "request", "computed"})


@dataclass(frozen=True, slots=True)
class Ticked:
    """A task that can be approved together with others. `marks` are those of the process, `summary` holds
    (label, value)."""

    row: TaskRow
    revision: int
    marks: tuple[Mark, ...]
    summary: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Restated:
    """What the reader is about to approve, and what is left out and why."""

    rows: tuple[Ticked, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def sums(self) -> tuple[tuple[Decimal, str], ...]:
        return sums_of((one.row.amount, one.row.currency) for one in self.rows)


@dataclass
class _Look:
    """What the values are read with, for one reader."""

    reader: Employee
    language: str
    seen: Mapping[int, frozenset[str]] = field(default_factory=dict)
    names: dict[int, Names] = field(default_factory=dict)


def sums_of(amounts: Iterable[tuple[Decimal | None, str]]) -> tuple[tuple[Decimal, str], ...]:
    """One sum for each currency, the largest first; what has no currency is left out."""
    found: dict[str, Decimal] = {}
    for amount, currency in amounts:
        if amount is not None and currency:
            found[currency] = found.get(currency, Decimal(0)) + amount
    return tuple((total, currency) for currency, total in sorted(found.items(), key=lambda one: -one[1]))


def sums_of_approved(approved: Iterable[Approved]) -> tuple[tuple[Decimal, str], ...]:
    """The same of what was approved."""
    return sums_of((one.amount, one.currency) for one in approved)


def ticked_for(press: str, reader: Employee) -> Together:
    """What he ticked. Raises NothingTicked, another's and absent alike."""
    found = Together.objects.filter(press=press, owner=reader).first()
    if found is None:
        raise NothingTicked
    return found


def outcome_for(stored: Mapping[str, Any], reader: Employee) -> Outcome:
    """What became of it, as it was then; what he may not see any more has no names."""
    found = Outcome.unpacked(stored)
    named = {one.case for one in found.approved} | {one.case for one in found.left_out}
    seen = visible_of(reader, named) if named else frozenset()
    return Outcome(
        tuple(one for one in found.approved if one.case in seen),
        tuple(
            one if one.case in seen else replace(one, case=0, number="", title="") for one in found.left_out
        ),
    )


def restate(chosen: Sequence[Chosen], reader: Employee, language: str) -> Restated:
    """What was ticked, in the order of the inbox, in a fixed number of statements. What changed since the
    list was shown, or does not wait for the reader any more, is left out and named."""
    shown = {one.task: one.revision for one in chosen}
    found = list(open_assignments(reader.pk).filter(task__in=shown).order_by("-urgent", "due", "since", "pk"))
    refused = {one.task_id: why for one in found if (why := _refusal(one, shown[one.task_id], reader))}
    good = [one for one in found if one.task_id not in refused]
    look = _look([one.case for one in good], reader, language)
    rows = tuple(_ticked(one, look) for one in good)
    gone = [task for task in shown if task not in {one.task_id for one in found}]
    changed = [_left_out(one.task_id, one.case, refused[one.task_id]) for one in found if one not in good]
    return Restated(rows, (*changed, *_gone(gone, reader)))


def _refusal(one: Assignment, revision: int, reader: Employee) -> str:
    step = document_of(one.case.version_id).steps.get(one.task.step)
    if not in_bulk(step, one.task, reader.pk):
        return NotInBulk().sentence
    if revision < one.case.content_revision:
        return _("It has changed since the list was shown. Look at it again.")
    return ""


def _left_out(task: int, case: Case, why: str) -> LeftOut:
    return LeftOut(task, why, case.pk, case.number, case.title)


def _gone(tasks: list[int], reader: Employee) -> Iterator[LeftOut]:
    """What does not wait for him any more; what he may not see has no names."""
    if not tasks:
        return
    rows = Task.objects.filter(pk__in=tasks, process__in=visible_cases(reader)).select_related("process")
    known = {row.pk: row.process for row in rows}
    for task in tasks:
        why = _("It does not wait for you any more.")
        yield _left_out(task, known[task], why) if task in known else LeftOut(task, why)


def _look(cases: list[Case], reader: Employee, language: str) -> _Look:
    if not cases:
        return _Look(reader, language)
    documents = {case.version_id: document_of(case.version_id) for case in cases}
    named = frozenset[tuple[str, str]]().union(
        *(items_named(documents[case.version_id], case.values) for case in cases)
    )
    items, org = known_items(named), snapshot()
    names = {
        version: Names(org, document, language, items_read=items, reader=reader)
        for version, document in documents.items()
    }
    return _Look(reader, language, visible_fields_of(cases, reader), names)


def _ticked(one: Assignment, look: _Look) -> Ticked:
    case, document = one.case, document_of(one.case.version_id)
    return Ticked(
        row=task_row(one, clock.now()),
        revision=case.revision,
        marks=_marks(case, document, look),
        summary=tuple(
            (say(known.label, look.language), text)
            for known in _fields(case, document.parts.summary, document, look)
            if (text := _shown(case, known, look))
        ),
    )


def _marks(case: Case, document: ProcessDocument, look: _Look) -> tuple[Mark, ...]:
    known = document.fields
    return Marking(
        document,
        case.values,
        look.seen[case.pk],
        lambda code: say(known[code].label, look.language),
        lambda code: _shown(case, known[code], look),
    ).marks()


def _fields(case: Case, codes: Iterable[str], document: ProcessDocument, look: _Look) -> Iterator[Field]:
    seen = look.seen[case.pk]
    found = (document.fields[code] for code in codes if code in document.fields and code in seen)
    return (one for one in found if one.type not in UNSHOWN)


def _shown(case: Case, known: Field, look: _Look) -> str:
    org, people = look.names[case.version_id].org, staff(look.names[case.version_id].org)
    zone = org.zone_where(people.unit_codes[case.unit_id], people.code(case.requested_for_id))
    return show(known, case.values.get(known.code), look.language, look.names[case.version_id], zone)
