"""Two people at the same moment (ROUTING 14, 15): first wins, the second is told, one event each."""

from __future__ import annotations

from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import connection

from common.errors import NotAllowed, PlacetError, TooLate
from flows import actions, errors
from flows.models import Case, Event, Task
from tests.flows.acting import FILLED, Acting, decisions, kinds, press, revision
from tests.flows.at_once import at_once, done
from tests.flows.invariants import check
from tests.personas import away

pytestmark = pytest.mark.django_db(transaction=True)


def how(act: Acting, who: str, case: int, **more: Any) -> dict[str, Any]:
    actor = act.people.ids[who]
    return {"task": act.task(who, case), "actor": actor, "revision": revision(case), "press": press(), **more}


def test_two_who_share_a_task_decide_once(act: Acting) -> None:
    away("tamara", "lev")
    for _ in range(5):
        case = act.sent("ivan")
        both = [partial(actions.approve, **how(act, who, case)) for who in ("tamara", "lev")]
        refused = at_once(*both)
        assert done(refused) == 1
        assert [type(one) for one in refused if one] == [errors.AlreadyDecided]
        assert kinds(case) == ["started", "sent", "decided"]
        assert act.asked(case) == {"galina"}
        check()


def test_the_same_press_eight_times_is_one_event(act: Acting) -> None:
    case = act.sent("ivan")
    same = partial(actions.approve, **how(act, "tamara", case))
    assert at_once(*[same] * 8) == [None] * 8
    assert kinds(case) == ["started", "sent", "decided"]
    check()


def test_eight_different_presses_are_one_success_and_seven_sentences(act: Acting) -> None:
    case = act.sent("ivan")
    acts = [partial(actions.approve, **how(act, "tamara", case)) for _ in range(8)]
    refused = at_once(*acts)
    assert done(refused) == 1
    assert {str(one) for one in refused if one} == {"Already decided by Tamara at 10:00."}
    assert decisions(case) == [("tamara", "approve")]


def test_approve_return_and_cancel_at_the_same_moment(act: Acting) -> None:
    for _ in range(5):
        case = act.sent("ivan")
        cancel = {"case": case, "actor": act.people.ivan, "revision": revision(case)}
        cancel |= {"press": press(), "reason": "Not needed"}
        refused = at_once(
            partial(actions.approve, **how(act, "tamara", case)),
            partial(actions.return_for_rework, **how(act, "tamara", case, reason="Why?")),
            partial(actions.cancel, **cancel),
        )
        assert all(one is None or isinstance(one, TooLate | NotAllowed) for one in refused), refused
        assert len(kinds(case)) == 2 + done(refused)
        assert len(decisions(case)) <= 1
        check()


def test_approve_and_recall_at_the_same_moment(act: Acting) -> None:
    case = act.sent("ivan")
    recall = {"case": case, "actor": act.people.ivan, "revision": revision(case), "press": press()}
    refused = at_once(partial(actions.approve, **how(act, "tamara", case)), partial(actions.recall, **recall))
    assert refused[1] is None
    assert Case.objects.get(pk=case).state == "draft"
    assert not Task.objects.filter(process=case, finished=None).exists()
    check()


def test_two_of_a_group_take_it_once(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    refused = at_once(*[partial(actions.take, **how(act, who, case)) for who in ("dan", "dina")])
    assert done(refused) == 1
    assert [type(one) for one in refused if one] == [errors.NotYourTask]
    assert len(act.asked(case)) == 1


def test_two_sendings_and_a_double_start(act: Acting) -> None:
    start = partial(
        actions.start_case, process="purchase", actor=act.people.ivan, values=FILLED, press="once"
    )
    assert at_once(start, start, start) == [None] * 3
    case = Case.objects.get().pk
    send = {"case": case, "actor": act.people.ivan, "revision": revision(case)}
    refused = at_once(*[partial(actions.send, press=press(), **send) for _ in range(4)])
    assert done(refused) == 1
    assert all(one is None or isinstance(one, PlacetError) for one in refused)
    assert kinds(case) == ["started", "sent"]


def test_ten_first_sendings_have_ten_numbers_without_a_gap(act: Acting) -> None:
    drafts = [act.draft("ivan") for _ in range(6)]
    acts = [
        partial(actions.send, case=one, actor=act.people.ivan, revision=revision(one), press=press())
        for one in drafts
    ]
    assert at_once(*acts) == [None] * 6
    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"P-2026-{number:03d}" for number in range(1, 7)]
    assert Event.objects.filter(kind="sent").count() == 6


def test_a_page_from_before_reassigning_is_refused(act: Acting) -> None:
    case = act.sent("ivan")
    stale = how(act, "tamara", case)
    actions.reassign(**how(act, "tamara", case, to=act.people.fedor, reason="Ill"))
    with pytest.raises(errors.NotYourTask, match="It is with Fedor now"):
        actions.approve(**stale)
    assert decisions(case) == []


def test_whoever_waits_too_long_for_another_is_told(act: Acting, owner: psycopg.Connection) -> None:
    case = act.sent("ivan")
    arguments = how(act, "tamara", case)
    with owner.transaction():
        owner.execute("SELECT 1 FROM flows_case WHERE id = %s FOR UPDATE", [case])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(errors.Busy, match="Somebody else is working on this request"):
            actions.approve(**arguments)
    actions.approve(**arguments)
    assert decisions(case) == [("tamara", "approve")]
    connection.close()
