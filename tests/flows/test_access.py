"""Who sees a request, and what of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from common import clock
from flows import access, actions, errors
from flows.access import may_see, visible_cases, visible_fields
from flows.models import Case, Task
from org.models import Assistant, Employee
from tests.flows.acting import Acting
from tests.personas import away, bump, grant

pytestmark = pytest.mark.django_db


def seers(act: Acting, case: int) -> set[str]:
    row = Case.objects.get(pk=case)
    return {name for name, pk in act.people.ids.items() if may_see(row, pk)}


def test_those_whose_it_is_and_those_who_are_or_were_asked(act: Acting) -> None:
    case = act.sent("ivan")
    assert seers(act, case) == {"ivan", "tamara"}
    act.approve("tamara", case)
    assert seers(act, case) == {"ivan", "tamara", "galina"}


def test_for_whom_it_is_and_who_entered_it(act: Acting) -> None:
    case = actions.start_case(process="purchase", actor=act.people.ivan, requested_for=act.people.galina)
    assert seers(act, case) == {"ivan", "galina"}


def test_a_substitute_while_he_stands_in(act: Acting) -> None:
    case = act.sent("ivan")
    away("tamara", "lev")
    assert seers(act, case) == {"ivan", "tamara", "lev"}
    with clock.frozen(datetime(2026, 12, 1, 7, 0, tzinfo=UTC)):
        assert seers(act, case) == {"ivan", "tamara"}


def test_an_assistant_sees_what_his_boss_is_asked_and_sends_but_no_drafts(act: Acting) -> None:
    Assistant.objects.create(boss_id=act.people.tamara, assistant_id=act.people.vera)
    bump()
    case, draft, own = act.sent("ivan"), act.draft("tamara"), act.sent("tamara")
    assert "vera" in seers(act, case)
    assert "vera" in seers(act, own)
    assert "vera" not in seers(act, draft)


@pytest.mark.parametrize(
    ("process", "unit", "seen"),
    [
        ("", None, True),
        ("purchase", None, True),
        ("other", None, False),
        ("", "KZN", True),
        ("", "FIN", False),
    ],
)
def test_grants_over_processes_and_units(act: Acting, process: str, unit: str | None, seen: bool) -> None:
    grant("vera", "see", process, unit)
    case, draft = act.sent("ivan"), act.draft("ivan")
    assert ("vera" in seers(act, case)) is seen
    assert "vera" not in seers(act, draft)


def test_who_has_left_sees_nothing(act: Acting) -> None:
    case = act.sent("ivan")
    Employee.objects.filter(code="ivan").update(is_active=False)
    bump()
    assert not visible_cases(act.people.ivan).exists()
    with pytest.raises(errors.NoSuchRequest):
        access.case_for(case, act.people.ivan)


def test_hidden_and_absent_are_the_same(act: Acting) -> None:
    case = act.sent("ivan")
    task = Task.objects.get(process=case).pk
    for who, what in ((act.people.karim, case), (act.people.ivan, 999_999)):
        with pytest.raises(errors.NoSuchRequest):
            access.case_for(what, who)
    with pytest.raises(errors.NoSuchRequest):
        access.task_for(task, act.people.karim)
    assert access.task_for(task, act.people.ivan).pk == task


def test_fields_hidden_at_a_step_do_not_leave(act: Acting) -> None:
    case = act.sent("ivan", secret="Hush", note="Long")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    row = Case.objects.get(pk=case)
    assert visible_fields(row, act.people.dan) == {"subject", "amount", "supplier", "papers", "paid_on"}
    assert "secret" in visible_fields(row, act.people.tamara)
    assert "secret" in visible_fields(row, act.people.ivan)
    assert visible_fields(row, act.people.karim) == frozenset()


def test_a_person_sees_the_union_of_his_places_and_grants(act: Acting) -> None:
    case = act.sent("ivan", secret="Hush")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    grant("dan", "see", unit="KZN")
    assert "secret" in visible_fields(Case.objects.get(pk=case), act.people.dan)


def test_a_substitute_sees_the_fields_of_the_absent_one(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    away("dan", "clara")
    row = Case.objects.get(pk=case)
    assert visible_fields(row, act.people.clara) == {"subject", "amount", "supplier", "papers", "paid_on"}
