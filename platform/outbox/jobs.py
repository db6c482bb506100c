"""The outbox's own jobs: carrying, the pulse, tidying up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from time import monotonic

from django.db import connection, transaction

from common import clock
from outbox import actions
from outbox.errors import CannotCarry
from outbox.models import Done, Item
from outbox.registry import carriers, daily, every, slow_kinds

WORKER = "worker"
ROUNDS = 25
KEPT = timedelta(days=90)
SLOW_SECONDS = 20
"""After so many no slow item is begun: with the longest one the job ends before the alarm clock kills it."""
SLOW_LOCK = 7_466_852_238

log = logging.getLogger("outbox")


@every(minutes=1)
def carry() -> int:
    """Deliver what is due; how many were delivered. Kinds without a carrier wait."""
    delivered = 0
    for _round in range(ROUNDS):
        items = actions.claim(kinds=sorted(carriers.keys() - slow_kinds))
        if not items:
            break
        delivered += sum(deliver(item) for item in items)
    return delivered


@every(minutes=1)
def carry_slow() -> int:
    """Deliver what takes seconds each, one by one, in one process of the installation at a time: the others
    are left to notices. Goes on in a new job when there is more."""
    delivered, until = 0, monotonic() + SLOW_SECONDS
    with _alone() as alone:
        while alone and (items := actions.claim(kinds=sorted(slow_kinds), limit=1)):
            delivered += deliver(items[0])
            if monotonic() > until:
                actions.wake(*slow_kinds)
                break
    return delivered


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else holds the lock; the database frees that of a process that died."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SLOW_LOCK])
        held = bool(cursor.fetchone()[0])
        try:
            yield held
        finally:
            if held:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SLOW_LOCK])


def deliver(item: Item) -> bool:
    """Carry out one claimed item; a failure is written beside it and it is tried again later."""
    try:
        carriers[item.kind](item)
    except Exception as error:
        log.warning("not delivered", extra={"outbox": item.pk}, exc_info=not isinstance(error, CannotCarry))
        problem = str(error) if isinstance(error, CannotCarry) else type(error).__name__
        actions.postpone(item_id=item.pk, attempt=item.attempts, problem=problem)
        return False
    return actions.settle(item_id=item.pk, attempt=item.attempts)


@every(minutes=1)
def beat() -> None:
    """The worker lives."""
    actions.beat(name=WORKER)


@daily(at=time(3, 30))
def prune() -> None:
    """Forget what was delivered long ago, and the alarm clock's own log."""
    from django_q.models import Failure, Success

    long_ago = clock.now() - KEPT
    with transaction.atomic(durable=True):
        Item.objects.filter(state=Item.State.SENT, sent_at__lt=long_ago).delete()
        Done.objects.filter(at__lt=long_ago).delete()
        Success.objects.filter(stopped__lt=clock.unshifted() - timedelta(days=1)).delete()
        Failure.objects.filter(stopped__lt=clock.unshifted() - KEPT).delete()
