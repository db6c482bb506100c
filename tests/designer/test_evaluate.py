"""Conditions: what holds, what does not, and what has no answer (ROUTING 33, 34)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from common.money import Money
from designer.conditions.errors import SENTENCES, CannotEvaluate
from designer.conditions.evaluate import evaluate, value_of
from designer.conditions.walk import MOST_PARTS, fields_read, others_key
from tests.designer.samples import condition, operand, pdf, rub, scope

FILLED: dict[str, Any] = {
    "note": "Hello {{ 7*7 }}",
    "count": "3",
    "amount": rub("100.00"),
    "day": "2026-11-20",
    "moment": "2026-11-16T21:30:00+00:00",
    "urgent": True,
    "kind": "a",
    "kinds": ["b"],
    "supplier": "acme",
    "boss": "fedor",
    "payer": "KZN",
    "scans": [pdf()],
}


def compare(left: dict[str, Any], op: str, right: dict[str, Any]) -> dict[str, Any]:
    return {"left": left, "op": op, "right": right}


@pytest.mark.parametrize(
    ("left", "op", "right", "holds"),
    [
        ({"field": "count"}, "eq", {"number": "3.00"}, True),
        ({"field": "count"}, "gt", {"value": 3}, False),
        ({"field": "amount"}, "ge", {"money": "100", "currency": "RUB"}, True),
        ({"field": "amount"}, "lt", {"money": "1.25", "currency": "USD"}, True),  # 1.25 USD are 100.625 RUB
        ({"field": "amount"}, "lt", {"money": "1.24", "currency": "USD"}, False),  # and 1.24 are 99.82
        ({"field": "day"}, "eq", {"today": 3}, True),
        ({"field": "day"}, "le", {"value": "2026-11-19"}, False),
        ({"field": "moment"}, "eq", {"today": 0}, True),  # 17 November 00:30 in Moscow
        ({"field": "urgent"}, "eq", {"value": True}, True),
        ({"field": "kind"}, "in", {"value": ["b", "a"]}, True),
        ({"field": "kind"}, "not_in", {"value": ["b"]}, True),
        ({"field": "kinds"}, "contains", {"value": "b"}, True),
        ({"field": "note"}, "contains", {"value": "HELLO"}, True),
        ({"field": "note"}, "eq", {"value": "Hello {{ 7*7 }}"}, True),
        ({"item": "supplier", "attribute": "blocked"}, "eq", {"value": False}, True),
        ({"item": "supplier", "attribute": "rating"}, "gt", {"number": "4"}, True),
        ({"count_of": "scans"}, "eq", {"number": 1}, True),
        ({"field": "total"}, "eq", {"money": "300", "currency": "RUB"}, True),
        ({"calc": "subtract", "of": [{"field": "day"}, {"today": 0}]}, "eq", {"number": 3}, True),
        (
            {"calc": "divide", "of": [{"field": "amount"}, {"number": 8}]},
            "eq",
            {"money": "12.5", "currency": "RUB"},
            True,
        ),
    ],
)
def test_a_comparison_holds_or_not(left: dict[str, Any], op: str, right: dict[str, Any], holds: bool) -> None:
    assert evaluate(condition(compare(left, op, right)), scope(FILLED)) is holds


@pytest.mark.parametrize(
    ("left", "op", "right", "code"),
    [
        ({"field": "story"}, "eq", {"value": "x"}, "empty_value"),
        ({"field": "nowhere"}, "eq", {"value": "x"}, "unknown_field"),
        ({"field": "earlier"}, "ne", {"value": "x"}, "empty_value"),
        ({"item": "supplier", "attribute": "since"}, "eq", {"today": 0}, "empty_attribute"),
        ({"item": "supplier", "attribute": "colour"}, "eq", {"today": 0}, "unknown_attribute"),
        ({"field": "note"}, "gt", {"number": 1}, "wrong_types"),
        ({"field": "amount"}, "gt", {"number": 1}, "wrong_types"),
        ({"field": "note"}, "lt", {"value": "z"}, "wrong_types"),
        ({"field": "scans"}, "eq", {"value": "x"}, "wrong_types"),
        ({"field": "kind"}, "in", {"value": "a"}, "wrong_types"),
        ({"field": "day"}, "eq", {"value": "soon"}, "wrong_types"),
        ({"calc": "divide", "of": [{"number": 1}, {"number": 0}]}, "eq", {"number": 1}, "division_by_zero"),
        ({"calc": "add", "of": [{"field": "amount"}, {"number": 0}]}, "eq", {"number": 1}, "wrong_types"),
        ({"field": "amount"}, "lt", {"money": "1", "currency": "EUR"}, "no_rate"),
        ({"others": "everything", "days": 30}, "eq", {"number": 0}, "not_counted"),
        (
            {"calc": "multiply", "of": [{"field": "amount"}, {"number": "1e17"}]},
            "eq",
            {"number": 1},
            "out_of_range",
        ),
    ],
)
def test_what_has_no_answer_is_an_error_and_never_false(
    left: dict[str, Any], op: str, right: dict[str, Any], code: str
) -> None:
    with pytest.raises(CannotEvaluate) as refused:
        evaluate(condition({"not": compare(left, op, right)}), scope(FILLED))
    assert refused.value.reason.code == code
    assert code in SENTENCES
    assert str(refused.value)


def test_a_part_that_is_not_looked_at_needs_no_answer() -> None:
    guard = {"all": [{"field": "day", "filled": True}, compare({"field": "day"}, "gt", {"today": 0})]}
    assert evaluate(condition(guard), scope({})) is False
    assert evaluate(condition({"any": [{"field": "day", "filled": False}, *guard["all"]]}), scope({})) is True


def test_a_malformed_value_is_an_error() -> None:
    for broken in ("abc", 5, {"amount": "1"}, ["x"]):
        with pytest.raises(CannotEvaluate) as refused:
            evaluate(
                condition(compare({"field": "amount"}, "gt", {"money": 1, "currency": "RUB"})),
                scope({"amount": broken}),
            )
        assert refused.value.reason["field"] == "amount"


@pytest.mark.parametrize(
    ("test", "passes"),
    [
        ({"person": "boss", "holds_role": ["branch_director"]}, True),
        ({"person": "boss", "holds_role": ["cfo", "ceo"]}, False),
        ({"person": "requester", "works_in": ["SAL"]}, True),
        ({"person": "requester", "works_in": ["FIN"]}, False),
        ({"person": "requester", "works_in": ["FIN"], "holds_role": ["cfo"]}, False),
    ],
)
def test_a_person_is_tested_by_role_and_by_unit_or_below(test: dict[str, Any], passes: bool) -> None:
    assert evaluate(condition(test), scope(FILLED)) is passes


def test_a_person_who_is_unknown_or_no_person_is_an_error() -> None:
    for person, values in (("boss", {"boss": "99999"}), ("note", FILLED), ("boss", {})):
        with pytest.raises(CannotEvaluate):
            evaluate(condition({"person": person, "works_in": ["SAL"]}), scope(values))


def test_other_requests_are_read_from_the_facts() -> None:
    sum_of = operand(
        {"others": "everything", "days": 30, "same": ["supplier"], "total": "amount", "in_money": True}
    )
    facts = scope(FILLED, others={others_key(sum_of): Decimal("900.5")})  # type: ignore[arg-type]
    assert value_of(sum_of, facts) == Money(Decimal("900.5"), "RUB")
    holds = condition(compare(sum_of.model_dump(), "gt", {"money": 900, "currency": "RUB"}))
    assert evaluate(holds, facts) is True
    assert fields_read(holds) == ("supplier",)


def test_a_condition_of_too_many_parts_is_refused() -> None:
    filled = [{"field": "note", "filled": True}] * 48
    large = {"all": [{"any": filled} for _ in range(4)]}
    assert evaluate(condition(large), scope(FILLED)) is True
    with pytest.raises(CannotEvaluate) as refused:
        evaluate(condition({"not": {"not": {"not": {"not": large}}}}), scope(FILLED))
    assert refused.value.reason["most"] == str(MOST_PARTS)


def test_numbers_are_exact() -> None:
    tenth = {"calc": "add", "of": [{"number": "0.1"}, {"number": "0.2"}]}
    assert value_of(operand(tenth), scope()) == Decimal("0.3")
