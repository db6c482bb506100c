"""The shipped invoice in the demo company: everything it names is there, and its route leads to payment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from designer.conditions.evaluate import Scope
from designer.document.process import ProcessDocument
from designer.form import check_sending, settle
from designer.packages import install
from designer.queries import active_items, document_of, items, items_named
from designer.route.facts import Facts, Sent
from designer.route.planner import plan
from org.imports import import_company
from org.queries import snapshot
from org.snapshot import OrgSnapshot
from tests.designer.samples import INVOICE, pdf, rub
from tests.org.conftest import DEMO

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "supplier": "S-003",
    "invoice_number": "14/2",
    "invoice_date": "2026-11-10",
    "amount": rub("250000.00"),
    "payer": "LE-KZN",
    "invoice_file": [pdf()],
    "cash_flow_item": "3020",
    "in_budget": "off_budget",
    "off_budget_reason": "Not foreseen",
    "urgent": True,
    "urgent_reason": "The lorry waits",
}


@pytest.fixture
def document(db: None) -> ProcessDocument:
    for name in ("org-meridian.xlsx", "org-meridian-more.xlsx"):
        import_company(actor_id=None, content=(DEMO / name).read_bytes(), name=name)
    report = install(text=INVOICE)
    assert [str(warning) for warning in report.warnings] == []
    assert report.version_id is not None
    return document_of(report.version_id)


def of_kazan(org: OrgSnapshot) -> str:
    """An employee of the sales division of the dealer centre in Kazan who heads nothing."""
    heads = {unit.head for unit in org.units.values()}
    posts = (org.positions[code] for code in org.positions_in["KZN-S"] if code not in heads)
    return next(post.holder for post in posts if post.holder)


def test_an_urgent_invoice_off_budget_climbs_to_the_department_then_to_the_cfo_and_is_paid_in_kazan(
    document: ProcessDocument,
) -> None:
    org = snapshot()
    who, named = of_kazan(org), items(items_named(document, VALUES))
    facts = Facts("invoice", who, who, who, "KZN-S", values=VALUES, items=named)
    settled = settle(Scope(document, facts, org, date(2026, 11, 13)))
    assert check_sending(settled, active_items(document, settled.sent)) == {}
    found = plan(document, settled.scope.facts, (Sent(NOW, who),), org, NOW)
    steps = [(place.step, place.key.partition("/")[2]) for place in found.places]
    assert steps == [
        ("managers", "p:KZN-SH"),
        ("managers", "p:KZN-D"),
        ("managers", "p:SAL-D"),
        ("budget_control", "p:BUD"),
        ("cfo", "p:CFO"),
        ("accounting", "g:accounting"),
    ]
    assert found.red == ()
    assert [place.key for place in found.open] == ["managers/p:KZN-SH"]
    posts = {asked.position for asked in found.places[-1].people}
    assert {org.positions[code].role for code in posts if code} == {"accountant"}
    assert {org.positions[code].unit for code in posts if code} == {"KZN"}


def test_an_invoice_in_the_budget_needs_no_budget_controller(document: ProcessDocument) -> None:
    org = snapshot()
    who = of_kazan(org)
    values = {**VALUES, "in_budget": "in_budget"}
    facts = Facts(
        "invoice", who, who, who, "KZN-S", values=values, items=items(items_named(document, values))
    )
    found = plan(document, facts, (Sent(NOW, who),), org, NOW)
    assert {place.step for place in found.places if place.status not in ("skipped",)} == {
        "managers",
        "accounting",
    }
