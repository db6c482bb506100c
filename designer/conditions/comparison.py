"""Compares two values: of one kind, or not at all."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from common.money import Money
from designer.conditions.arithmetic import PRECISE
from designer.conditions.errors import CannotEvaluate
from designer.conditions.kinds import Value, Written, kind_of
from designer.route.facts import Facts
from designer.values.shapes import StoredFile
from org.snapshot import OrgSnapshot

ORDERED = frozenset({"number", "money", "date", "datetime"})
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}


def holds(left: Value, op: str, right: Value, facts: Facts, org: OrgSnapshot) -> bool:
    """`left op right`. Money of different currencies is compared in the company's, by the rates frozen at
    sending (ROUTING 33). Raises CannotEvaluate."""
    if op in ("in", "not_in"):
        return _is_in(left, right, facts, org) == (op == "in")
    if op == "contains":
        return _contains(left, right)
    one, other = _aligned(left, right, op, facts, org)
    if op not in ("eq", "ne") and kind_of(left if isinstance(left, Money) else one) not in ORDERED:
        raise _wrong(left, op, right)
    return bool(_OPERATORS[op](one, other))


def _is_in(left: Value, right: Value, facts: Facts, org: OrgSnapshot) -> bool:
    if isinstance(left, tuple) or not isinstance(right, tuple):
        raise _wrong(left, "in", right)
    # Every element is looked at, so that one of a wrong kind never hides behind an earlier match.
    found = [holds(left, "eq", _plain(one, right), facts, org) for one in right]
    return any(found)


def _plain(one: bool | Decimal | str | StoredFile, among: Value) -> Value:
    if isinstance(one, StoredFile):
        raise _wrong("", "in", among)
    return one


def _contains(left: Value, right: Value) -> bool:
    if isinstance(left, tuple) and isinstance(right, str) and kind_of(left) == "several":
        return right in left
    if isinstance(left, str) and isinstance(right, str):
        return right.casefold() in left.casefold()
    raise _wrong(left, "contains", right)


def _aligned(left: Value, right: Value, op: str, facts: Facts, org: OrgSnapshot) -> tuple[Any, Any]:
    if isinstance(left, Money) and isinstance(right, Money):
        if left.currency == right.currency:
            return left.amount, right.amount
        return _in_company_currency(left, facts, org), _in_company_currency(right, facts, org)
    left, right = _as_moment(left, right), _as_moment(right, left)
    if isinstance(left, datetime) != isinstance(right, datetime):
        left, right = _as_day(left, facts, org), _as_day(right, facts, org)
    if isinstance(left, tuple) or kind_of(left) != kind_of(right):
        raise _wrong(left, op, right)
    return left, right


def _as_moment(value: Value, beside: Value) -> Value:
    """A text written in the definition, beside a date: the date it says."""
    if not isinstance(value, Written) or not isinstance(beside, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise _wrong(value, "eq", beside) from error


def _as_day(value: Value, facts: Facts, org: OrgSnapshot) -> Value:
    """A moment, beside a date: its date where the request starts."""
    if isinstance(value, datetime):
        try:
            return value.astimezone(org.zone_where(facts.unit, facts.requested_for)).date()
        except OverflowError as error:
            raise CannotEvaluate.because("out_of_range") from error
    return value


def _in_company_currency(money: Money, facts: Facts, org: OrgSnapshot) -> Decimal:
    if money.currency == org.currency:
        return money.amount
    rate = facts.rates.get(money.currency)
    if rate is None:
        raise CannotEvaluate.because("no_rate", currency=money.currency)
    try:
        with localcontext(PRECISE):
            return money.amount * rate
    except DecimalException as error:
        raise CannotEvaluate.because("out_of_range") from error


def _wrong(left: Value, op: str, right: Value) -> CannotEvaluate:
    return CannotEvaluate.because("wrong_types", left=kind_of(left), op=op, right=kind_of(right))
