"""The shipped due times in the demo company: a day off in Kazan is none in Moscow."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from common import clock
from designer.packages.install import install
from designer.queries import forget_versions
from flows import actions, overdue
from flows.models import Case, Task
from org.models import Calendar, CalendarDay, Employee
from tests.designer.samples import INVOICE
from tests.flows.acting import press, revision
from tests.flows.test_invoice import FILLED, PDF
from tests.org.demo import load_demo
from tests.personas import bump

MOSCOW = ZoneInfo("Europe/Moscow")
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=MOSCOW)

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MOSCOW)


@pytest.fixture
def kazan_rests(db: None) -> Iterator[None]:
    """Thursday the 26th is a day off in Kazan alone; it is Wednesday, 9:00."""
    forget_versions()
    with clock.frozen(WEDNESDAY):
        load_demo()
        install(text=INVOICE)
        kazan = Calendar.objects.get(code="KZN")
        CalendarDay.objects.create(calendar=kazan, day=date(2026, 11, 26), intervals=[])
        bump()
        yield
    forget_versions()


def of_unit(unit: str) -> int:
    """An employee of the unit who heads nothing."""
    found = Employee.objects.filter(positions__unit__code=unit, positions__heads=None, is_active=True)
    return found.order_by("code")[0].pk


def sent(who: int, payer: str, **values: Any) -> int:
    filled = {**FILLED, "in_budget": "in_budget", "off_budget_reason": None, "payer": payer, **values}
    case = actions.start_case(process="invoice", actor=who, values=filled)
    actions.attach(case=case, actor=who, field="invoice_file", name="invoice.pdf", content=io.BytesIO(PDF))
    actions.send(case=case, actor=who, revision=revision(case), press=press())
    return case


def calm(who: int, payer: str) -> int:
    """One that is not urgent."""
    return sent(who, payer, urgent=None, urgent_reason=None, payment_date="2026-12-15")


def asked(case: int) -> Task:
    return Task.objects.get(process=case, finished=None)


def answer(case: int) -> None:
    task = asked(case)
    who = task.assignments.get(until=None).employee_id
    actions.approve(task=task.pk, actor=who, revision=revision(case), press=press())


def test_a_manager_has_eight_working_hours_of_his_own_calendar(kazan_rests: None) -> None:
    with clock.frozen(at(25, 14)):
        kazan, moscow = calm(of_unit("KZN-S"), "LE-KZN"), calm(of_unit("MSN-S"), "LE-KZN")
    assert asked(kazan).due == at(27, 13)
    assert asked(moscow).due == at(26, 13)


def test_urgent_he_has_two(kazan_rests: None) -> None:
    with clock.frozen(at(25, 17)):
        kazan, moscow = sent(of_unit("KZN-S"), "LE-KZN"), sent(of_unit("MSN-S"), "LE-KZN")
    assert asked(kazan).due == at(27, 10)
    assert asked(moscow).due == at(26, 10)


def test_the_director_in_moscow_does_not_rest_with_kazan(kazan_rests: None) -> None:
    with clock.frozen(at(25, 14)):
        case = calm(of_unit("KZN-S"), "LE-KZN")
        while asked(case).place != "managers/p:SAL-D":
            assert asked(case).due == at(27, 13)
            answer(case)
    assert asked(case).due == at(26, 13)


def test_the_whole_is_three_working_days_where_it_started(kazan_rests: None) -> None:
    kazan, moscow = calm(of_unit("KZN-S"), "LE-KZN"), calm(of_unit("MSN-S"), "LE-KZN")
    assert Case.objects.get(pk=kazan).due == at(30, 18)
    assert Case.objects.get(pk=moscow).due == at(27, 18)


def test_an_urgent_one_is_one_working_day(kazan_rests: None) -> None:
    assert Case.objects.get(pk=sent(of_unit("KZN-S"), "LE-KZN")).due == at(25, 18)


def test_the_chief_accountant_of_the_payer_is_told(kazan_rests: None) -> None:
    case = calm(of_unit("KZN-S"), "LE-KZN")
    with clock.frozen(at(27, 18, 1)):
        overdue.tell()
    assert {one.employee.code for one in Case.objects.get(pk=case).watches.all()} == chief_accountant()


def chief_accountant() -> set[str]:
    found = Employee.objects.filter(positions__role__code="chief_accountant", is_active=True)
    return set(found.values_list("code", flat=True))
