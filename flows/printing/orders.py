"""Printing for one person who waits for it: ordered in a request, printed by the worker, kept for a day.

`@prints("folder", door)` on a function (order) → `Paper`, in a module that the worker imports (an app's
`jobs`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import translation

from common import clock
from common.errors import PlacetError
from flows import contents, errors, files
from flows.models import PrintOrder
from flows.printing.archive import Archive, Packing
from flows.printing.bundle import Bundle, Work, works
from flows.printing.pdf import pages_of
from org.models import Employee
from outbox.actions import put
from outbox.models import Item

CARRIER = "print_order"
KEPT = timedelta(days=1)
MOST_WAITING = 5
"""So many different orders of one person wait; nobody keeps the only slow lane to himself."""
ATTEMPTS = 2
"""Somebody waits: after so many of one piece the order has failed, and he is told."""
PIECE_SECONDS = 8
"""After so many no more is begun of something long: it goes on with another item, behind what is small."""


@dataclass(frozen=True)
class Paper:
    """What was printed: a PDF, and the name under which it is handed out."""

    name: str
    content: bytes


Printer = Callable[[PrintOrder], Paper | Bundle | Archive]
Door = Callable[[PrintOrder], object]
printers: dict[str, Printer] = {}
doors: dict[str, Door] = {}


def prints(kind: str, door: Door) -> Callable[[Printer], Printer]:
    """The function prints orders of this kind. It runs in the worker, in the order's language, outside any
    transaction, and asks itself what `order.by` may see at that moment. It may be called twice. What may be
    long it answers as a Bundle or an Archive, which is made piece by piece. `door` raises what closes the
    order to who gave it; it is asked again whenever he comes for what was printed."""
    doors[kind] = door

    def keep(function: Printer) -> Printer:
        if printers.setdefault(kind, function) is not function:
            raise RuntimeError(f"Orders of kind “{kind}” are printed already.")
        return function

    return keep


@transaction.atomic(durable=True)
def order(*, kind: str, by: int, params: Mapping[str, Any], language: str) -> PrintOrder:
    """Want something printed for an employee. `params` are plain JSON. The waiting page is
    `flows:print_order`. What he waits for already is not ordered twice.
    Raises TooManyOrders."""
    if kind not in printers:
        raise RuntimeError(f"Nobody prints orders of kind “{kind}”.")
    Employee.objects.select_for_update(no_key=True).get(pk=by)
    waiting = PrintOrder.objects.filter(state=PrintOrder.State.WAITING, by=by)
    if awaited := waiting.filter(kind=kind, language=language, params=dict(params)).first():
        return awaited
    if waiting.count() >= MOST_WAITING:
        raise errors.TooManyOrders(most=MOST_WAITING)
    made = PrintOrder.objects.create(kind=kind, by_id=by, params=dict(params), language=language)
    _want(made.pk, 1)
    return made


def order_again(*, failed: int, by: int) -> PrintOrder:
    """The same once more, after it could not be printed. Raises NoSuchFile, another's and absent alike."""
    found = order_for(failed, by)
    return order(kind=found.kind, by=by, params=found.params, language=found.language)


def order_for(order: int, user: int) -> PrintOrder:
    """An order, for whoever gave it, while what he ordered is open to him. Raises NoSuchFile, another's,
    closed and absent alike."""
    found = PrintOrder.objects.filter(pk=order, by=user).first()
    if found is None:
        raise errors.NoSuchFile
    if found.kind in doors:
        try:
            doors[found.kind](found)
        except PlacetError:
            raise errors.NoSuchFile from None
    return found


def carry(item: Item) -> None:
    """Print one order, or a piece of it; unless it was printed or given up already."""
    found = PrintOrder.objects.filter(pk=item.payload["order"], state=PrintOrder.State.WAITING).first()
    if found is not None:
        with translation.override(found.language):
            _print(found, item.payload.get("piece", 1))


def give_up(item: Item) -> None:
    """It failed too often, or its worker died over it each time: whoever waits is told."""
    waiting = PrintOrder.objects.filter(pk=item.payload["order"], state=PrintOrder.State.WAITING)
    if waiting.update(state=PrintOrder.State.FAILED):
        Work(str(item.payload["order"])).remove()


def forget_old() -> int:
    """Remove orders of more than a day ago, with what was printed; how many."""
    old = list(PrintOrder.objects.filter(ordered_at__lt=clock.now() - KEPT))
    for one in old:
        one.delete()
        contents.drop(one.sha256)
    waiting = PrintOrder.objects.filter(state=PrintOrder.State.WAITING).values_list("pk", flat=True)
    for name in set(works()) - {str(pk) for pk in waiting}:
        Work(name).remove()
    return len(old)


def _print(order: PrintOrder, piece: int) -> None:
    until, work = monotonic() + PIECE_SECONDS, _begun(order)
    if work is None:
        return
    done, total = 0, work.total
    while done < total and monotonic() < until:
        done = work.go_on(until - monotonic())
    if done == total and monotonic() < until:
        _keep_file(order, work.name, *work.finish())
    else:
        _go_on(order, piece + 1, done, total)


def _begun(order: PrintOrder) -> Work | Packing | None:
    """What goes on piece by piece; None for what was printed at once."""
    packing, work = Packing(str(order.pk)), Work(str(order.pk))
    if packing.is_laid_out or work.is_laid_out:
        return packing if packing.is_laid_out else work
    made = printers[order.kind](order)
    if isinstance(made, Archive):
        packing.lay_out(made)
        return packing
    if isinstance(made, Bundle):
        work.lay_out(made)
        return work
    _keep(order, made)
    return None


@transaction.atomic(durable=True)
def _go_on(order: PrintOrder, piece: int, done: int, total: int) -> None:
    waiting = PrintOrder.objects.filter(pk=order.pk, state=PrintOrder.State.WAITING)
    if waiting.update(done=done, total=total):
        _want(order.pk, piece)


def _want(order: int, piece: int) -> None:
    put(key=f"{CARRIER}/{order}/{piece}", kind=CARRIER, payload={"order": order, "piece": piece})


def _keep(order: PrintOrder, paper: Paper) -> None:
    _hand_over(order, paper.name, files.keep_made(paper.content), len(paper.content), pages_of(paper.content))


def _keep_file(order: PrintOrder, name: str, path: Path, pages: int) -> None:
    size = path.stat().st_size
    _hand_over(order, name, files.keep_made_file(path), size, pages)
    Work(str(order.pk)).remove()


@transaction.atomic(durable=True)
def _hand_over(order: PrintOrder, name: str, sha256: str, size: int, pages: int) -> None:
    """Unless it was given up or forgotten meanwhile."""
    made = {"name": files.clean_name(name), "sha256": sha256, "size": size, "pages": pages}
    waiting = PrintOrder.objects.filter(pk=order.pk, state=PrintOrder.State.WAITING)
    if not waiting.update(state=PrintOrder.State.MADE, made_at=clock.now(), **made):
        contents.drop(sha256)
