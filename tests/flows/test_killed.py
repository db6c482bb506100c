"""The process is killed at every edge of an act (RELIABILITY R1): all of it happened, or nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections

from common import clock
from flows import actions
from flows.models import Case, Event
from outbox.models import Item
from tests.flows.acting import Acting, press, revision
from tests.flows.invariants import check
from tests.personas import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.check]

Prepared = Callable[[Acting], tuple[int, Callable[[], object]]]


def sending(act: Acting) -> tuple[int, Callable[[], object]]:
    case = act.draft("ivan")
    how = {"case": case, "actor": act.people.ivan, "revision": revision(case), "press": press()}
    return case, partial(actions.send, **how)


def _on_task(act: Acting, action: Any, **more: Any) -> tuple[int, Callable[[], object]]:
    case = act.sent("ivan")
    how = {"task": act.task("tamara", case), "actor": act.people.tamara, "revision": revision(case)}
    return case, partial(action, press=press(), **how, **more)


def approving(act: Acting) -> tuple[int, Callable[[], object]]:
    return _on_task(act, actions.approve_with_remarks, remarks=["Why?"])


def returning(act: Acting) -> tuple[int, Callable[[], object]]:
    return _on_task(act, actions.return_for_rework, reason="Why?")


def cancelling(act: Acting) -> tuple[int, Callable[[], object]]:
    case = act.sent("ivan")
    how = {"case": case, "actor": act.people.ivan, "revision": revision(case), "press": press()}
    return case, partial(actions.cancel, reason="Not needed", **how)


def killed_at(edge: int, act: Callable[[], object]) -> bool:
    """Do it in a process of its own that is killed at this edge; whether it was reached."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            _instrument(edge)
            with clock.frozen(NOW):
                act()
        finally:
            os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _instrument(edge: int) -> None:
    """Count the edges: before and after every statement and every commit."""
    passed = 0

    def at_edge() -> None:
        nonlocal passed
        passed += 1
        if passed == edge:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *arguments: Any) -> Any:
        at_edge()
        answer = execute(*arguments)
        at_edge()
        return answer

    def commit() -> None:
        at_edge()
        real()
        at_edge()

    real = connection._commit  # type: ignore[attr-defined]
    connection._commit = commit  # type: ignore[attr-defined]
    connection.execute_wrappers.append(statement)


@pytest.mark.parametrize("prepare", [sending, approving, returning, cancelling])
def test_all_or_nothing_at_every_edge(act: Acting, prepare: Prepared) -> None:
    edge, reached = 0, True
    while reached:
        edge += 1
        case, action = prepare(act)
        before, told = Event.objects.filter(case=case).count(), Item.objects.count()
        reached = killed_at(edge, action)
        after = Event.objects.filter(case=case).count() - before
        assert after in (0, 1)
        assert (Item.objects.count() > told) == (after == 1)
        assert Case.objects.get(pk=case).events_count == before + after
        action()
        assert Event.objects.filter(case=case).count() == before + 1
    assert edge > 12
    check()
