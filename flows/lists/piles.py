"""The boss's open tasks as his assistant sees them: in the boss's order, with what was prepared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from common import clock
from designer.queries import document_of
from flows.actions.paper import paper_outcomes
from flows.assisting import Prepared, laid_out, prepared_for, said_of
from flows.lists.paging import Slice, slice_of
from flows.lists.tasks import TaskRow, open_assignments, task_row
from flows.models import Assignment, Decision, Preparation, Task

MOST = 100
"""So many tasks on a page: a pile is sorted as a whole."""


@dataclass(frozen=True, slots=True)
class PileRow:
    """A task of the boss's pile. `up`, `down`: whether it can be laid further that way; `preparable`: whether
    it asks for a decision; `on_paper`: the answers that may be entered from paper."""

    row: TaskRow
    prepared: Prepared
    up: bool
    down: bool
    preparable: bool
    on_paper: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.row.task)


def pile_of(boss: int, number: int, helper: int) -> Slice[PileRow]:
    """His open tasks, urgent first, as they were laid, then what came later, for who helps him. Three
    statements."""
    now = clock.now()
    found = slice_of(laid_out(open_assignments(boss), boss), number, lambda one: one, MOST)
    prepared = prepared_for(boss, [one.task_id for one in found.rows])
    before, after = (None, *found.rows), (*found.rows[1:], None)
    own = _own_of(helper, found.rows)
    rows = tuple(
        _row(one, prepared.get(one.task_id), now, _alike(one, former), _alike(one, later), own)
        for former, one, later in zip(before, found.rows, after, strict=False)
    )
    return Slice(rows, found.number, found.more)


def pile_row(boss: int, task: int) -> PileRow | None:
    """One open task of the boss's; None when it is not asked of him now."""
    one = open_assignments(boss).filter(task=task).first()
    if one is None:
        return None
    return _row(one, prepared_for(boss, [task]).get(task), clock.now(), False, False)


def _own_of(helper: int, found: Sequence[Assignment]) -> frozenset[int]:
    """The tasks among them of requests in which the helper has a part himself: nothing is entered from paper
    there. Being asked at the very same place, as a substitute, is none. Whether he carries one out, its own
    page knows."""
    tasks = Task.objects.filter(pk__in=[one.task_id for one in found])
    his = Q(process__requester=helper) | Q(process__entered_by=helper) | Q(process__requested_for=helper)
    asked = Assignment.objects.filter(case=OuterRef("process"), employee=helper, until=None)
    answered = Decision.objects.filter(case=OuterRef("process"), by=helper).exclude(place=OuterRef("place"))
    own = his | Exists(asked.exclude(task=OuterRef("pk"))) | Exists(answered)
    return frozenset(tasks.filter(own).values_list("pk", flat=True))


def _alike(one: Assignment, other: Assignment | None) -> bool:
    return other is not None and other.urgent == one.urgent


def _row(
    one: Assignment,
    prepared: Preparation | None,
    now: datetime,
    up: bool,
    down: bool,
    own: frozenset[int] = frozenset(),
) -> PileRow:
    kind = one.task.kind
    asked = kind in (Task.Kind.APPROVAL, Task.Kind.WORK)
    step = document_of(one.case.version_id).steps.get(one.task.step)
    on_paper = paper_outcomes(step) if kind == Task.Kind.APPROVAL and one.task_id not in own else ()
    return PileRow(task_row(one, now), said_of(prepared), up, down, asked, on_paper)
