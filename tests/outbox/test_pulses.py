"""Each worker has a pulse of its own: its questions reach nobody else, and what a dead one left is told."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django_q.models import OrmQ

from common import clock
from common.machine import is_gone, worker_name
from outbox import actions, alarm, jobs, queries, worker
from outbox.broker import Broker
from outbox.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)

OTHER = worker_name(os.getpid())
"""This very process is no worker."""


def test_a_worker_takes_its_own_questions_and_what_is_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outbox.broker.sleep", lambda seconds: None)
    own, theirs = worker_name(os.getpgrp()), "elsewhere:1"
    rung = alarm.ring(alarm.ANSWER, theirs), alarm.ring(alarm.ANSWER, own), alarm.ring(alarm.CARRY)
    broker = Broker()
    taken = [row for _ in range(3) for row, _payload in broker.dequeue()]
    assert (sorted(taken), broker.dequeue()) == ([rung[1], rung[2]], [])
    assert OrmQ.objects.get(pk=rung[0]).lock < clock.unshifted()


def test_a_question_that_another_worker_cannot_answer_is_no_sign_of_life() -> None:
    pulse = worker.Pulse("elsewhere:1")
    pulse.feel()
    pulse.feel()
    assert queries.pulses() == {}
    OrmQ.objects.all().delete()
    pulse.feel()
    assert list(queries.pulses()) == ["elsewhere:1"]


def test_a_worker_that_starts_takes_the_place_of_the_dead_of_its_machine() -> None:
    for name in (OTHER, "elsewhere:1"):
        actions.beat(name=name)
        alarm.ring(alarm.ANSWER, name)
    actions.begin_to_beat(name=worker_name(1))
    assert sorted(queries.pulses()) == sorted([worker_name(1), "elsewhere:1"])
    assert [row.key for row in OrmQ.objects.all()] == ["placet:elsewhere:1"]
    assert is_gone(OTHER) and not is_gone("elsewhere:1")


def test_what_was_silent_for_a_day_is_missed_no_more() -> None:
    actions.beat(name="elsewhere:1")
    actions.beat(name="elsewhere:2")
    old = clock.unshifted() - timedelta(hours=25)
    Heartbeat.objects.filter(name="elsewhere:1").update(at=old)
    alarm.ring(alarm.ANSWER, "elsewhere:1")
    OrmQ.objects.update(lock=old)
    alarm.ring(alarm.ANSWER, "elsewhere:2")
    jobs.prune()
    assert list(queries.pulses()) == ["elsewhere:2"]
    assert [row.key for row in OrmQ.objects.all()] == ["placet:elsewhere:2"]
