"""Several tasks approved with one press: exactly the revisions that were shown (ROUTING 37). What is
ticked is kept under the press that approves it, and with it what became of that: both are pages."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction

from common import clock
from common.errors import NotFound, PlacetError
from designer.document import Step
from flows import access, errors
from flows.actions.decide import Response, _apply_response, outcomes_of
from flows.actions.guard import seat_at, take_seat
from flows.engine.desk import Desk
from flows.models import Case, Task, Together, Verdict

MOST_AT_ONCE = 200
PRESS = 40
"""So much of a press stays when the task's id is added to it."""
KEPT = timedelta(days=30)

log = logging.getLogger("flows")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task that somebody ticked, at the revision of its request that the page showed."""

    task: int
    revision: int


@dataclass(frozen=True, slots=True)
class Approved:
    """A request that was approved. `currency` is empty for a plain number."""

    case: int
    number: str
    title: str
    amount: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A task that was not approved, and the sentence why. What the actor may not see has no names."""

    task: int
    why: str
    case: int = 0
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the press, in the order of requests."""

    approved: tuple[Approved, ...]
    left_out: tuple[LeftOut, ...]

    def packed(self) -> dict[str, Any]:
        """As plain JSON."""
        approved = [asdict(one) | {"amount": _text(one.amount)} for one in self.approved]
        return {"approved": approved, "left_out": [asdict(one) for one in self.left_out]}

    @classmethod
    def unpacked(cls, stored: Mapping[str, Any]) -> Outcome:
        """What was packed."""
        approved = (
            Approved(**one | {"amount": None if one["amount"] is None else Decimal(one["amount"])})
            for one in stored["approved"]
        )
        return cls(tuple(approved), tuple(LeftOut(**one) for one in stored["left_out"]))


def in_bulk(step: Step | None, task: Task, actor: int) -> bool:
    """Whether a task may be approved together with others: the step allows it, asks for a plain approval,
    and nothing must be filled in; of a group's tasks only what he has taken."""
    if step is None or not step.bulk or task.kind != Task.Kind.APPROVAL or step.must_fill:
        return False
    taken = step.how != "group" or task.taken_by_id == actor
    return taken and Verdict.APPROVE.value in outcomes_of(step)


@transaction.atomic(durable=True)
def tick(*, chosen: Sequence[Chosen], actor: int) -> str:
    """Keep what somebody is about to approve together; the press that does it. Raises TooMany."""
    if len(chosen) > MOST_AT_ONCE:
        raise errors.TooMany(most=MOST_AT_ONCE)
    pairs = [[one.task, one.revision] for one in chosen]
    return Together.objects.create(press=uuid.uuid4().hex, owner_id=actor, chosen=pairs).press


@transaction.atomic(durable=True)
def approve_many(*, chosen: Sequence[Chosen], actor: int, press: str) -> Outcome:
    """Approve them, each with an event of its own that says how many were approved together. What changed
    since it was shown, or is no longer his, is left out and named; it does not stop the others. The same
    press again: the same outcome. Raises TooMany, Busy."""
    if len(chosen) > MOST_AT_ONCE:
        raise errors.TooMany(most=MOST_AT_ONCE)
    kept = _kept(press, actor)
    if kept is not None and kept.outcome is not None:
        return Outcome.unpacked(kept.outcome)
    outcome = _approve_all(chosen, actor, press)
    if kept is not None:
        kept.outcome = outcome.packed()
        kept.save(update_fields=["outcome"])
    return outcome


def forget_old() -> int:
    """Remove what was ticked more than a month ago; how many. What was approved stands in the histories."""
    return Together.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def _kept(press: str, actor: int) -> Together | None:
    """What was ticked, locked: a second press waits for the outcome of the first."""
    try:
        return Together.objects.select_for_update().filter(press=press, owner=actor).first()
    except OperationalError as error:
        raise errors.Busy from error


