"""The outbox's own jobs: carrying, the pulse, tidying up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time, timedelta
from time import monotonic

from django.db import connection, transaction

from common import clock
from outbox import actions, alarm, installation
from outbox.errors import CannotCarry, Refused
from outbox.models import Done, Heartbeat, Item
from outbox.registry import carriers, daily, every, long_kinds, remote, slow_kinds

CARRY_SECONDS = 20
"""After so many no item is begun in the same job."""
KEPT = timedelta(days=90)
SILENT = timedelta(days=1)
"""A worker that was silent for so long is missed no more: its machine is no longer used."""
SLOW_SECONDS = 12
"""After so many no slow item is begun: with the longest one the job ends before the alarm clock kills it."""
SMALL_SECONDS = 6
"""After so many of small ones it is the turn of a piece of something large, so that neither starves."""
SLOW_STUCK = min(actions.STUCK, timedelta(seconds=90))
"""Only one process carries these, and no job lasts so long: whoever took one is dead."""
SLOW_LOCK = 7_466_852_238

log = logging.getLogger("outbox")


@every(minutes=1)
def carry() -> int:
    """Deliver what is due, one by one; how many were delivered. Kinds without a carrier wait. Goes on in a
    new job when there is more."""
    if not _allowed():
        return 0
    alarm.hush(alarm.CARRY)
    delivered, until = 0, monotonic() + CARRY_SECONDS
    while item := _next():
        delivered += deliver(item)
        if monotonic() > until:
            alarm.ring(alarm.CARRY)
            break
    return delivered


def _next() -> Item | None:
    """The next item; what another machine takes comes after what only we do, and only while that one
    answers. One at a time: an item that kills its worker takes no other one's attempt along."""
    ours = carriers.keys() - slow_kinds - remote.keys()
    away = [kind for kind in carriers.keys() & remote.keys() - slow_kinds if remote[kind]()]
    for kinds in (ours, away):
        if kinds and (items := actions.claim(kinds=sorted(kinds), limit=1)):
            return items[0]
    return None


def _allowed() -> bool:
    allowed = installation.may_carry()
    if not allowed:
        log.warning("This database is a copy: nothing is sent. If it is the real one now: manage.py adopt")
    return allowed


@every(minutes=1)
def carry_slow() -> int:
    """Deliver what takes seconds each, one by one, in one process of the installation at a time: the others
    are left to notices. Goes on in a new job when there is more."""
    if not _allowed():
        return 0
    alarm.hush(alarm.CARRY_SLOW)
    delivered, until = 0, monotonic() + SLOW_SECONDS
    with _alone() as alone:
        turn = monotonic() + SMALL_SECONDS
        while alone and (item := _next_slow(small_first=monotonic() < turn)):
            delivered += deliver(item)
            if item.kind in long_kinds:
                turn = monotonic() + SMALL_SECONDS
            if monotonic() > until:
                alarm.ring(alarm.CARRY_SLOW)
                break
    return delivered


def _next_slow(*, small_first: bool) -> Item | None:
    small, large = slow_kinds - long_kinds, slow_kinds & long_kinds
    for kinds in (small, large) if small_first else (large, small):
        items = actions.claim(kinds=sorted(kinds), limit=1, stuck_for=SLOW_STUCK) if kinds else []
        if items:
            return items[0]
    return None


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
    """Carry out one claimed item; a failure is written beside it and it is tried again later. The alarm clock
    ends what takes too long by SystemExit: that is a failure, too."""
    try:
        carriers[item.kind](item)
    except SystemExit as error:
        _failed(item, error)
        raise
    except Exception as error:
        _failed(item, error)
        return False
    return actions.settle(item_id=item.pk, attempt=item.attempts)


def _failed(item: Item, error: BaseException) -> None:
    log.warning("not delivered", extra={"outbox": item.pk}, exc_info=not isinstance(error, CannotCarry))
    problem = str(error) if isinstance(error, CannotCarry) else type(error).__name__
    actions.postpone(
        item_id=item.pk,
        attempt=item.attempts,
        problem=problem,
        most=actions.most_attempts(item.kind),
        for_good=isinstance(error, Refused),
    )


def answer() -> None:
    """The worker is asked whether it lives; that this was done and acknowledged is the answer."""


@daily(at=time(3, 30))
def prune() -> None:
    """Forget what was delivered long ago, workers that are no more, and the alarm clock's own log."""
    from django_q.models import Failure, Success

    long_ago = clock.now() - KEPT
    with transaction.atomic(durable=True):
        Item.objects.filter(state=Item.State.SENT, sent_at__lt=long_ago).delete()
        Done.objects.filter(at__lt=long_ago).delete()
        Success.objects.filter(stopped__lt=clock.unshifted() - timedelta(days=1)).delete()
        Heartbeat.objects.filter(at__lt=clock.unshifted() - SILENT).delete()
        alarm.drop_old(clock.unshifted() - SILENT)
        Failure.objects.filter(stopped__lt=clock.unshifted() - KEPT).delete()
