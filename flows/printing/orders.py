"""Printing for one person who waits for it: ordered in a request, printed by the worker, kept for a day.

`@prints("folder")` on a function (order) → `Paper`, in a module that the worker imports (an app's `jobs`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import translation

from common import clock
from flows import errors, files
from flows.models import Attachment, Decision, Document, Preview, PrintOrder
from flows.printing.pdf import pages_of
from outbox.actions import put
from outbox.models import Item

CARRIER = "print_order"
KEPT = timedelta(days=1)
ATTEMPTS = 2
"""Somebody waits: after so many the order has failed, and he is told."""


@dataclass(frozen=True)
class Paper:
    """What was printed: a PDF, and the name under which it is handed out."""

    name: str
    content: bytes


Printer = Callable[[PrintOrder], Paper]
printers: dict[str, Printer] = {}


def prints(kind: str) -> Callable[[Printer], Printer]:
    """The function prints orders of this kind. It runs in the worker, in the order's language, outside any
    transaction, and asks itself what `order.by` may see at that moment. It may be called twice."""

    def keep(function: Printer) -> Printer:
        if printers.setdefault(kind, function) is not function:
            raise RuntimeError(f"Orders of kind “{kind}” are printed already.")
        return function

    return keep


@transaction.atomic(durable=True)
def order(*, kind: str, by: int, params: Mapping[str, Any], language: str) -> PrintOrder:
    """Want something printed for an employee. `params` are plain JSON. The waiting page is
    `flows:print_order`."""
    if kind not in printers:
        raise RuntimeError(f"Nobody prints orders of kind “{kind}”.")
    made = PrintOrder.objects.create(kind=kind, by_id=by, params=dict(params), language=language)
    put(key=f"{CARRIER}/{made.pk}", kind=CARRIER, payload={"order": made.pk})
    return made


def order_for(order: int, user: int) -> PrintOrder:
    """An order, for whoever gave it. Raises NoSuchFile, another's and absent alike."""
    found = PrintOrder.objects.filter(pk=order, by=user).first()
    if found is None:
        raise errors.NoSuchFile
    return found


def carry(item: Item) -> None:
    """Print one order, unless it was printed or given up already."""
    found = PrintOrder.objects.filter(pk=item.payload["order"], state=PrintOrder.State.WAITING).first()
    if found is None:
        return
    try:
        with translation.override(found.language):
            paper = printers[found.kind](found)
    except Exception:
        if item.attempts >= ATTEMPTS:
            _fail(found)
        raise
    _keep(found, paper)


def forget_old() -> int:
    """Remove orders of more than a day ago, with what was printed; how many."""
    old = list(PrintOrder.objects.filter(ordered_at__lt=clock.now() - KEPT))
    for one in old:
        one.delete()
        if one.sha256 and not _is_kept_elsewhere(one.sha256):
            files.path_of(one.sha256).unlink(missing_ok=True)
    return len(old)


@transaction.atomic(durable=True)
def _keep(order: PrintOrder, paper: Paper) -> None:
    order.state, order.made_at = PrintOrder.State.MADE, clock.now()
    order.name, order.size = files.clean_name(paper.name), len(paper.content)
    order.sha256, order.pages = files.keep_made(paper.content), pages_of(paper.content)
    order.save(update_fields=["state", "made_at", "name", "size", "sha256", "pages"])


@transaction.atomic(durable=True)
def _fail(order: PrintOrder) -> None:
    order.state = PrintOrder.State.FAILED
    order.save(update_fields=["state"])


def _is_kept_elsewhere(sha256: str) -> bool:
    return (
        PrintOrder.objects.filter(sha256=sha256).exists()
        or Document.objects.filter(sha256=sha256).exists()
        or Attachment.objects.filter(sha256=sha256).exists()
        or Decision.objects.filter(scan=sha256).exists()
        or Preview.objects.filter(image=sha256).exists()
    )
