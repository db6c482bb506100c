"""Writing to the outbox, and the steps of carrying an item out."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from common import clock
from common.machine import is_gone
from outbox import alarm, registry
from outbox.errors import NoSuchItem, NotDead
from outbox.models import Heartbeat, Item
from outbox.registry import MAX_ATTEMPTS, slow_kinds

STUCK = timedelta(seconds=float(os.environ.get("PLACET_STUCK_SECONDS") or 300))
"""After so long whoever took an item is taken for dead: longer than a job of the worker may last."""
COLUMNS = "key, kind, payload, state, attempts, created_at, due_at, problem"
ONE = "(%s, %s, %s::jsonb, 'waiting', 0, %s, %s, '')"


@dataclass(frozen=True)
class Wanted:
    """What should be carried out: `key` is unique, `kind` names the carrier, `payload` is plain JSON."""

    key: str
    kind: str
    payload: dict[str, Any]
    due_at: datetime | None = None


def put(*, key: str, kind: str, payload: dict[str, Any], due_at: datetime | None = None) -> bool:
    """Want one thing carried out when this transaction commits. False if that key is there already."""
    return put_all([Wanted(key, kind, payload, due_at)]) == 1


def put_all(wanted: Sequence[Wanted]) -> int:
    """Several at once, in one statement; how many were new. Raises RuntimeError outside a transaction."""
    if not connection.in_atomic_block:
        raise RuntimeError("The outbox is written in the transaction of what it tells about.")
    if not wanted:
        return 0
    *rings, (statement, values) = insertions(wanted)
    woken = ", ".join(f"ring{at} AS ({sql})" for at, (sql, _params) in enumerate(rings))
    params = [param for _sql, given in rings for param in given]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {woken} {statement}" if rings else statement, [*params, *values])
        return cursor.rowcount


def insertion(wanted: Sequence[Wanted]) -> tuple[str, list[Any]]:
    """The statement that adds items, with its parameters. It wakes nobody."""
    now = clock.now()
    values: list[Any] = []
    for item in wanted:
        values += [item.key, item.kind, json.dumps(item.payload, ensure_ascii=False), now, item.due_at or now]
    rows = ", ".join([ONE] * len(wanted))
    return f"INSERT INTO outbox_item ({COLUMNS}) VALUES {rows} ON CONFLICT (key) DO NOTHING", values


def insertions(wanted: Sequence[Wanted]) -> list[tuple[str, list[Any]]]:
    """The statements of `put_all`, none of which depends on another: they wake the carrier, and the last one
    adds the items. Nothing for nothing."""
    if not wanted:
        return []
    now = clock.now()
    at_once = [item.kind for item in wanted if item.due_at is None or item.due_at <= now]
    return [*(alarm.ringing(job) for job in _jobs(at_once)), insertion(wanted)]


def wake(*kinds: str) -> None:
    """Ring the alarm clock for these kinds when this transaction commits. Whoever puts something into the
    outbox need not: it wakes by itself."""
    for job in _jobs(kinds):
        alarm.ring(job)


def _jobs(kinds: Sequence[str]) -> list[str]:
    return sorted({alarm.CARRY_SLOW if kind in slow_kinds else alarm.CARRY for kind in kinds})


@transaction.atomic(durable=True)
def claim(*, kinds: Sequence[str], limit: int = 20, stuck_for: timedelta = STUCK) -> list[Item]:
    """Take due items for this worker: counted as an attempt before the act, so that a crash counts too.

    Items that a worker took so long ago and never finished are taken again; those out of attempts are dead.
    """
    now = clock.now()
    due = Item.objects.filter(kind__in=kinds, state=Item.State.WAITING, due_at__lte=now)
    stuck = Item.objects.filter(kind__in=kinds, state=Item.State.SENDING, claimed_at__lte=now - stuck_for)
    found = list((due | stuck).order_by("due_at", "id").select_for_update(skip_locked=True)[:limit])
    spent = [item.pk for item in found if item.attempts >= most_attempts(item.kind)]
    if spent:
        _apply_death(spent, "The worker died while delivering.")
    taken = [item for item in found if item.pk not in spent]
    for item in taken:
        item.state, item.claimed_at, item.attempts = Item.State.SENDING, now, item.attempts + 1
    Item.objects.bulk_update(taken, ["state", "claimed_at", "attempts"])
    return taken


@transaction.atomic(durable=True)
def settle(*, item_id: int, attempt: int) -> bool:
    """The item was delivered. False if somebody else took it over meanwhile."""
    mine = Item.objects.filter(pk=item_id, state=Item.State.SENDING, attempts=attempt)
    return bool(mine.update(state=Item.State.SENT, sent_at=clock.now(), problem=""))


@transaction.atomic(durable=True)
def postpone(
    *, item_id: int, attempt: int, problem: str, most: int = MAX_ATTEMPTS, for_good: bool = False
) -> None:
    """The item could not be delivered: again in 1, 4, 9, 16 minutes… After `most` attempts, or `for_good`, it
    is dead."""
    mine = Item.objects.filter(pk=item_id, state=Item.State.SENDING, attempts=attempt)
    if for_good or attempt >= most:
        _apply_death(list(mine.values_list("pk", flat=True)), problem)
        return
    later = clock.now() + timedelta(minutes=attempt**2)
    mine.update(state=Item.State.WAITING, due_at=later, claimed_at=None, problem=problem[:2000])


@transaction.atomic(durable=True)
def send_again(*, item_id: int) -> None:
    """Try a dead item anew. Raises NoSuchItem, NotDead."""
    item = Item.objects.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise NoSuchItem
    if item.state != Item.State.DEAD:
        raise NotDead
    item.state, item.attempts, item.due_at = Item.State.WAITING, 0, clock.now()
    item.save(update_fields=["state", "attempts", "due_at"])
    wake(item.kind)


@transaction.atomic(durable=True)
def send_all_again() -> int:
    """Try everything dead anew; how much that was."""
    dead = Item.objects.filter(state=Item.State.DEAD)
    kinds = list(dead.order_by().values_list("kind", flat=True).distinct())
    found = dead.update(state=Item.State.WAITING, attempts=0, due_at=clock.now())
    wake(*kinds)
    return found


def most_attempts(kind: str) -> int:
    """How often a kind is tried before it is dead."""
    return registry.attempts.get(kind, MAX_ATTEMPTS)


def do_once(key: str) -> bool:
    """In the transaction of an effect inside our database: True the first time, False ever after."""
    if not connection.in_atomic_block:
        raise RuntimeError("An effect and its mark belong in one transaction.")
    with connection.cursor() as cursor:
        statement = "INSERT INTO outbox_done (key, at) VALUES (%s, %s) ON CONFLICT (key) DO NOTHING"
        cursor.execute(statement, [key, clock.now()])
        return cursor.rowcount == 1


@transaction.atomic(durable=True)
def beat(*, name: str) -> None:
    """Leave a sign of life. The machine's clock: a watchdog compares it with its own."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.unshifted()})


@transaction.atomic(durable=True)
def begin_to_beat(*, name: str) -> None:
    """The first sign of life of a worker that starts, which takes the place of those of this machine that
    are no more: what a dead one left is told until then."""
    for gone in Heartbeat.objects.exclude(name=name).values_list("name", flat=True):
        if is_gone(gone):
            _forget_worker(gone)
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.unshifted()})


@transaction.atomic(durable=True)
def stop_beating(*, name: str) -> None:
    """That worker has stopped as it was asked to, and nobody waits for its signs any more."""
    _forget_worker(name)


def _forget_worker(name: str) -> None:
    Heartbeat.objects.filter(name=name).delete()
    alarm.drop_queue(name)


def _apply_death(ids: list[int], problem: str) -> None:
    if not ids:
        return
    Item.objects.filter(pk__in=ids).update(state=Item.State.DEAD, claimed_at=None, problem=problem[:2000])
    for item in Item.objects.filter(pk__in=ids, kind__in=registry.given_up):
        registry.given_up[item.kind](item)
