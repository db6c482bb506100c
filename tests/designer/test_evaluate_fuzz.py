"""Whatever is stored and whatever is asked: an answer or CannotEvaluate, nothing else."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from designer.conditions.errors import CannotEvaluate
from designer.conditions.evaluate import evaluate
from designer.form import check_sending, settle
from tests.designer.samples import DOCUMENT, condition, pdf, rub, scope

FIELDS = st.sampled_from([*DOCUMENT.fields, "nowhere", "requester"])
NUMBERS = st.decimals(-(10**15), 10**15, places=2).map(str)
WORDS = st.sampled_from(["a", "b", "acme", "fedor", "KZN", "2026-11-17", "", "x", "{{ x }}", "0"])
OPERANDS = st.recursive(
    st.one_of(
        st.builds(lambda field: {"field": field}, FIELDS),
        st.builds(
            lambda value: {"value": value},
            st.booleans() | st.integers(-9, 9) | WORDS | st.lists(WORDS, min_size=1),
        ),
        st.builds(lambda number: {"number": number}, NUMBERS),
        st.builds(
            lambda money, of: {"money": money, "currency": of},
            NUMBERS,
            st.sampled_from(["RUB", "USD", "EUR"]),
        ),
        st.builds(
            lambda item, name: {"item": item, "attribute": name},
            FIELDS,
            st.sampled_from(["blocked", "since", "x"]),
        ),
        st.builds(lambda days: {"today": days}, st.integers(-36_600, 36_600)),
        st.builds(lambda field: {"count_of": field}, FIELDS),
        st.just({"others": "everything", "days": 3}),
    ),
    lambda inner: st.builds(
        lambda calc, of: {"calc": calc, "of": of},
        st.sampled_from(["add", "subtract", "multiply", "divide"]),
        st.lists(inner, min_size=2, max_size=4),
    ),
    max_leaves=6,
)
OPERATORS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains"])
CONDITIONS = st.recursive(
    st.builds(lambda left, op, right: {"left": left, "op": op, "right": right}, OPERANDS, OPERATORS, OPERANDS)
    | st.builds(lambda field, filled: {"field": field, "filled": filled}, FIELDS, st.booleans())
    | st.builds(lambda person: {"person": person, "holds_role": ["cfo"], "works_in": ["SAL"]}, FIELDS),
    lambda inner: (
        st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3))
        | st.builds(lambda part: {"not": part}, inner)
    ),
    max_leaves=5,
)
STORED = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    WORDS,
    NUMBERS,
    st.sampled_from(
        ["1E+9", "NaN", "9" * 30, "2026-13-01", "2026-11-17T00:00:00", "0001-01-01T00:00:00+14:00"]
    ),
    NUMBERS.map(rub),
    st.just({"amount": "1", "currency": "nope"}),
    st.lists(WORDS, max_size=3),
    st.just([pdf()]),
    st.just([{"sha256": 1}]),
)
VALUES = st.dictionaries(st.sampled_from([*DOCUMENT.fields]), STORED)


@settings(deadline=None)
@given(CONDITIONS, VALUES)
def test_evaluation_answers_or_says_why_not(asked: dict[str, Any], values: dict[str, Any]) -> None:
    try:
        assert evaluate(condition(asked), scope(values)) in (True, False)
    except CannotEvaluate as refused:
        assert "{" not in refused.reason.code
        assert str(refused)


@settings(deadline=None)
@given(VALUES)
def test_any_stored_values_are_settled_and_checked(values: dict[str, Any]) -> None:
    settled = settle(scope(values))
    assert settle(settled.scope).sent == settled.sent
    assert set(check_sending(settled, set())) <= set(DOCUMENT.fields)
