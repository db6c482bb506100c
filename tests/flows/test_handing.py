"""Who has a task: groups, substitutes, reassigning, red items (ROUTING 4, 5, 11, 36)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from common import clock
from flows import actions, errors
from flows.models import Assignment, Case, Event, State, Task
from flows.replanning import apply_replanning, behind, catch_up, employee_changed
from org.models import Absence, Employee, Position
from tests.flows.acting import Acting, decisions, kinds, open_places, press, revision
from tests.personas import away, bump, change, grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_accounting(act: Acting) -> int:
    """All have approved; Dan and Dina share the payment."""
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    return case


def taking(act: Acting, who: str, case: int, back: bool = False) -> None:
    action = actions.give_back if back else actions.take
    action(task=act.task(who, case), actor=act.people.ids[who], revision=revision(case), press=press())


def test_one_of_a_group_takes_the_task(act: Acting, at_accounting: int) -> None:
    task = act.task("dina", at_accounting)
    taking(act, "dan", at_accounting)
    assert act.asked(at_accounting) == {"dan"}
    with pytest.raises(errors.NotYourTask, match="It is with Dan now"):
        actions.complete(task=task, actor=act.people.dina, revision=revision(at_accounting), press=press())
    assert Task.objects.get(pk=task).taken_by_id == act.people.dan


def test_he_gives_it_back_to_the_group(act: Acting, at_accounting: int) -> None:
    taking(act, "dan", at_accounting)
    taking(act, "dan", at_accounting, back=True)
    assert act.asked(at_accounting) == {"dan", "dina"}
    assert kinds(at_accounting)[-2:] == ["taken", "taken"]


def test_a_task_that_nobody_took_cannot_be_given_back(act: Acting, at_accounting: int) -> None:
    with pytest.raises(errors.NotOffered):
        taking(act, "dan", at_accounting, back=True)
    case = act.sent("ivan")
    with pytest.raises(errors.NotOffered):
        taking(act, "tamara", case)


def test_the_work_must_be_filled_in(act: Acting, at_accounting: int) -> None:
    with pytest.raises(errors.NotSaved) as refused:
        act.complete("dan", at_accounting)
    assert refused.value.fields == {"paid_on": ["Fill this in."]}
    assert Case.objects.get(pk=at_accounting).state == State.RUNNING


def test_a_substitute_decides_for_the_absent_one(act: Acting) -> None:
    away("tamara", "lev")
    case = act.sent("ivan")
    assert act.asked(case) == {"tamara", "lev"}
    act.approve("lev", case)
    decision = Case.objects.get(pk=case).decisions.get()
    assert (decision.by_name, decision.on_behalf_name, decision.as_what) == ("Lev", "Tamara", "substitute")
    event = Event.objects.filter(case=case).last()
    assert event is not None and b'"on_behalf_of":"tamara"' in bytes(event.body)
    assert act.asked(case) == {"galina"}


def test_the_absent_one_may_still_decide_and_the_first_wins(act: Acting) -> None:
    away("tamara", "lev")
    case = act.sent("ivan")
    task, shown = act.task("lev", case), revision(case)
    act.approve("tamara", case)
    with pytest.raises(errors.AlreadyDecided, match="Already decided by Tamara"):
        actions.approve(task=task, actor=act.people.lev, revision=shown, press=press())
    assert decisions(case) == [("tamara", "approve")]


def test_an_absence_that_begins_shares_the_open_task(act: Acting) -> None:
    case = act.sent("ivan")
    away("tamara", "lev")
    with transaction.atomic():
        employee_changed({"tamara", "lev"}, None)
    assert act.asked(case) == {"tamara", "lev"}
    assert kinds(case)[-1] == "replanned"
    with transaction.atomic():
        assert apply_replanning([case], "company", None) == 0
    assert kinds(case).count("replanned") == 1


def test_undecided_tasks_return_when_the_absence_ends(act: Acting) -> None:
    away("tamara", "lev")
    case = act.sent("ivan")
    with clock.frozen(datetime(2026, 12, 1, 7, 0, tzinfo=UTC)):
        assert behind() == [case]
        assert catch_up() == 1
        assert act.asked(case) == {"tamara"}
        assert behind() == []
    ended = Assignment.objects.get(case=case, employee=act.people.lev)
    assert (ended.ended, ended.until is not None) == ("replaced", True)


def test_who_leaves_loses_his_open_tasks_at_once(act: Acting) -> None:
    case = act.sent("ivan")
    Employee.objects.filter(code="tamara").update(is_active=False)
    bump()
    with transaction.atomic():
        employee_changed({"tamara"}, None)
    assert act.asked(case) == {"galina"}
    assert open_places(case) == ["managers/p:KZN-SH"]
    assert Assignment.objects.get(case=case, employee=act.people.tamara).ended == "not_needed"


def test_a_request_that_fell_behind_the_company_catches_up(act: Acting) -> None:
    case = act.sent("ivan")
    assert behind() == []
    change(Position, "KZN-TH", holder=act.people.karim)
    assert behind() == [case]
    assert catch_up() == 1
    assert act.asked(case) == {"karim"}
    assert behind() == []


def test_an_approver_passes_his_task_upwards_only(act: Acting) -> None:
    case = act.sent("ivan")
    to: dict[str, Any] = {
        "task": act.task("tamara", case),
        "actor": act.people.tamara,
        "reason": "Ill",
        "revision": revision(case),
    }
    for refused in ("karim", "ivan", "tamara", "boris"):
        with pytest.raises(errors.MayNotChoose):
            actions.reassign(to=act.people.ids[refused], press=press(), **to)
    assert act.asked(case) == {"tamara"}
    actions.reassign(to=act.people.fedor, press=press(), **to)
    assert act.asked(case) == {"fedor"}
    assert Assignment.objects.get(case=case, until=None).as_what == "chosen"


def test_or_to_his_recorded_substitute(act: Acting) -> None:
    away("tamara", "lev", days=(25, 30))
    case = act.sent("ivan")
    actions.reassign(
        task=act.task("tamara", case),
        actor=act.people.tamara,
        to=act.people.lev,
        reason="Busy",
        revision=revision(case),
        press=press(),
    )
    assert act.asked(case) == {"lev"}


def test_who_manages_the_process_gives_tasks_to_holders_of_the_role(act: Acting) -> None:
    grant("vera", "manage")
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    to: dict[str, Any] = {
        "task": act.task("dan", case),
        "actor": act.people.vera,
        "reason": "Ill",
        "revision": revision(case),
    }
    with pytest.raises(errors.MayNotChoose):
        actions.reassign(to=act.people.lev, press=press(), **to)
    actions.reassign(to=act.people.clara, press=press(), **to)
    assert act.asked(case) == {"clara"}


@pytest.mark.parametrize("whose", ["requester", "entered_by", "requested_for"])
def test_a_grant_gives_nobody_the_tasks_of_his_own_request(whose: str, act: Acting) -> None:
    """ROUTING, principle 6: he would pick who approves it."""
    grant("vera", "manage")
    case = act.sent("ivan")
    Case.objects.filter(pk=case).update(**{whose: act.people.vera})
    with pytest.raises(errors.MayNotReassign):
        actions.reassign(
            task=act.task("tamara", case), actor=act.people.vera, to=act.people.fedor, reason="Mine",
            revision=revision(case), press=press(),
        )  # fmt: skip
    assert act.asked(case) == {"tamara"}
    assert kinds(case) == ["started", "sent"]
    Case.objects.filter(pk=case).update(**{whose: act.people.ivan})


def test_nobody_else_reassigns(act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.MayNotReassign):
        actions.reassign(
            task=act.task("tamara", case),
            actor=act.people.ivan,
            to=act.people.galina,
            reason="Faster",
            revision=revision(case),
            press=press(),
        )
    assert act.asked(case) == {"tamara"}


@pytest.fixture
def red(act: Acting) -> int:
    """Nobody is left in accounting: the payment waits for the owner."""
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor")
    Position.objects.filter(code__in=("ACC1", "ACC2", "CHACC", "CFO", "CEO")).update(holder=None)
    bump()
    act.approve("egor", case)
    return case


def test_what_nobody_can_do_waits_for_the_owner(act: Acting, red: int) -> None:
    row = Case.objects.get(pk=red)
    assert (row.needs_attention, act.asked(red)) == (True, {"pavel"})
    task = Task.objects.get(process=red, finished=None)
    assert (task.kind, task.step) == ("attention", "pay")
    assert task.reason["code"]


def test_trying_again_needs_a_mended_company(act: Acting, red: int) -> None:
    again: dict[str, Any] = {
        "task": act.task("pavel", red),
        "actor": act.people.pavel,
        "revision": revision(red),
    }
    with pytest.raises(errors.StillRed):
        actions.retry(press=press(), **again)
    assert kinds(red)[-1] == "decided"
    change(Position, "ACC1", holder=act.people.dan)
    actions.retry(press=press(), **again)
    assert act.asked(red) == {"dan"}
    assert not Case.objects.get(pk=red).needs_attention


def test_only_the_owner_mends(act: Acting, red: int) -> None:
    with pytest.raises(errors.MayNotMend):
        actions.retry(
            task=act.task("pavel", red), actor=act.people.ivan, revision=revision(red), press=press()
        )
    assert act.asked(red) == {"pavel"}


def test_the_owner_chooses_among_the_fitting(act: Acting, red: int) -> None:
    Position.objects.filter(code="ACC2").update(holder=act.people.dina)
    Position.objects.filter(code="KZN-D").update(holder=None)
    bump()
    mend: dict[str, Any] = {
        "task": act.task("pavel", red),
        "actor": act.people.pavel,
        "reason": "She can",
        "revision": revision(red),
    }
    for refused in ("pavel", "karim", "ivan"):
        with pytest.raises((errors.MayNotChoose, errors.MayNotReassign)):
            actions.choose(to=act.people.ids[refused], press=press(), **mend)
    assert open_places(red) == ["pay/g:pay"]
    actions.choose(to=act.people.dina, press=press(), **mend)
    assert act.asked(red) == {"dina"}


def test_an_absence_is_no_business_of_a_finished_request(act: Acting) -> None:
    case = act.sent("ivan")
    act.decline("tamara", case)
    away("galina", "lev")
    assert behind() == []
    assert Absence.objects.count() == 1


def test_who_took_a_task_and_leaves_gives_it_back_to_the_group(act: Acting, at_accounting: int) -> None:
    taking(act, "dan", at_accounting)
    change(Employee, "dan", is_active=False)
    with transaction.atomic():
        employee_changed({"dan"}, None)
    assert act.asked(at_accounting) == {"dina"}
    assert Task.objects.get(process=at_accounting, finished=None).taken_by_id is None


def test_when_nobody_is_left_to_rework_the_owner_does(act: Acting) -> None:
    case = act.sent("ivan")
    act.return_("tamara", case)
    Position.objects.exclude(code="KZN-3").update(holder=None)
    change(Employee, "ivan", is_active=False)
    with transaction.atomic():
        employee_changed({"ivan"}, None)
    assert act.asked(case) == {"pavel"}
    assert Case.objects.get(pk=case).state == State.REWORK
    act.save("pavel", case, subject="Fewer chairs")
    assert Case.objects.get(pk=case).title == "Fewer chairs"
