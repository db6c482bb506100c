"""Telling people: the carrier of notices, and what they do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from common import clock
from flows.models import BellNotice
from flows.telling.find import Found, Order, find
from flows.telling.leaves import LeaveOrder, find_leave
from flows.telling.said import pack
from flows.telling.wishes import BELL, MAIL, Wishes, wishes_of
from org.models import Employee
from outbox.actions import put
from outbox.models import Item

MAILS = "mail"
"""The kind of outbox items that are mails."""
KEPT = timedelta(days=180)


def tell(item: Item) -> None:
    """Carry one notice out, each person by his channels. May be called again: the keys keep it from being
    told twice, and a mail that fails does not ring the bell again, being an item of its own."""
    order = Order.of(item.payload)
    found = find(order)
    if found is not None:
        _apply_telling(item, order, found, wishes_of(order.to))


def tell_leave(item: Item) -> None:
    """The same for a notice of an absence."""
    order = LeaveOrder.of_payload(item.payload)
    found = find_leave(order)
    if found is not None:
        _apply_telling(item, order, found, wishes_of(order.to))


@transaction.atomic(durable=True)
def _apply_telling(item: Item, order: Order | LeaveOrder, found: Found, wishes: Wishes) -> None:
    channels = wishes.of(order.about)
    mailed = MAIL in channels and bool(found.reader.email)
    if BELL in channels or (mailed and wishes.digest):
        row = BellNotice(
            key=item.key,
            employee=found.reader,
            case_id=order.case,
            about=order.about,
            event=order.event,
            place=order.place,
            said=pack(found.said),
            at=item.created_at,
            in_shell=BELL in channels,
            for_digest=mailed and wishes.digest,
        )
        BellNotice.objects.bulk_create([row], ignore_conflicts=True)
    if mailed and not wishes.digest and found.still:
        put(key=f"{item.key}:mail", kind=MAILS, payload=item.payload)


@transaction.atomic(durable=True)
def read_notices(*, actor: int, notices: Sequence[int] | None = None, case: int | None = None) -> int:
    """He has read these notices, those of a request, or all of his; how many were new. Others' stay as they
    are."""
    mine = BellNotice.objects.filter(employee=actor, in_shell=True, read_at=None)
    if notices is not None:
        mine = mine.filter(pk__in=notices)
    if case is not None:
        mine = mine.filter(case=case)
    return mine.update(read_at=clock.now())


@transaction.atomic(durable=True)
def send_test_mail(*, actor: Employee, press: str) -> None:
    """A mail to himself, to see that mails arrive. Once per press."""
    put(key=f"test:{actor.pk}:{press[:64]}", kind=MAILS, payload={"test": True, "to": actor.pk})


@transaction.atomic(durable=True)
def forget_old() -> int:
    """What was told long ago is forgotten; the history of each request keeps what happened."""
    return BellNotice.objects.filter(at__lt=clock.now() - KEPT).delete()[0]
