"""The alarm clock rings in the transaction of what it rings for, and never twice for nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from common import clock
from outbox import actions, alarm, jobs, registry
from outbox.models import Item

pytestmark = pytest.mark.django_db(transaction=True)


def put(key: str, kind: str = "letter", due_at: datetime | None = None) -> None:
    with transaction.atomic():
        actions.put(key=key, kind=kind, payload={}, due_at=due_at)


def rung() -> list[str]:
    """The jobs that are wanted, as the alarm clock itself reads its rows."""
    return [SignedPackage.loads(row.payload)["func"] for row in OrmQ.objects.filter(key="placet")]


def test_what_is_put_wakes_its_carrier(monkeypatch: pytest.MonkeyPatch) -> None:
    put("a")
    assert rung() == ["outbox.jobs.carry"]
    OrmQ.objects.all().delete()
    monkeypatch.setattr(actions, "slow_kinds", {"film"})
    put("b", kind="film")
    assert rung() == ["outbox.jobs.carry_slow"]


def test_what_is_due_later_wakes_nobody_now() -> None:
    put("a", due_at=clock.now() + timedelta(hours=1))
    assert rung() == []


def test_the_ring_goes_with_a_transaction_that_is_rolled_back() -> None:
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        actions.put(key="phantom", kind="letter", payload={})
        raise Refused
    assert (rung(), Item.objects.count()) == ([], 0)


def test_one_carrying_answers_all_rings_before_it() -> None:
    for number in range(5):
        put(f"k{number}", kind="telegram")
    assert len(rung()) == 5
    jobs.carry()
    assert rung() == []


def test_a_ring_that_is_being_answered_and_other_jobs_stay() -> None:
    put("a", kind="telegram")
    OrmQ.objects.update(lock=clock.unshifted() + timedelta(minutes=4))
    alarm.ring(alarm.ANSWER)
    put("b", kind="telegram")
    assert alarm.hush(alarm.CARRY) == 1
    assert sorted(rung()) == ["outbox.jobs.answer", "outbox.jobs.carry"]


def test_what_another_machine_takes_waits_while_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    answers = {"now": False}
    monkeypatch.setattr(
        jobs, "carriers", {"mail": lambda i: sent.append(i.key), "bell": lambda i: sent.append(i.key)}
    )
    monkeypatch.setattr(jobs, "remote", {"mail": lambda: answers["now"]})
    put("1", kind="mail")
    put("2", kind="bell")
    with clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)):
        jobs.carry()
        assert (sent, Item.objects.get(key="1").attempts) == (["2"], 0)
        answers["now"] = True
        jobs.carry()
    assert sent == ["2", "1"]


def test_a_kind_may_be_tried_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry.attempts, "mail", 7)
    assert (actions.most_attempts("mail"), actions.most_attempts("other")) == (7, 5)


def test_all_that_is_dead_is_sent_again_at_once() -> None:
    for key in ("a", "b", "c"):
        put(key)
    Item.objects.exclude(key="c").update(state="dead", attempts=5)
    OrmQ.objects.all().delete()
    assert actions.send_all_again() == 2
    assert set(Item.objects.values_list("state", flat=True)) == {"waiting"}
    assert rung() == ["outbox.jobs.carry"]