def _approve_all(chosen: Sequence[Chosen], actor: int, press: str) -> Outcome:
    refused: dict[int, PlacetError] = {}
    done, ready = _apply_all(_in_order(chosen, refused), actor, press, refused)
    done += _written(ready, actor, refused)
    approved = tuple(_approved(case) for case in sorted(done, key=lambda case: case.pk))
    return Outcome(approved, tuple(_named(refused, actor)))


def _wait_no_more() -> None:
    """Who has waited in vain for one request hardly waits for the rest: his browser waits for all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")


@dataclass(frozen=True, slots=True)
class _Ready:
    """A request that is approved, and not written down yet."""

    desk: Desk
    task: int
    press: str


def _in_order(chosen: Iterable[Chosen], refused: dict[int, PlacetError]) -> list[Chosen]:
    """Each task once, by request: whoever locks several requests locks them in the order of their ids."""
    by_task = {one.task: one for one in chosen}
    cases = dict(Task.objects.filter(pk__in=by_task).values_list("pk", "process_id"))
    refused.update({task: errors.NoSuchRequest() for task in by_task if task not in cases})
    return sorted((by_task[task] for task in cases), key=lambda one: (cases[one.task], one.task))


def _apply_all(
    ordered: Iterable[Chosen], actor: int, press: str, refused: dict[int, PlacetError]
) -> tuple[list[Case], list[_Ready]]:
    """Those this press has approved before, and those it approves now. A refusal undoes its own savepoint:
    waiting in vain for a lock breaks what is open in the database."""
    done: list[Case] = []
    ready: dict[int, _Ready] = {}
    for one in ordered:
        own = f"{press[:PRESS]}.{one.task}"
        try:
            with transaction.atomic():
                desk, repeats = take_seat(one.task, actor, own)
                if repeats:
                    done.append(desk.case)
                elif desk.case.pk in ready:
                    raise errors.OneOfItsTasks
                else:
                    _apply_approval(desk, one, actor)
                    ready[desk.case.pk] = _Ready(desk, one.task, own)
        except PlacetError as error:
            refused[one.task] = error
            if isinstance(error, errors.Busy):
                _wait_no_more()
    return done, list(ready.values())


def _apply_approval(desk: Desk, one: Chosen, actor: int) -> None:
    """The transition; it is written down when all are counted."""
    seat = seat_at(desk, one.task, actor, one.revision)
    if not in_bulk(desk.step(seat.task.step), seat.task, actor):
        raise errors.NotInBulk
    _apply_response(seat, actor, Response(Verdict.APPROVE))


def _written(ready: Sequence[_Ready], actor: int, refused: dict[int, PlacetError]) -> list[Case]:
    """Each in a savepoint of its own. A transition only fills its desk: nothing of it stands in the database
    before `finish`, so undoing that undoes all of it."""
    written = []
    for one in ready:
        if len(ready) > 1:
            one.desk.decided_together(len(ready))
        try:
            with transaction.atomic():
                one.desk.finish(actor, one.press)
            written.append(one.desk.case)
        except DatabaseError:
            log.exception("not approved together with others", extra={"case": one.desk.case.pk})
            refused[one.task] = errors.NotDoneNow()
    return written


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _approved(case: Case) -> Approved:
    return Approved(case.pk, case.number, case.title, case.amount, case.currency)


def _named(refused: dict[int, PlacetError], actor: int) -> Iterator[LeftOut]:
    """With the names of what the actor may see."""
    asked = [task for task, error in refused.items() if not isinstance(error, NotFound)]
    rows = Task.objects.none()
    if asked:
        rows = Task.objects.filter(pk__in=asked, process__in=access.visible_cases(actor))
    seen = {row.pk: row.process for row in rows.select_related("process")}
    for task, error in sorted(refused.items()):
        case = seen.get(task)
        names = (case.pk, case.number, case.title) if case is not None else (0, "", "")
        yield LeftOut(task, error.sentence, *names)
