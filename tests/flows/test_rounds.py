"""Rework, sending again, recall, cancel (ROUTING 24 to 26, 35, 38)."""

from __future__ import annotations

import pytest

from flows import actions, errors
from flows.history import load
from flows.models import Case, Decision, Event, Remark, State, Task
from outbox.models import Item
from tests.flows.acting import Acting, decisions, kinds, press, revision
from tests.personas import away

pytestmark = pytest.mark.django_db


@pytest.fixture
def returned(act: Acting) -> int:
    """Tamara approved with a remark, Galina approved, Fedor returned it."""
    case = act.sent("ivan")
    act.remark("tamara", case, "Why so many?")
    act.approve("galina", case)
    act.return_("fedor", case, "Too dear")
    return case


def answered(act: Acting, case: int) -> None:
    for remark in Remark.objects.filter(case=case):
        actions.answer_remark(remark=remark.pk, actor=act.people.ivan, answer="taken")


def test_an_unanswered_remark_blocks_sending(act: Acting, returned: int) -> None:
    with pytest.raises(errors.RemarksUnanswered):
        act.send("ivan", returned)
    assert Case.objects.get(pk=returned).state == State.REWORK
    answered(act, returned)
    act.send("ivan", returned)
    assert Case.objects.get(pk=returned).round == 2


def test_the_owner_of_a_remark_learns_the_answer(act: Acting, returned: int) -> None:
    remark = Remark.objects.get(case=returned)
    Item.objects.all().delete()
    actions.answer_remark(remark=remark.pk, actor=act.people.ivan, answer="not_taken", text="Needed")
    remark.refresh_from_db()
    assert (remark.answer, remark.answer_text, remark.answered_by_id) == (
        "not_taken",
        "Needed",
        act.people.ivan,
    )
    assert [item.payload["to"] for item in Item.objects.all()] == [act.people.tamara]


def test_refusing_a_remark_needs_a_word(act: Acting, returned: int) -> None:
    remark = Remark.objects.get(case=returned)
    with pytest.raises(errors.NotSaved) as refused:
        actions.answer_remark(remark=remark.pk, actor=act.people.ivan, answer="not_taken", text="")
    assert refused.value.fields == {"text": ["Say why not."]}
    with pytest.raises(errors.NoSuchRemark):
        actions.answer_remark(remark=remark.pk, actor=act.people.karim, answer="taken")
    remark.refresh_from_db()
    assert remark.answer == ""


def test_only_who_returned_it_is_asked_again_when_nothing_changed(act: Acting, returned: int) -> None:
    answered(act, returned)
    act.send("ivan", returned, ask="only_needed")
    assert act.asked(returned) == {"fedor"}
    act.approve("fedor", returned)
    assert act.asked(returned) == {"egor"}


def test_a_changed_amount_is_asked_about_again(act: Acting, returned: int) -> None:
    answered(act, returned)
    act.save("ivan", returned, amount={"amount": "120", "currency": "RUB"})
    plans = actions.preview_again(case=returned, actor=act.people.ivan)
    again = plans["only_needed"].place("managers/p:KZN-TH")
    assert again is not None
    assert [(one.field, one.old["amount"], one.new["amount"]) for one in again.changes] == [
        ("amount", "100.00", "120.00")
    ]
    act.send("ivan", returned, ask="only_needed")
    assert act.asked(returned) == {"tamara"}


def test_a_smaller_amount_keeps_the_sign_offs(act: Acting, returned: int) -> None:
    answered(act, returned)
    act.save("ivan", returned, amount={"amount": "80", "currency": "RUB"})
    act.send("ivan", returned, ask="only_needed")
    assert act.asked(returned) == {"fedor"}


def test_everybody_may_be_asked_again(act: Acting, returned: int) -> None:
    answered(act, returned)
    act.send("ivan", returned, ask="everybody")
    assert act.asked(returned) == {"tamara"}


