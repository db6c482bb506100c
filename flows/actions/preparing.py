"""What an assistant prepares for a boss: the order of his tasks, draft remarks, a word beside. It decides
nothing and is no part of the history: what the boss takes over becomes his own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.text import printable
from flows import access, assisting, errors
from flows.actions.decide import MOST_TEXT
from flows.actions.guard import Seat, active, seat_at
from flows.engine import store
from flows.engine.desk import Desk, desk_for_task
from flows.models import Assignment, Preparation, Task
from flows.queries import clock_time
from org.queries import snapshot

Move = Literal["top", "up", "down"]
MOST_REMARKS = 50


@transaction.atomic(durable=True)
def prepare_task(
    *, task: int, boss: int, actor: int, remarks: Sequence[str], note: str, seen: str | None = None
) -> None:
    """Keep draft remarks and a word for the boss beside a task that is open and asked of him. `seen`: the
    mark of what the page showed (`assisting.mark_of`). Raises NoSuchRequest, NotAssistant, NotWithBoss,
    AlreadyDecided, NoLongerNeeded, NotOffered, PreparedMeanwhile, NotSaved."""
    _lock(boss)
    desk = desk_for_task(task)
    seat = boss_seat(desk, task, boss, actor)
    if seat.task.kind not in (Task.Kind.APPROVAL, Task.Kind.WORK):
        raise errors.NotOffered
    known = assisting.prepared_for(boss, [task]).get(task)
    if seen is not None and seen != assisting.mark_of(known):
        raise _meanwhile(desk, known)
    said = {"remarks": _remarks(remarks), "note": _note(note)}
    if known is not None and said == {"remarks": known.remarks, "note": known.note}:
        return
    Preparation.objects.update_or_create(
        task_id=task, boss_id=boss, defaults={**said, "by_id": actor, "at": desk.now}
    )


@transaction.atomic(durable=True)
def move_task(*, task: int, boss: int, actor: int, to: Move) -> None:
    """Lay one of the boss's open tasks first, or before or after its neighbour. Urgent ones stay before the
    others: it moves among those like it. Raises NotAssistant, NoSuchRequest."""
    _lock(boss)
    _require_assistant(boss, actor)
    pile = _pile(boss)
    at = next((number for number, one in enumerate(pile) if one.task_id == task), None)
    if at is None:
        raise errors.NoSuchRequest
    alike = [number for number, one in enumerate(pile) if one.urgent == pile[at].urgent]
    goal = {"top": alike[0], "up": max(at - 1, alike[0]), "down": min(at + 1, alike[-1])}[to]
    order = [one.task_id for one in pile]
    order.insert(goal, order.pop(at))
    _apply_order(boss, actor, order)


@transaction.atomic(durable=True)
def sort_tasks(*, boss: int, actor: int, order: Sequence[int]) -> None:
    """Lay the boss's open tasks in this order (ids); those that are not named follow as they lay. Raises
    NotAssistant."""
    _lock(boss)
    _require_assistant(boss, actor)
    places = {task: number for number, task in enumerate(order)}
    pile = [one.task_id for one in _pile(boss)]
    _apply_order(boss, actor, sorted(pile, key=lambda task: places.get(task, len(places))))


def boss_seat(desk: Desk, task: int, boss: int, actor: int, revision: int | None = None) -> Seat:
    """The boss's seat at an open task, before his assistant. Raises NoSuchRequest, NotAssistant, NotWithBoss,
    AlreadyDecided, NoLongerNeeded, Stale."""
    active(desk, actor)
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRequest
    who = desk.name(desk.code(boss))
    if not assisting.assists(desk.org, actor, boss):
        raise errors.NotAssistant(who=who)
    entry = next((one for one in desk.open.values() if one.task.pk == task), None)
    if entry is not None and desk.code(boss) not in entry.asked:
        raise errors.NotWithBoss(who=who)
    return seat_at(desk, task, boss, desk.case.revision if revision is None else revision)


def _lock(boss: int) -> None:
    """Two assistants of one boss, one after the other."""
    store.alone(f"prepare:{boss}")


def _require_assistant(boss: int, actor: int) -> None:
    org = snapshot()
    if not assisting.assists(org, actor, boss):
        raise errors.NotAssistant(who=assisting.name_of(org, boss))


def _pile(boss: int) -> list[Assignment]:
    return list(assisting.laid_out(Assignment.objects.filter(employee=boss, until=None), boss))


def _apply_order(boss: int, actor: int, order: Sequence[int]) -> None:
    """The transition: the rank alone; who prepared a task, and when, stays."""
    now = clock.now()
    rows = [
        Preparation(task_id=task, boss_id=boss, by_id=actor, rank=number, at=now)
        for number, task in enumerate(order, start=1)
    ]
    Preparation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["task", "boss"], update_fields=["rank"]
    )


def _meanwhile(desk: Desk, known: Preparation | None) -> errors.PreparedMeanwhile:
    if known is None:
        return errors.PreparedMeanwhile(who=_("Somebody"), time=clock_time(desk.now, desk.now))
    return errors.PreparedMeanwhile(who=known.by.short_name, time=clock_time(known.at, desk.now))


def _remarks(texts: Sequence[str]) -> list[str]:
    said = [text for one in texts if (text := printable(one).strip())]
    if len(said) > MOST_REMARKS or any(len(text) > MOST_TEXT for text in said):
        most = _("At most {count} remarks of {most} characters.").format(count=MOST_REMARKS, most=MOST_TEXT)
        raise errors.NotSaved({"remarks": [most]})
    return said


def _note(text: str) -> str:
    said = printable(text).strip()
    if len(said) > MOST_TEXT:
        raise errors.NotSaved({"note": [_("At most {most} characters.").format(most=MOST_TEXT)]})
    return said
