"""What an assistant does for a boss, and that he decides nothing (zoe assists galina)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from flows import actions, assisting, errors
from flows.access import may_see
from flows.actions.preparing import move_task, prepare_task, sort_tasks
from flows.lists import TaskFilter, open_tasks_of
from flows.models import Assignment, Case, Preparation, State
from org.models import Assistant
from outbox.models import Item
from tests.flows.acting import FILLED, Acting, decisions, kinds, press, revision
from tests.personas import assistant, bump

pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(act: Acting) -> int:
    """galina's assistant."""
    pk = act.people.ids["zoe"] = assistant("zoe", "galina")
    return pk


@pytest.fixture
def asked(act: Acting, zoe: int) -> int:
    """ivan's request, asked of galina."""
    case = act.sent("ivan")
    act.approve("tamara", case)
    return case


def prepare(act: Acting, case: int, who: str = "zoe", **more: Any) -> None:
    said: dict[str, Any] = {"remarks": ["Which colour?", " "], "note": "Called them, fine.", **more}
    task = act.task("galina", case)
    prepare_task(task=task, boss=act.people.galina, actor=act.people.ids[who], **said)


def three(act: Acting, **last: Any) -> list[int]:
    """Three tasks of galina's, in the order in which they came."""
    cases = [act.sent("ivan", subject=f"Chairs {n}") for n in (1, 2)] + [act.sent("ivan", **last)]
    for case in cases:
        act.approve("tamara", case)
    return [act.task("galina", case) for case in cases]


def pile(act: Acting) -> list[int]:
    found = open_tasks_of(act.people.galina, TaskFilter(prepared=True), 1)
    return [row.task for row in found.rows]


def test_draft_remarks_and_a_word_lie_beside_the_task_and_not_in_the_history(act: Acting, asked: int) -> None:
    prepare(act, asked)
    found = Preparation.objects.get()
    assert (found.remarks, found.note, found.by.code) == (["Which colour?"], "Called them, fine.", "zoe")
    assert kinds(asked) == ["started", "sent", "decided"]
    assert act.asked(asked) == {"galina"}


def test_whoever_prepares_over_somebody_elses_words_is_told(act: Acting, asked: int) -> None:
    act.people.ids["yuri"] = assistant("yuri", "galina")
    shown = assisting.mark_of(None)
    prepare(act, asked, seen=shown)
    with pytest.raises(errors.PreparedMeanwhile, match="Zoe"):
        prepare(act, asked, "yuri", note="Mine", seen=shown)
    assert Preparation.objects.get().note == "Called them, fine."


@pytest.mark.parametrize("who", ["karim", "tamara", "ivan", "galina"])
def test_nobody_else_prepares(who: str, act: Acting, asked: int) -> None:
    with pytest.raises((errors.NotAssistant, errors.NoSuchRequest)):
        prepare(act, asked, who)
    assert not Preparation.objects.exists()


def test_nothing_is_prepared_of_what_is_not_asked_of_the_boss(act: Acting, asked: int) -> None:
    task = act.task("galina", asked)
    act.approve("galina", asked)
    said: dict[str, Any] = {"boss": act.people.galina, "actor": act.people.zoe, "remarks": [], "note": "x"}
    with pytest.raises(errors.AlreadyDecided):
        prepare_task(task=task, **said)
    with pytest.raises(errors.NotWithBoss):
        prepare_task(task=act.task("fedor", asked), **said)
    assert not Preparation.objects.exists()


def test_the_day_his_assistance_ends_he_loses_everything(act: Acting) -> None:
    zoe = assistant("zoe", "galina", until=date(2026, 11, 16))
    act.people.ids["zoe"] = zoe
    case = act.sent("ivan")
    act.approve("tamara", case)
    assert not may_see(Case.objects.get(pk=case), zoe)
    with pytest.raises(errors.NoSuchRequest):
        prepare(act, case)
    for write in (move_task, sort_tasks):
        more = {"order": []} if write is sort_tasks else {"task": act.task("galina", case), "to": "top"}
        with pytest.raises(errors.NotAssistant):
            write(boss=act.people.galina, actor=zoe, **more)


def test_he_does_not_see_the_drafts_of_his_boss(act: Acting, zoe: int) -> None:
    case = act.draft("galina")
    assert not may_see(Case.objects.get(pk=case), zoe)
    act.send("galina", case)
    assert may_see(Case.objects.get(pk=case), zoe)


def test_the_boss_finds_his_tasks_as_they_were_laid(act: Acting, zoe: int) -> None:
    first, second, third = three(act)
    assert pile(act) == [first, second, third]
    said: dict[str, Any] = {"boss": act.people.galina, "actor": zoe}
    move_task(task=third, to="top", **said)
    assert pile(act) == [third, first, second]
    move_task(task=third, to="down", **said)
    move_task(task=third, to="down", **said)
    move_task(task=third, to="down", **said)
    assert pile(act) == [first, second, third]
    sort_tasks(order=[second], **said)
    assert pile(act) == [second, first, third]


