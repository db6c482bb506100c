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


def pulses() -> dict[str, timedelta]:
    """How long ago each worker gave a sign of life, by its name; one that stopped as it was asked is none."""
    now = clock.unshifted()
    return {name: now - at for name, at in Heartbeat.objects.order_by("name").values_list("name", "at")}
