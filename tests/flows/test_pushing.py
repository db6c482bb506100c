"""Whoever waits for a late task reminds, or asks that somebody stand in: once a working day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import pytest

from common import clock
from flows import access, actions, errors, overdue
from flows.models import Case, Task
from org.access import may_enter_absence
from org.models import Assistant, Employee
from tests.flows.acting import Acting, kinds, press
from tests.flows.at_once import at_once, done
from tests.flows.test_overdue import told
from tests.personas import NOW, away, bump, grant

LATE = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""Friday, 15:00 in Moscow; tamara's task was due on Wednesday."""
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
"""9:00 in Moscow, when work begins."""


@pytest.fixture
def late(act: Acting) -> Iterator[int]:
    """ivan's request waits for tamara, too long."""
    case = act.sent("ivan")
    with clock.frozen(LATE):
        yield case


def remind(act: Acting, who: str, case: int, same: str | None = None) -> None:
    task = Task.objects.get(process=case, finished=None).pk
    actions.remind(task=task, actor=act.people.ids[who], press=same or press())


def ask(act: Acting, who: str, case: int) -> None:
    task = Task.objects.get(process=case, finished=None).pk
    actions.ask_for_a_substitute(task=task, actor=act.people.ids[who], press=press())


@pytest.mark.django_db
def test_the_requester_reminds_once_a_working_day(act: Acting, late: int) -> None:
    remind(act, "ivan", late)
    with pytest.raises(errors.RemindedAlready, match="Tamara was reminded at 15:00. You can remind again"):
        remind(act, "ivan", late)
    with clock.frozen(MONDAY.replace(hour=5)), pytest.raises(errors.RemindedAlready, match="from 09:00"):
        remind(act, "ivan", late)
    assert told(act, late, "reminded") == ["tamara"]
    with clock.frozen(MONDAY):
        remind(act, "ivan", late)
    assert kinds(late) == ["started", "sent", "reminded", "reminded"]


@pytest.mark.django_db
def test_the_same_press_reminds_once(act: Acting, late: int) -> None:
    for _ in range(2):
        remind(act, "ivan", late, "once")
    assert kinds(late) == ["started", "sent", "reminded"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_remind_once(act: Acting) -> None:
    case = act.sent("ivan")
    Task.objects.filter(process=case).update(due=NOW.replace(hour=6))
    refused = at_once(*[partial(remind, act, "ivan", case)] * 3)
    assert done(refused) == 1
    assert kinds(case) == ["started", "sent", "reminded"]


@pytest.mark.django_db
def test_nobody_else_reminds_and_nobody_before_it_is_late(act: Acting, late: int) -> None:
    with pytest.raises(errors.NoSuchRequest):
        remind(act, "karim", late)
    with pytest.raises(errors.NotYourRequest):
        remind(act, "tamara", late)
    with clock.frozen(NOW), pytest.raises(errors.NotLate):
        remind(act, "ivan", late)
    assert kinds(late) == ["started", "sent"]


@pytest.mark.django_db
def test_what_was_answered_meanwhile_is_not_reminded_of(act: Acting, late: int) -> None:
    task = act.task("tamara", late)
    act.approve("tamara", late)
    with pytest.raises(errors.AlreadyDecided):
        actions.remind(task=task, actor=act.people.ivan, press=press())


@pytest.mark.django_db
def test_who_can_enter_an_absence_is_asked_for_a_substitute(act: Acting, late: int) -> None:
    people = {one.code: one for one in Employee.objects.filter(code__in=("tamara", "karim"))}
    Assistant.objects.create(boss=people["tamara"], assistant=people["karim"])
    bump()
    ask(act, "ivan", late)
    assert told(act, late, "substitute_asked") == ["karim", "galina", "pavel"]
    row = Case.objects.get(pk=late)
    assert access.may_see(row, act.people.galina)
    assert "subject" in access.visible_fields(row, act.people.galina)
    assert "note" not in access.visible_fields(row, act.people.galina)
    with pytest.raises(errors.AskedAlready):
        ask(act, "ivan", late)
    assert kinds(late) == ["started", "sent", "substitute_asked"]


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["recall", "cancel", "decline"])
def test_who_was_asked_looks_only_while_it_is_on_its_way(how: str, act: Acting, late: int) -> None:
    """galina was asked to help, pavel was told that it is late; neither has a part in what comes after."""
    assert overdue.tell_task(task=act.task("tamara", late))
    ask(act, "ivan", late)
    row, helpers = Case.objects.get(pk=late), (act.people.galina, act.people.pavel)
    assert [access.may_see(row, one) for one in helpers] == [True, True]
    getattr(act, how)("tamara" if how == "decline" else "ivan", late)
    assert [access.may_see(row, one) for one in helpers] == [False, False]
    with pytest.raises(errors.NoSuchRequest):
        access.case_for(late, act.people.pavel)


@pytest.mark.django_db
def test_a_group_has_no_substitute_until_somebody_took_the_task(act: Acting, late: int) -> None:
    act.chain(late, "tamara", "galina", "fedor", "egor")
    Case.objects.filter(pk=late).update(due=NOW)
    with pytest.raises(errors.NobodyAbsent):
        ask(act, "ivan", late)
    remind(act, "ivan", late)
    assert told(act, late, "reminded") == ["dan", "dina"]


@pytest.mark.django_db
def test_a_substitute_of_the_absent_requester_reminds_when_he_sees_the_request(
    act: Acting, late: int
) -> None:
    away("ivan", "karim")
    with pytest.raises(errors.NoSuchRequest):
        remind(act, "karim", late)
    assert kinds(late) == ["started", "sent"]


@pytest.mark.django_db
def test_past_a_manager_who_is_away_the_next_one_is_asked_for_a_substitute(act: Acting, late: int) -> None:
    away("galina")
    ask(act, "ivan", late)
    assert told(act, late, "substitute_asked") == ["fedor", "pavel"]
    assert may_enter_absence(act.people.fedor, "tamara")


@pytest.mark.django_db
def test_where_nobody_else_can_enter_it_whoever_edits_that_part_is_asked(act: Acting, late: int) -> None:
    for boss in ("galina", "fedor", "egor", "anna"):
        away(boss)
    grant("lev", "edit_company", unit="KZN")
    grant("vera", "edit_company", unit="FIN")
    ask(act, "ivan", late)
    assert told(act, late, "substitute_asked") == ["lev", "pavel"]
