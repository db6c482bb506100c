"""Answers to a task, and what they refuse."""

from __future__ import annotations

import pytest

from flows import actions, errors
from flows.models import Assignment, Case, Decision, Event, Remark, State, Task
from outbox.models import Item
from tests.flows.acting import Acting, decisions, kinds, press, revision

pytestmark = pytest.mark.django_db


def test_an_approval_leaves_a_decision_with_name_place_and_what_it_covers(act: Acting) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    decision = Decision.objects.get(case=case)
    assert (decision.by_name, decision.by_title, decision.position) == ("Tamara", "KZN-TH", "KZN-TH")
    assert (decision.place, decision.as_what, decision.round) == ("managers/p:KZN-TH", "own", 1)
    assert decision.covered["amount"] == {"amount": "100.00", "currency": "RUB"}
    assert len(decision.fingerprint) == 64
    task = Task.objects.get(pk=decision.task_id)
    assert (task.status, task.owner_id) == ("DONE", act.people.tamara)
    assert task.finished is not None


def test_the_requester_and_the_next_one_are_told(act: Acting) -> None:
    case = act.sent("ivan")
    Item.objects.all().delete()
    act.approve("tamara", case)
    told = {(item.payload["to"], item.payload["about"]) for item in Item.objects.all()}
    assert told == {(act.people.ivan, "approved"), (act.people.galina, "task")}


def test_remarks_are_items_with_an_owner(act: Acting) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Why so many?", " ", "Which colour?")
    rows = Remark.objects.filter(case=case).values_list("number", "text", "owner__code", "answer")
    assert list(rows) == [(1, "Why so many?", "tamara", ""), (2, "Which colour?", "tamara", "")]
    assert act.asked(case) == {"galina"}


def test_returning_asks_the_requester_to_rework(act: Acting) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    act.return_("galina", case, "Too dear")
    row = Case.objects.get(pk=case)
    assert (row.state, row.stage) == (State.REWORK, "request")
    assert act.asked(case) == {"ivan"}
    assert Decision.objects.get(case=case, by=act.people.galina).reason == "Too dear"


def test_declining_ends_it_for_good(act: Acting) -> None:
    case = act.sent("ivan")
    act.decline("tamara", case, "No budget")
    row = Case.objects.get(pk=case)
    assert (row.state, row.status) == (State.DECLINED, "DONE")
    assert act.asked(case) == set()
    with pytest.raises(errors.NotADraft):
        act.send("ivan", case)


@pytest.mark.parametrize("action", [actions.return_for_rework, actions.decline])
def test_refusing_needs_a_reason(act: Acting, action: object) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NotSaved) as refused:
        action(  # type: ignore[operator]
            task=act.task("tamara", case),
            actor=act.people.tamara,
            revision=revision(case),
            press=press(),
            reason=" ",
        )
    assert refused.value.fields == {"reason": ["Say why."]}
    assert decisions(case) == []


def test_who_is_not_asked_is_told_who_is(act: Acting) -> None:
    case = act.sent("ivan")
    task = act.task("tamara", case)
    with pytest.raises(errors.NotYourTask, match="It is with Tamara now"):
        actions.approve(task=task, actor=act.people.ivan, revision=revision(case), press=press())
    assert decisions(case) == []


def test_to_a_stranger_the_task_does_not_exist(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NoSuchRequest):
        actions.approve(
            task=act.task("tamara", case), actor=act.people.karim, revision=revision(case), press=press()
        )
    with pytest.raises(errors.NoSuchRequest):
        actions.approve(task=999_999, actor=act.people.karim, revision=1, press=press())
    assert decisions(case) == []


def test_the_second_one_learns_who_decided_and_when(act: Acting) -> None:
    case = act.sent("ivan")
    task, shown = act.task("tamara", case), revision(case)
    act.approve("tamara", case)
    with pytest.raises(errors.AlreadyDecided, match=r"Already decided by Tamara at 10:00\."):
        actions.approve(task=task, actor=act.people.tamara, revision=shown, press=press())
    assert decisions(case) == [("tamara", "approve")]


def test_the_same_press_twice_is_one_event(act: Acting) -> None:
    case = act.sent("ivan")
    same = {
        "task": act.task("tamara", case),
        "actor": act.people.tamara,
        "revision": revision(case),
        "press": "p",
    }
    actions.approve(**same)
    actions.approve(**same)
    assert kinds(case) == ["started", "sent", "decided"]
    assert decisions(case) == [("tamara", "approve")]


def test_a_press_of_somebody_else_is_not_mine(act: Acting) -> None:
    case = act.sent("ivan")
    actions.approve(
        task=act.task("tamara", case), actor=act.people.tamara, revision=revision(case), press="p"
    )
    with pytest.raises(errors.PressUsed):
        actions.approve(
            task=act.task("galina", case), actor=act.people.galina, revision=revision(case), press="p"
        )
    assert decisions(case) == [("tamara", "approve")]


def test_an_answer_that_the_step_does_not_offer_is_refused(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NotOffered):
        act.complete("tamara", case)
    assert decisions(case) == []


def test_a_comment_makes_no_page_stale(act: Acting) -> None:
    case = act.sent("ivan")
    task, shown = act.task("tamara", case), revision(case)
    actions.comment(case=case, actor=act.people.ivan, text="Please")
    actions.approve(task=task, actor=act.people.tamara, revision=shown, press=press())
    assert decisions(case) == [("tamara", "approve")]


def test_a_page_from_before_a_change_is_refused(act: Acting) -> None:
    case = act.sent("ivan")
    shown = revision(case)
    act.recall("ivan", case)
    act.save("ivan", case, subject="Tables")
    act.send("ivan", case)
    with pytest.raises(errors.Stale, match=r"Ivan changed it at 10:00\. Look at the request again\."):
        actions.approve(task=act.task("tamara", case), actor=act.people.tamara, revision=shown, press=press())
    assert decisions(case) == []


def test_an_approver_who_edits_bears_it_in_his_event(act: Acting) -> None:
    case = act.sent("ivan", off_budget=True, why="Urgent need")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    with pytest.raises(errors.NotSaved) as refused:
        act.approve("boris", case)
    assert list(refused.value.fields) == ["opinion"]
    act.approve("boris", case, values={"opinion": "Fine"})
    assert Case.objects.get(pk=case).values["opinion"] == "Fine"
    with pytest.raises(errors.NotSaved):
        act.complete("dan", case, subject="Other", paid_on="2026-11-17")
    assert Case.objects.get(pk=case).values["subject"] == "Chairs"


def test_every_assignment_says_why(act: Acting) -> None:
    case = act.sent("ivan")
    asked = Assignment.objects.get(case=case, until=None)
    assert [one["code"] for one in asked.reasons] == ["in_post"]
    assert Task.objects.get(pk=asked.task_id).reason["code"] == "head_above"
    assert Event.objects.filter(case=case).count() == 2
