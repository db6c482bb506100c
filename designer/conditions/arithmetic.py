"""A little arithmetic, exact: numbers, money of one currency, dates and days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import (
    Context,
    Decimal,
    DecimalException,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    localcontext,
)
from functools import reduce

from common.errors import Invalid
from common.money import Money
from designer.conditions.errors import CannotEvaluate
from designer.conditions.kinds import Value, kind_of

PRECISE = Context(prec=60, traps=[DivisionByZero, InvalidOperation, Overflow])
LIMIT = Decimal(10) ** 30
"""Results from here on are refused: no form holds such a number."""


def work_out(calc: str, values: Sequence[Value]) -> Value:
    """The values combined from left to right by add, subtract, multiply or divide. Raises CannotEvaluate."""
    with localcontext(PRECISE):
        return reduce(lambda left, right: _step(calc, left, right), values)


def in_range(number: Decimal) -> Decimal:
    """The number itself, unless it is too large. Raises CannotEvaluate."""
    if not number.is_finite() or abs(number) >= LIMIT:
        raise CannotEvaluate.because("out_of_range")
    return number


def _step(calc: str, left: Value, right: Value) -> Value:
    kinds = (calc, kind_of(left), kind_of(right))
    rule = _RULES.get(kinds)
    if rule is None or not _one_currency(left, right):
        raise CannotEvaluate.because("wrong_types", op=calc, left=kinds[1], right=kinds[2])
    try:
        return rule[1](left, right)
    except (ZeroDivisionError, DivisionByZero) as error:
        raise CannotEvaluate.because("division_by_zero") from error
    except (OverflowError, DecimalException) as error:
        raise CannotEvaluate.because("out_of_range") from error


def _one_currency(left: Value, right: Value) -> bool:
    return not (isinstance(left, Money) and isinstance(right, Money)) or left.currency == right.currency


def _quotient(left: Decimal, right: Decimal) -> Decimal:
    if right == 0:
        raise ZeroDivisionError
    return in_range(left / right)


def _moved(day: date, days: Decimal) -> date:
    if days != days.to_integral_value() or abs(days) > 10**6:
        raise OverflowError
    return day + timedelta(days=int(days))


def money(amount: Decimal, currency: str) -> Money:
    """An amount of money. Raises CannotEvaluate when it is too large for one."""
    try:
        return Money(amount, currency)
    except Invalid as error:
        raise CannotEvaluate.because("out_of_range") from error


def _money(amount: Decimal, like: Money) -> Money:
    return money(amount, like.currency)


_Rule = tuple[str, Callable[..., Value]]
_RULES: dict[tuple[str, str, str], _Rule] = {
    ("add", "number", "number"): ("number", lambda a, b: in_range(a + b)),
    ("add", "money", "money"): ("money", lambda a, b: _money(a.amount + b.amount, a)),
    ("add", "date", "number"): ("date", _moved),
    ("subtract", "number", "number"): ("number", lambda a, b: in_range(a - b)),
    ("subtract", "money", "money"): ("money", lambda a, b: _money(a.amount - b.amount, a)),
    ("subtract", "date", "number"): ("date", lambda a, b: _moved(a, -b)),
    ("subtract", "date", "date"): ("number", lambda a, b: Decimal((a - b).days)),
    ("multiply", "number", "number"): ("number", lambda a, b: in_range(a * b)),
    ("multiply", "money", "number"): ("money", lambda a, b: _money(a.amount * b, a)),
    ("multiply", "number", "money"): ("money", lambda a, b: _money(a * b.amount, b)),
    ("divide", "number", "number"): ("number", _quotient),
    ("divide", "money", "number"): ("money", lambda a, b: _money(_quotient(a.amount, b), a)),
    ("divide", "money", "money"): ("number", lambda a, b: _quotient(a.amount, b.amount)),
}

RESULTS = {kinds: rule[0] for kinds, rule in _RULES.items()}
"""(calculation, kind, kind) → kind of the result: what can be calculated at all."""
