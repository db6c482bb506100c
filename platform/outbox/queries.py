"""Reads of the outbox."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from common import clock
from outbox.models import Heartbeat, Item


def dead() -> QuerySet[Item]:
    """What could not be delivered, newest first."""
    return Item.objects.filter(state=Item.State.DEAD).order_by("-id")


def age_of_oldest(now: datetime | None = None) -> timedelta:
    """How long the oldest due item has been waiting; zero when nothing is due."""
    now = now or clock.now()
    waiting = Item.objects.filter(state__in=[Item.State.WAITING, Item.State.SENDING], due_at__lte=now)
    oldest = waiting.order_by("due_at").values_list("due_at", flat=True).first()
    return now - oldest if oldest else timedelta(0)


def pulse(name: str) -> timedelta | None:
    """How long ago that worker gave a sign of life; None if it never did."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return clock.unshifted() - at if at else None
