"""What the worker prints, and when what was printed for one person goes."""

from __future__ import annotations

from datetime import time

from flows.printing import documents, due, orders
from flows.printing import folder as _folder  # noqa: F401 (prints orders of a kind)
from flows.printing import taking as _taking  # noqa: F401 (prints orders of a kind)
from outbox.models import Item
from outbox.registry import carries, daily, when_dead


@carries(due.CARRIER, slow=True)
def print_document(item: Item) -> None:
    """A document of a request whose sign-offs suffice."""
    documents.carry(item)


@carries(orders.CARRIER, long=True, most_attempts=orders.ATTEMPTS)
def print_order(item: Item) -> None:
    """Something one person waits for, or a piece of it."""
    orders.carry(item)


@when_dead(orders.CARRIER)
def give_up_order(item: Item) -> None:
    """He is told that it could not be printed."""
    orders.give_up(item)


@daily(at=time(3, 10))
def forget_orders() -> int:
    """What was printed for one person is kept for a day."""
    return orders.forget_old()
