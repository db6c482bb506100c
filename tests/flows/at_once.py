"""Several people at the same moment: real threads, each with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connections

from common import clock
from tests.personas import NOW

Act = Callable[[], object]


def at_once(*acts: Act) -> list[Exception | None]:
    """Do them all together; for each what it refused with, None when it was done."""
    barrier, refused = Barrier(len(acts)), [None] * len(acts)  # type: list[Exception | None]

    def one(at: int, act: Act) -> None:
        try:
            with clock.frozen(NOW):
                barrier.wait(10)
                act()
        except Exception as error:
            refused[at] = error
        finally:
            connections.close_all()

    _run([Thread(target=one, args=(at, act)) for at, act in enumerate(acts)])
    return refused


def _run(threads: Sequence[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)


def done(refused: Sequence[Exception | None]) -> int:
    """How many were done."""
    return sum(1 for one in refused if one is None)