def test_the_number_stays_and_the_rework_task_is_done(act: Acting, returned: int) -> None:
    number = Case.objects.get(pk=returned).number
    answered(act, returned)
    act.send("ivan", returned)
    assert Case.objects.get(pk=returned).number == number
    rework = Task.objects.get(process=returned, kind=Task.Kind.REWORK)
    assert (rework.status, rework.owner_id) == ("DONE", act.people.ivan)
    assert not Decision.objects.filter(task=rework).exists()


def test_a_recall_closes_tasks_and_tells_who_approved(act: Acting) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    Item.objects.all().delete()
    act.recall("ivan", case)
    row = Case.objects.get(pk=case)
    assert (row.state, row.stage, act.asked(case)) == (State.DRAFT, "request", set())
    told = {(item.payload["to"], item.payload["about"]) for item in Item.objects.all()}
    assert told == {(act.people.tamara, "recalled"), (act.people.galina, "not_needed")}
    assert decisions(case) == [("tamara", "approve")]
    act.send("ivan", case, ask="everybody")
    assert Case.objects.get(pk=case).round == 2


def test_nothing_is_recalled_after_the_payment(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    act.complete("dan", case, paid_on="2026-11-17")
    with pytest.raises(errors.NotNow):
        act.recall("ivan", case)
    with pytest.raises(errors.NotNow):
        act.cancel("ivan", case)
    assert Case.objects.get(pk=case).state == State.COMPLETED


def test_only_the_requester_recalls_and_cancels(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NotYourRequest, match="Only Ivan may do this"):
        act.recall("tamara", case)
    with pytest.raises(errors.NoSuchRequest):
        act.cancel("karim", case)
    assert kinds(case) == ["started", "sent"]


def test_cancelling_ends_it_with_a_reason(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NotSaved):
        act.cancel("ivan", case, reason="")
    act.cancel("ivan", case, reason="Found one in the store")
    row = Case.objects.get(pk=case)
    assert (row.state, row.status, act.asked(case)) == (State.CANCELLED, "CANCELED", set())
    said = load("cancelled", {"reason": "Found one in the store"})
    assert Event.objects.filter(case=case).count() == 3
    assert said.reason == "Found one in the store"


def test_a_draft_is_thrown_away_without_a_reason(act: Acting) -> None:
    case = act.draft("ivan")
    act.cancel("ivan", case, reason="")
    assert Case.objects.get(pk=case).state == State.CANCELLED


def test_his_substitute_may_rework_for_an_absent_requester(act: Acting) -> None:
    away("ivan", "karim")
    case = act.sent("ivan")
    act.return_("tamara", case)
    assert act.asked(case) == {"ivan", "karim"}
    act.save("karim", case, subject="Fewer chairs")
    act.send("karim", case)
    assert act.asked(case) == {"tamara"}


def test_the_payment_waits_for_answers_to_remarks(act: Acting) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Why so many?")
    act.chain(case, "galina", "fedor", "egor")
    assert act.asked(case) == {"ivan"}
    assert Task.objects.get(process=case, finished=None).step == "remarks"
    answered(act, case)
    assert act.asked(case) == {"dan", "dina"}


def test_a_stale_draft_is_not_overwritten(act: Acting) -> None:
    case = act.draft("ivan")
    shown = revision(case)
    act.save("ivan", case, subject="Tables")
    with pytest.raises(errors.Stale):
        actions.save_draft(case=case, actor=act.people.ivan, values={"subject": "Sofas"}, revision=shown)
    assert Case.objects.get(pk=case).values["subject"] == "Tables"


def test_a_copy_refers_to_the_old_one_and_leaves_files_behind(act: Acting, returned: int) -> None:
    copy = actions.copy_case(case=returned, actor=act.people.ivan, press=press())
    row = Case.objects.get(pk=copy)
    assert (row.copied_from_id, row.state, row.number) == (returned, State.DRAFT, "")
    assert row.values["subject"] == "Chairs"
    with pytest.raises(errors.NoSuchRequest):
        actions.copy_case(case=returned, actor=act.people.karim)
