"""The process is killed at every edge of an act (RELIABILITY R1): all of it happened, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from flows import actions
from flows.models import Case, Event
from outbox.models import Item
from tests.flows.acting import Acting, press, revision
from tests.flows.invariants import check
from tests.flows.killing import KilledAt, killer

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


@pytest.fixture(scope="module")
def killed_at(django_db_setup: None) -> Iterator[KilledAt]:
    with killer() as found:
        yield found


@pytest.mark.parametrize("prepare", [sending, approving, returning, cancelling])
def test_all_or_nothing_at_every_edge(act: Acting, killed_at: KilledAt, prepare: Prepared) -> None:
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
