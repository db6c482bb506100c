"""Presses, comments and loose files: what is not done is never told as done."""

from __future__ import annotations

import io

import pytest

from common.errors import PlacetError
from flows import actions, errors
from flows.models import Attachment, Comment, Decision, Remark
from tests.flows.acting import Acting, decisions, kinds, press, revision
from tests.personas import away, grant

pytestmark = pytest.mark.django_db


def test_a_press_that_meant_a_comment_approves_nothing(act: Acting) -> None:
    case = act.sent("ivan")
    once = press()
    actions.comment(case=case, actor=act.people.tamara, text="One moment", press=once)
    with pytest.raises(errors.PressUsed):
        actions.approve(
            task=act.task("tamara", case), actor=act.people.tamara, revision=revision(case), press=once
        )
    assert decisions(case) == []
    assert act.asked(case) == {"tamara"}


def test_the_same_comment_pressed_twice_is_said_once(act: Acting) -> None:
    case = act.sent("ivan")
    once = press()
    first = actions.comment(case=case, actor=act.people.tamara, text="One moment", press=once)
    assert actions.comment(case=case, actor=act.people.tamara, text="One moment", press=once) == first
    with pytest.raises(errors.PressUsed):
        actions.comment(case=case, actor=act.people.ivan, text="Mine", press=once)
    assert Comment.objects.filter(case=case).count() == 1


def test_a_loose_file_is_taken_away_by_its_uploader_or_the_requester_only(act: Acting) -> None:
    case = act.sent("ivan")
    content = io.BytesIO(b"%PDF-1.4\n%%EOF\n")
    row = actions.attach(case=case, actor=act.people.ivan, field="", name="offer.pdf", content=content)
    with pytest.raises(errors.NotYourFile, match="Only Ivan"):
        actions.detach(case=case, actor=act.people.tamara, attachment=row.pk)
    assert Attachment.objects.get(pk=row.pk).removed_at is None
    actions.detach(case=case, actor=act.people.ivan, attachment=row.pk)
    assert Attachment.objects.get(pk=row.pk).removed_at is not None


def test_who_may_only_see_adds_no_file(act: Acting) -> None:
    grant("egor")
    case = act.sent("ivan")
    with pytest.raises(errors.NotYourRequest):
        actions.attach(
            case=case, actor=act.people.egor, field="", name="a.pdf", content=io.BytesIO(b"%PDF-1.4\n%%EOF\n")
        )
    assert Attachment.objects.filter(case=case).count() == 0


def test_a_substitute_does_not_take_what_is_no_groups(act: Acting) -> None:
    away("tamara", "lev")
    case = act.sent("ivan")
    with pytest.raises(errors.NotOffered):
        actions.take(task=act.task("lev", case), actor=act.people.lev, revision=revision(case), press=press())
    assert "taken" not in kinds(case)


def test_the_reason_of_an_ending_is_bounded(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.NotSaved) as refused:
        act.cancel("ivan", case, "x" * 4_001)
    assert refused.value.fields == {"reason": ["At most 4000 characters."]}
    with pytest.raises(PlacetError):
        actions.recall(
            case=case, actor=act.people.ivan, revision=revision(case), press=press(), reason="x" * 4_001
        )
    assert kinds(case)[-1] == "sent"


def test_the_same_answer_to_a_remark_twice_is_one_event(act: Acting) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Why so many?")
    remark = Remark.objects.get(case=case)
    for _again in range(2):
        actions.answer_remark(remark=remark.pk, actor=act.people.ivan, answer="taken", text="Fewer now")
    assert kinds(case).count("remark_answered") == 1


def test_control_characters_are_left_out_of_reasons_and_comments(act: Acting) -> None:
    case = act.sent("ivan")
    actions.comment(case=case, actor=act.people.ivan, text="One\x00 moment")
    assert Comment.objects.get(case=case).text == "One moment"
    act.return_("tamara", case, "Too\x00 dear")
    assert Decision.objects.get(case=case).reason == "Too dear"
    with pytest.raises(errors.NotSaved):
        actions.comment(case=case, actor=act.people.ivan, text="\x00")
    assert Comment.objects.filter(case=case).count() == 1
