"""The rules of a form: shown, required, cleared, computed; what stands in the way of sending."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from designer.document.load import load_document, load_package
from designer.document.process import ProcessDocument
from designer.form import (
    check_draft,
    check_sending,
    check_step,
    fill_in,
    initial_values,
    requester_form,
    settle,
    step_form,
)
from org.snapshot import Unit
from tests.designer.samples import DOCUMENT, INVOICE, pdf, raw, rub, scope, with_fields

INVOICE_DOCUMENT = load_package(INVOICE).document
GOOD: dict[str, Any] = {
    "supplier": "S-001",
    "invoice_number": "14",
    "invoice_date": "2026-11-16",
    "amount": rub("100.00"),
    "payer": "LE",
    "invoice_file": [pdf()],
    "cash_flow_item": "2010",
    "in_budget": "in_budget",
    "payment_date": "2026-11-20",
}
ITEMS = {("suppliers", "S-001"): {"blocked": False}, ("cash_flow_items", "2010"): {}}


def invoice(**values: Any) -> Any:
    """The invoice form settled; `None` takes a value away. The company has a payer LE."""
    filled = {code: value for code, value in {**GOOD, **values}.items() if value is not None}
    found = scope(filled, INVOICE_DOCUMENT, items=ITEMS)
    units = {**found.org.units, "LE": Unit("LE", "Meridian", "legal_entity", "HQ")}
    return settle(replace(found, org=replace(found.org, units=units)))


def test_a_good_invoice_may_be_sent() -> None:
    assert check_sending(invoice(), ITEMS) == {}


def test_ticking_urgent_asks_for_a_reason_and_clears_the_date() -> None:
    settled = invoice(urgent=True)
    assert "payment_date" not in settled.values
    assert "payment_date" not in settled.shown
    assert check_sending(settled, ITEMS) == {"urgent_reason": ("Fill this in.",)}
    assert check_sending(invoice(urgent=True, urgent_reason="Power off"), ITEMS) == {}


def test_a_hidden_value_stays_in_the_draft_and_is_not_sent() -> None:
    settled = invoice(off_budget_reason="We forgot", urgent_reason="")
    assert settled.values["off_budget_reason"] == "We forgot"
    assert "off_budget_reason" not in settled.sent
    assert settled.sent["payment_date"] == "2026-11-20"


def test_each_mistake_is_said_at_its_field() -> None:
    settled = invoice(
        supplier="S-999",
        amount=rub("0.00"),
        payer="SAL",
        invoice_file=None,
        payment_date="2026-11-16",
        comment=5,
    )
    assert check_sending(settled, ITEMS) == {
        "supplier": ("This is not in the list, or no longer: choose again.",),
        "amount": ("At least 0.01.",),
        "payer": ("This unit cannot be chosen here.",),
        "invoice_file": ("Attach a file.",),
        "payment_date": (
            {"en": "The payment date is today or later.", "ru": "Дата оплаты — сегодня или позже."},
        ),
        "comment": ("Enter a text.",),
    }


def test_a_blocked_supplier_is_refused_in_the_words_of_the_process() -> None:
    blocked = {**ITEMS, ("suppliers", "S-001"): {"blocked": True}}
    settled = invoice()
    facts = replace(settled.scope.facts, items=blocked)
    found = check_sending(settle(replace(settled.scope, facts=facts)), blocked)
    assert found == {"supplier": ({"en": "This supplier is blocked.", "ru": "Этот поставщик заблокирован."},)}


def test_what_only_accounting_fills_in_is_not_on_the_requesters_form() -> None:
    views = [view.field.code for section in requester_form(invoice()) for view in section.fields]
    assert "paid_on" not in views
    assert "payment_date" in views


def test_accounting_sees_the_whole_and_must_fill_in_the_payment() -> None:
    step, settled = INVOICE_DOCUMENT.steps["accounting"], invoice()
    views = {view.field.code: view for section in step_form(step, settled) for view in section.fields}
    assert {code for code, view in views.items() if view.editable} == {"paid_on", "payment_order_number"}
    assert views["paid_on"].required
    assert not views["amount"].required
    assert "urgent_reason" not in views
    assert set(check_step(step, settled, ITEMS)) == {"paid_on", "payment_order_number"}
    filled = invoice(paid_on="2026-11-18", payment_order_number="77")
    assert list(check_step(step, filled, ITEMS)) == ["paid_on"]
    assert check_step(step, invoice(paid_on="2026-11-17", payment_order_number="77"), ITEMS) == {}


def test_a_step_never_gets_a_field_that_it_may_not_see() -> None:
    route = [{**raw()["route"][0], "sees": ["note"], "edits": ["count"]}]
    document = load_document(raw(route=route))
    views = step_form(document.steps["boss"], settle(scope({"amount": rub("5")}, document)))
    assert [view.field.code for section in views for view in section.fields] == ["note", "count"]


def test_computed_values_are_worked_out_and_rounded_to_the_minor_unit() -> None:
    settled = settle(scope({"amount": rub("0.10"), "count": "3.35"}))
    assert settled.values["total"] == rub("0.34")
    assert settle(scope({"amount": rub("0.10")})).sent.get("total") is None


def test_a_required_computed_value_that_has_no_answer_is_a_problem() -> None:
    document = with_fields(
        {"code": "count", "type": "number"},
        {
            "code": "share",
            "type": "computed",
            "required": True,
            "result": "number",
            "value": {"calc": "divide", "of": [{"number": 1}, {"field": "count"}]},
        },
    )
    assert check_sending(settle(scope({"count": "0"}, document)), ()) == {"share": ("A division by zero.",)}
    assert settle(scope({"count": "3"}, document)).sent["share"] == "0.333333"


def chained() -> ProcessDocument:
    """Each field is shown only when the one before is filled in; the last hides the first."""
    return with_fields(
        {"code": "one", "type": "text", "shown": {"field": "three", "filled": False}},
        {"code": "two", "type": "text", "shown": {"field": "one", "filled": True}},
        {"code": "three", "type": "text", "shown": {"field": "two", "filled": True}},
    )


def test_rules_that_chase_each_other_come_to_an_end() -> None:
    settled = settle(scope({"one": "a", "two": "b", "three": "c"}, chained()))
    assert settled.sent == {}
    assert settled.shown == {"one"}
    assert settled.values == {"one": "a", "two": "b", "three": "c"}


def test_a_rule_without_an_answer_hides_in_a_draft_and_refuses_sending() -> None:
    over = {"left": {"field": "count"}, "op": "gt", "right": {"number": 5}}
    document = with_fields(
        {"code": "count", "type": "number"}, {"code": "why", "type": "text", "shown": over}
    )
    settled = settle(scope({}, document))
    assert settled.shown == {"count"}
    assert check_sending(settled, ()) == {"why": ("“Count” is empty.",)}
    assert check_sending(settle(scope({"count": "5"}, document)), ()) == {}


def test_too_few_files_and_an_unticked_box_have_their_own_words() -> None:
    document = with_fields(
        {"code": "scans", "type": "files", "required": True, "min_count": 2},
        {"code": "extra", "type": "files", "min_count": 2},
        {"code": "agreed", "type": "yes_no", "required": True},
    )
    assert check_sending(settle(scope({"extra": [pdf()]}, document)), ()) == {
        "scans": ("Attach at least 2 files.",),
        "extra": ("Attach at least 2 files.",),
        "agreed": ("This must be ticked.",),
    }


def test_an_employee_must_have_the_role_and_the_unit_asked_for() -> None:
    document = with_fields({"code": "who", "type": "employee", "roles": ["accountant"], "units": ["KZN"]})
    found = {
        who: check_sending(settle(scope({"who": who}, document)), ()) for who in ("hasan", "dan", "egor", "x")
    }
    no_role, no_unit = (
        "This employee has none of the roles asked for here.",
        ("This employee works in none of the units asked for here."),
    )
    assert found == {
        "hasan": {},
        "dan": {"who": (no_unit,)},
        "egor": {"who": (no_role, no_unit)},
        "x": {"who": ("There is no such employee, or no longer.",)},
    }


def test_a_draft_takes_what_can_be_read_and_keeps_the_old_value_of_the_rest() -> None:
    found = fill_in(
        DOCUMENT,
        {"note": "old", "count": "1", "story": "gone"},
        {
            "note": "new",
            "count": "many",
            "story": "",
            "amount": {"amount": "5"},
            "nowhere": "x",
            "total": rub("1"),
        },
        allowed=set(DOCUMENT.fields) - {"total"},
    )
    assert found.values == {"note": "new", "count": "1", "amount": rub("5.00")}
    assert set(found.errors) == {"count", "nowhere", "total"}


def test_a_draft_is_checked_for_types_only() -> None:
    assert check_draft(DOCUMENT, {"note": "x", "amount": rub("5.00")}) == {}
    assert set(check_draft(DOCUMENT, {"note": 5, "nowhere": 1})) == {"note", "nowhere"}


def test_a_new_draft_begins_with_the_defaults() -> None:
    assert initial_values(INVOICE_DOCUMENT) == {"in_budget": "in_budget", "urgent": False}
    document = with_fields(
        {"code": "count", "type": "number", "default": "1.5"},
        {"code": "agreed", "type": "yes_no", "default": True},
        {"code": "kinds", "type": "choices", "options": [{"code": "a", "label": "A"}], "default": ["a"]},
    )
    assert initial_values(document) == {"count": "1.5", "agreed": True, "kinds": ["a"]}
