"""What is late is told once, and at once, to whom it concerns."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from common import clock
from flows import access, actions, overdue
from flows.models import Case, Event, Task
from org.models import Employee
from outbox.models import Item
from tests.flows.acting import Acting, decisions, kinds, press, revision
from tests.flows.at_once import at_once
from tests.flows.invariants import check
from tests.personas import NOW, away, change

pytestmark = pytest.mark.django_db(transaction=True)

LATE = datetime(2026, 11, 18, 7, 1, tzinfo=UTC)
"""Eight working hours after Tuesday 10:00 are Wednesday 10:00 in Moscow; a minute later it is late."""


def told(act: Acting, case: int, about: str = "overdue") -> list[str]:
    """Who was told, in the order in which they were."""
    rows = Item.objects.filter(payload__case=case, payload__about=about).order_by("pk")
    return [act.people.name_of(pk) for pk in rows.values_list("payload__to", flat=True)]


def test_the_requester_the_approver_and_the_responsible_are_told_once(act: Acting) -> None:
    case = act.sent("ivan")
    with clock.frozen(LATE - timedelta(minutes=1)):
        assert overdue.tell() == 0
    with clock.frozen(LATE):
        assert overdue.tell() == 1
        assert overdue.tell() == 0
    assert told(act, case) == ["ivan", "tamara", "pavel"]
    assert kinds(case) == ["started", "sent", "overdue"]
    event = Event.objects.get(case=case, kind="overdue")
    assert event.actor is None
    assert Task.objects.get(process=case).told_overdue


def test_the_responsible_may_look_at_it_from_then_on(act: Acting) -> None:
    case = act.sent("ivan", secret="7")
    row = Case.objects.get(pk=case)
    assert not access.may_see(row, act.people.pavel)
    with clock.frozen(LATE):
        overdue.tell()
        assert access.may_see(row, act.people.pavel)
        assert "secret" in access.visible_fields(row, act.people.pavel)
    assert not access.may_see(row, act.people.karim)


def test_a_decision_and_the_deadline_at_the_same_moment(act: Acting) -> None:
    for _ in range(5):
        case = act.sent("ivan")
        task = act.task("tamara", case)
        Task.objects.filter(pk=task).update(due=NOW - timedelta(minutes=1))
        decide = {"task": task, "actor": act.people.tamara, "revision": revision(case), "press": press()}
        refused = at_once(
            partial(actions.approve, **decide),
            *[partial(overdue.tell_task, task=task)] * 3,
        )
        assert refused == [None] * 4
        assert kinds(case) in (
            ["started", "sent", "decided"],
            ["started", "sent", "overdue", "decided"],
        )
        assert decisions(case) == [("tamara", "approve")]
        check()


def test_jobs_at_once_tell_once(act: Acting) -> None:
    case = act.sent("ivan")
    Task.objects.filter(process=case).update(due=NOW - timedelta(minutes=1))
    assert at_once(*[overdue.tell] * 4) == [None] * 4
    assert kinds(case) == ["started", "sent", "overdue"]
    assert len(told(act, case)) == 3


def test_one_that_fails_does_not_stop_the_others(
    act: Acting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = act.sent("ivan"), act.sent("ivan")
    real = overdue.tell_task

    def tell_task(*, task: int) -> bool:
        if Task.objects.get(pk=task).process_id == broken:
            raise RuntimeError
        return real(task=task)

    monkeypatch.setattr(overdue, "tell_task", tell_task)
    with clock.frozen(LATE), caplog.at_level(logging.ERROR):
        assert overdue.tell() == 1
    assert kinds(broken) == ["started", "sent"]
    assert kinds(sound) == ["started", "sent", "overdue"]
    assert "not told that it is late" in caplog.text


def test_what_is_answered_or_recalled_is_not_late(act: Acting) -> None:
    answered, recalled = act.sent("ivan"), act.sent("ivan")
    act.approve("tamara", answered)
    act.recall("ivan", recalled)
    with clock.frozen(LATE - timedelta(hours=1)):
        assert overdue.tell() == 0
    assert kinds(recalled) == ["started", "sent", "recalled"]


def test_a_request_late_as_a_whole_is_told_apart(act: Acting) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    Case.objects.filter(pk=case).update(due=NOW + timedelta(hours=1))
    with clock.frozen(NOW + timedelta(hours=2)):
        assert overdue.tell() == 1
        assert overdue.tell() == 0
    assert told(act, case) == ["ivan", "galina", "pavel"]
    assert Case.objects.get(pk=case).told_overdue


def test_step_and_whole_that_are_late_at_once_are_told_at_once(act: Acting) -> None:
    case = act.sent("ivan")
    Case.objects.filter(pk=case).update(due=NOW + timedelta(hours=1))
    with clock.frozen(LATE):
        assert overdue.tell() == 1
        assert overdue.tell() == 0
    assert told(act, case) == ["ivan", "tamara", "pavel"]
    assert kinds(case) == ["started", "sent", "overdue"]
    assert Case.objects.get(pk=case).told_overdue


def test_who_was_told_of_his_task_before_is_not_told_of_the_whole(act: Acting) -> None:
    case = act.sent("ivan")
    Case.objects.filter(pk=case).update(due=LATE + timedelta(hours=1))
    for hours in (0, 2):
        with clock.frozen(LATE + timedelta(hours=hours)):
            assert overdue.tell() == 1
    assert told(act, case) == ["ivan", "tamara", "pavel", "ivan", "pavel"]


def test_a_draft_taken_back_is_due_anew_when_it_is_sent_again(act: Acting) -> None:
    case = act.sent("ivan")
    Case.objects.filter(pk=case).update(due=NOW, told_overdue=True)
    act.recall("ivan", case)
    row = Case.objects.get(pk=case)
    assert (row.due, row.told_overdue) == (None, False)


def test_whoever_gets_a_late_task_later_is_not_a_second_event(act: Acting) -> None:
    case = act.sent("ivan")
    with clock.frozen(LATE):
        overdue.tell()
        task = act.task("tamara", case)
        more = {"revision": revision(case), "press": press(), "reason": "Ill", "to": act.people.galina}
        actions.reassign(task=task, actor=act.people.tamara, **more)
        assert overdue.tell() == 0
    assert kinds(case) == ["started", "sent", "overdue", "reassigned"]
    assert Task.objects.get(pk=task).due == datetime(2026, 11, 18, 7, 0, tzinfo=UTC)


def test_whoever_stands_in_for_an_absent_responsible_is_told(act: Acting) -> None:
    away("pavel", "karim")
    case = act.sent("ivan")
    with clock.frozen(LATE):
        overdue.tell()
    assert told(act, case) == ["ivan", "tamara", "karim"]


def test_the_requester_has_left(act: Acting) -> None:
    case = act.sent("ivan")
    change(Employee, "ivan", is_active=False)
    with clock.frozen(LATE):
        overdue.tell()
    assert "ivan" not in told(act, case)
    assert "tamara" in told(act, case)
