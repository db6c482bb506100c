"""Fifty requests of the demo's company, at every place where one can stand."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flows import actions
from flows.models import Assignment, Case, Task
from org.models import Employee
from tests.upgrades.driving import answer, finish, pressed

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
STARTERS = ("00092", "00150", "00120", "00100", "00130")
"""Five people of different units."""


def make_fifty() -> list[int]:
    """Ten stories, each by five people; the ids."""
    return [story(sent(code)) for story in STORIES for code in STARTERS]


def draft(code: str, **more: Any) -> int:
    who = Employee.objects.get(code=code).pk
    values = {
        "supplier": "S-001",
        "invoice_number": f"A-{code}",
        "invoice_date": "2026-11-20",
        "amount": {"amount": "125000.50", "currency": "RUB"},
        "payer": "LE-KZN",
        "cash_flow_item": "1020",
        "in_budget": "in_budget",
        "payment_date": "2026-12-01",
        **more,
    }
    case = actions.start_case(process="invoice", actor=who, values=values)
    actions.attach(case=case, actor=who, field="invoice_file", name="invoice.pdf", content=BytesIO(PDF))
    return case


def sent(code: str, **more: Any) -> int:
    case = draft(code, **more)
    actions.send(case=case, actor=Case.objects.get(pk=case).requester_id, **pressed(case))
    return case


def waiting(case: int) -> int:
    return case


def recalled(case: int) -> int:
    actions.recall(case=case, actor=Case.objects.get(pk=case).requester_id, **pressed(case))
    return case


def after(*outcomes: str) -> Callable[[int], int]:
    def story(case: int) -> int:
        for outcome in outcomes:
            answer(case, outcome)
        return case

    return story


def at_the_accounting(case: int) -> int:
    while Assignment.objects.filter(case=case, until=None, task__kind=Task.Kind.APPROVAL).exists():
        answer(case)
    return case


def taken_by_one(case: int) -> int:
    asked = Assignment.objects.filter(case=at_the_accounting(case), until=None).order_by("pk")[0]
    actions.take(task=asked.task_id, actor=asked.employee_id, **pressed(case))
    return case


def paid(case: int) -> int:
    finish(case)
    return case


def cancelled(case: int) -> int:
    who = Case.objects.get(pk=case).requester_id
    actions.cancel(case=case, actor=who, reason="Not needed", **pressed(case))
    return case


STORIES: tuple[Callable[[int], int], ...] = (
    waiting,
    recalled,
    after("approve_with_remarks"),
    after("return_for_rework"),
    after("decline"),
    after("return_for_rework", ""),
    at_the_accounting,
    taken_by_one,
    paid,
    cancelled,
)
