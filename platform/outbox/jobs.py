"""The outbox's own jobs: carrying, the pulse, tidying up."""

import logging
from datetime import time, timedelta

from django.db import transaction

from common import clock
from outbox import actions
from outbox.errors import CannotCarry
from outbox.models import Done, Item
from outbox.registry import carriers, daily, every

WORKER = "worker"
ROUNDS = 25
KEPT = timedelta(days=90)

log = logging.getLogger("outbox")


@every(minutes=1)
def carry() -> int:
    """Deliver what is due; how many were delivered. Kinds without a carrier wait."""
    delivered = 0
    for _round in range(ROUNDS):
        items = actions.claim(kinds=sorted(carriers))
        if not items:
            break
        delivered += sum(deliver(item) for item in items)
    return delivered


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
