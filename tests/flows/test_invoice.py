"""The shipped invoice on the imported company: whoever is asked answers, up to the payment."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from common import clock
from designer.packages.install import install
from designer.queries import forget_versions
from flows import actions
from flows.models import Assignment, Case, State
from org.imports import import_company
from org.models import Employee
from tests.flows.acting import decisions, press, revision
from tests.flows.invariants import check

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "platform" / "config" / "demo"
MONDAY = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
PDF = b"%PDF-1.7\n"
FILLED: dict[str, Any] = {
    "supplier": "S-001",
    "invoice_number": "77",
    "invoice_date": "2026-11-20",
    "amount": {"amount": "120000", "currency": "RUB"},
    "cash_flow_item": "1020",
    "in_budget": "off_budget",
    "off_budget_reason": "The lift broke",
    "urgent": True,
    "urgent_reason": "Cars wait",
}
PAID = {"paid_on": "2026-11-23", "payment_order_number": "5"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ivan(db: None, settings: Any) -> Iterator[int]:
    """The company of the demo, the shipped package, and a technician in Kazan."""
    forget_versions()
    with clock.frozen(MONDAY):
        for name in ("org-meridian.xlsx", "org-meridian-more.xlsx"):
            import_company(actor_id=None, content=(DEMO / name).read_bytes(), name=name)
        install(text=(ROOT / "designer" / "shipped" / "invoice.yaml").read_bytes())
        yield Employee.objects.get(code="00092").pk
    forget_versions()


def sent(who: int) -> int:
    from org.queries import snapshot

    payer = next(one.code for one in snapshot().units.values() if one.kind == "legal_entity")
    case = actions.start_case(process="invoice", actor=who, values={**FILLED, "payer": payer})
    actions.attach(case=case, actor=who, field="invoice_file", name="invoice.pdf", content=io.BytesIO(PDF))
    actions.send(case=case, actor=who, revision=revision(case), press=press())
    return case


def answer_next(case: int) -> None:
    """Whoever is asked first answers."""
    asked = Assignment.objects.filter(case=case, until=None).select_related("task").order_by("pk")[0]
    how = {"task": asked.task_id, "actor": asked.employee_id, "revision": revision(case), "press": press()}
    if asked.task.kind == "work":
        actions.complete(**how, values=PAID)
    else:
        actions.approve(**how)


def test_an_urgent_invoice_off_budget_is_paid(ivan: int) -> None:
    case = sent(ivan)
    steps = 0
    while Case.objects.get(pk=case).state == State.RUNNING:
        answer_next(case)
        steps += 1
        assert steps < 15
    row = Case.objects.get(pk=case)
    assert (row.state, row.stage, row.needs_attention) == (State.COMPLETED, "accounting", False)
    assert row.number.startswith("INV-")
    assert row.values["paid_on"] == "2026-11-23"
    outcomes = [outcome for _who, outcome in decisions(case)]
    assert outcomes == ["approve"] * (steps - 1) + ["complete"]
    assert steps >= 5
    check()


def test_urgent_means_two_working_hours(ivan: int) -> None:
    case = sent(ivan)
    asked = Assignment.objects.filter(case=case, until=None).first()
    assert asked is not None and asked.due is not None
    assert asked.urgent
    assert (asked.due - MONDAY).total_seconds() <= 4 * 3600
