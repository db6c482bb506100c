"""What the worker does and when, declared in code: schedules of jobs, and the carriers of each kind of item.

Applications declare theirs in a module `jobs`, which is imported at start.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any

from outbox.models import Item

Function = Callable[[], Any]
Carrier = Callable[[Item], None]
Ready = Callable[[], bool]


@dataclass(frozen=True)
class Job:
    """A job of the worker: every so many minutes, or once a day at a time of the installation's time zone."""

    name: str
    function: str
    minutes: int | None
    daily_at: time | None


class JobTwice(RuntimeError):
    """Two jobs or two carriers of one name."""


jobs: dict[str, Job] = {}
carriers: dict[str, Carrier] = {}
slow_kinds: set[str] = set()
"""Kinds whose items take seconds each: they have a job of their own, so that no notice waits for them."""
long_kinds: set[str] = set()
"""Slow kinds that are pieces of something large: they alternate with the small ones."""
given_up: dict[str, Carrier] = {}
"""What is done when an item of a kind is dead, in the transaction that says so."""
remote: dict[str, Ready] = {}
"""Kinds that another machine takes, by whether it is worth asking it now: carried after all others."""
attempts: dict[str, int] = {}
"""How often a kind is tried before it is dead, where that differs from `MAX_ATTEMPTS`."""
MAX_ATTEMPTS = 5


def every(minutes: int) -> Callable[[Function], Function]:
    """`@every(minutes=1)` on a function of a module `jobs`."""
    return lambda function: _add(function, minutes, None)


def daily(at: time) -> Callable[[Function], Function]:
    """`@daily(at=time(3, 0))` on a function of a module `jobs`."""
    return lambda function: _add(function, None, at)


def carries(
    kind: str,
    *,
    slow: bool = False,
    long: bool = False,
    ready: Ready | None = None,
    most_attempts: int = MAX_ATTEMPTS,
) -> Callable[[Carrier], Carrier]:
    """`@carries("mail")` on the function that delivers one item of that kind, outside any transaction.

    It may be called again for an item it has already delivered: use the item's key to tell. It raises
    `CannotCarry` (or anything) when it could not deliver. `slow`: an item takes seconds (a document to
    print), at most 40; `long`: as slow, and a piece of something that takes minutes. `ready`: another machine
    takes them, and answers whether it is worth asking now; while it is not, they wait and no attempt counts.
    """

    def keep(function: Carrier) -> Carrier:
        if carriers.setdefault(kind, function) is not function:
            raise JobTwice(f"The kind “{kind}” has a carrier already.")
        attempts[kind] = most_attempts
        if slow or long:
            slow_kinds.add(kind)
        if long:
            long_kinds.add(kind)
        if ready is not None:
            remote[kind] = ready
        return function

    return keep


def when_dead(kind: str) -> Callable[[Carrier], Carrier]:
    """`@when_dead("print")` on what is done when an item of that kind is given up, in the transaction that
    says so: nobody waits for ever. It must not fail."""
    return lambda function: given_up.setdefault(kind, function)


def _add(function: Function, minutes: int | None, daily_at: time | None) -> Function:
    path = f"{function.__module__}.{function.__name__}"
    job = Job(path, path, minutes, daily_at)
    if jobs.setdefault(path, job) != job:
        raise JobTwice(f"The job {path} is declared twice.")
    return function