def test_urgent_ones_stay_in_front(act: Acting, zoe: int) -> None:
    first, second, urgent = three(act, urgent=True)
    sort_tasks(boss=act.people.galina, actor=zoe, order=[second, first, urgent])
    assert pile(act) == [urgent, second, first]
    move_task(task=second, boss=act.people.galina, actor=zoe, to="up")
    assert pile(act) == [urgent, second, first]


def test_what_came_later_follows_what_was_laid(act: Acting, zoe: int) -> None:
    first, second, third = three(act)
    sort_tasks(boss=act.people.galina, actor=zoe, order=[third, second, first])
    late = act.sent("ivan")
    act.approve("tamara", late)
    assert pile(act) == [third, second, first, act.task("galina", late)]
    shown = open_tasks_of(act.people.galina, TaskFilter(), 1).rows
    assert [row.task for row in shown] == [first, second, third, act.task("galina", late)]


ACTS = {
    "approve": {},
    "approve_with_remarks": {"remarks": ["No"]},
    "return_for_rework": {"reason": "No"},
    "decline": {"reason": "No"},
    "complete": {},
    "take": {},
    "give_back": {},
    "reassign": {"reason": "No", "to": 1},
}


@pytest.mark.parametrize("name", ACTS)
def test_he_decides_nothing(name: str, act: Acting, asked: int) -> None:
    task, more = act.task("galina", asked), dict(ACTS[name])
    if "to" in more:
        more["to"] = act.people.fedor
    with pytest.raises((errors.NotYourTask, errors.MayNotReassign)):
        getattr(actions, name)(
            task=task, actor=act.people.zoe, revision=revision(asked), press=press(), **more
        )
    assert decisions(asked) == [("tamara", "approve")]
    assert act.asked(asked) == {"galina"}


# -- requests entered for the boss -------------------------------------------------------------------------


@pytest.fixture
def entered(act: Acting, zoe: int) -> int:
    """A draft of galina's, entered by zoe."""
    people = act.people
    return actions.start_case(
        process="purchase", actor=zoe, requester=people.galina, values=FILLED, press="entered"
    )


def test_a_request_entered_for_the_boss_is_the_bosss(act: Acting, entered: int) -> None:
    row, people = Case.objects.get(pk=entered), act.people
    assert (row.requester_id, row.entered_by_id, row.requested_for_id) == (
        people.galina, people.zoe, people.galina,
    )  # fmt: skip
    assert row.unit.code == "KZN-S"
    act.send("zoe", entered)
    assert act.asked(entered) == {"fedor"}


@pytest.mark.parametrize("who", ["karim", "tamara"])
def test_nobody_else_makes_somebody_the_requester(who: str, act: Acting) -> None:
    with pytest.raises(errors.MayNotStartFor):
        actions.start_case(process="purchase", actor=act.people.ids[who], requester=act.people.galina)
    assert not Case.objects.exists()


def test_the_assistant_answers_and_sends_again_and_is_told_with_the_boss(act: Acting, entered: int) -> None:
    act.send("zoe", entered)
    act.return_("fedor", entered)
    told = Item.objects.filter(key__contains=":returned").values_list("payload__to", flat=True)
    assert set(told) == {act.people.galina, act.people.zoe}
    act.save("zoe", entered, subject="Fewer chairs")
    act.send("zoe", entered)
    assert Case.objects.get(pk=entered).state == State.RUNNING


def test_the_boss_recalls_what_was_entered_for_him(act: Acting, entered: int) -> None:
    act.send("zoe", entered)
    act.recall("galina", entered)
    assert Case.objects.get(pk=entered).state == State.DRAFT


def test_who_assists_no_longer_takes_nothing_back(act: Acting, entered: int) -> None:
    act.send("zoe", entered)
    Assistant.objects.update(until=date(2026, 11, 16))
    bump()
    for refused in (act.recall, act.cancel):
        with pytest.raises(errors.NotYourRequest):
            refused("zoe", entered)
    assert Case.objects.get(pk=entered).state == State.RUNNING


def test_who_entered_it_is_excluded_from_approving_it(act: Acting) -> None:
    """ROUTING, principle 6: fedor types in galina's request and is passed over."""
    assistant("fedor", "galina")
    case = actions.start_case(
        process="purchase", actor=act.people.fedor, requester=act.people.galina, values=FILLED
    )
    act.send("fedor", case)
    assert not Assignment.objects.filter(case=case, employee=act.people.fedor).exists()
    assert act.asked(case) == {"egor"}
