"""Evaluates conditions and operands on a request. Pure.

A condition is compiled once into closures, kept on the condition itself (it is immutable). `all` and `any`
look at their parts in order and stop as soon as the answer is known, so a part may guard the next one:
`all: [urgent is ticked, deadline < today + 3]`. What is looked at and has no answer is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from common.money import Money
from designer.conditions import arithmetic, comparison
from designer.conditions.errors import CannotEvaluate
from designer.conditions.kinds import Value, Written
from designer.conditions.tree import (
    All,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    Constant,
    CountOf,
    FieldValue,
    Filled,
    ItemAttribute,
    MoneyConstant,
    Not,
    NumberConstant,
    Operand,
    OtherRequests,
    PersonTest,
    Today,
)
from designer.conditions.walk import MOST_PARTS, others_key, parts
from designer.document.fields import ComputedField, Field
from designer.document.process import ProcessDocument
from designer.route.facts import Facts
from designer.values.shapes import Malformed, Typed, is_empty, read, read_as
from org.snapshot import OrgSnapshot

REQUESTER = "requester"
"""In a test of a person: whom the request is for."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a condition is evaluated on. `today` is the date in the time zone of the requester's unit."""

    document: ProcessDocument
    facts: Facts
    org: OrgSnapshot
    today: date


@dataclass(slots=True)
class _Run:
    """One evaluation: every computed value is worked out once, and never from itself."""

    scope: Scope
    computed: dict[str, Value | CannotEvaluate] = field(default_factory=dict)
    busy: set[str] = field(default_factory=set)


Test = Callable[[_Run], bool]
Getter = Callable[[_Run], Value]


def evaluate(condition: Condition, scope: Scope) -> bool:
    """Does it hold? Raises CannotEvaluate (ROUTING 33, 34)."""
    return _test(condition)(_Run(scope))


def value_of(operand: Operand, scope: Scope) -> Typed:
    """The operand's value, exact and not rounded. Raises CannotEvaluate, also when it is empty."""
    value = _getter(operand)(_Run(scope))
    return str(value) if isinstance(value, Written) else cast(Typed, value)


# -- compiling ---------------------------------------------------------------------------------------------


def _test(condition: Condition) -> Test:
    """The closure of a condition; compiled once and kept beside the (immutable) condition's fields."""
    kept: Test | None = condition.__dict__.get("_closure")
    if kept is None:
        _refuse_too_large(condition)
        kept = condition.__dict__["_closure"] = _compile_condition(condition)
    return kept


def _getter(operand: Operand) -> Getter:
    kept: Getter | None = operand.__dict__.get("_closure")
    if kept is None:
        _refuse_too_large(operand)
        kept = operand.__dict__["_closure"] = _compile_operand(operand)
    return kept


def _refuse_too_large(node: Condition | Operand) -> None:
    if len(list(parts(node))) > MOST_PARTS:
        raise CannotEvaluate.because("too_large", most=MOST_PARTS)


def _compile_condition(condition: Condition) -> Test:
    match condition:
        case All(all=inner):
            tests = [_compile_condition(one) for one in inner]
            return lambda run: all(test(run) for test in tests)
        case AnyOf(any=inner):
            tests = [_compile_condition(one) for one in inner]
            return lambda run: any(test(run) for test in tests)
        case Not(not_=one):
            test = _compile_condition(one)
            return lambda run: not test(run)
        case Filled(field=code, filled=wanted):
            return lambda run: _is_filled(code, run) == wanted
        case Compare():
            return _compile_comparison(condition)
        case PersonTest():
            return lambda run: _person_passes(condition, run)
    raise TypeError(condition)


def _compile_comparison(condition: Compare) -> Test:
    left, right, op = _compile_operand(condition.left), _compile_operand(condition.right), condition.op
    return lambda run: comparison.holds(left(run), op, right(run), run.scope.facts, run.scope.org)


def _compile_operand(operand: Operand) -> Getter:
    match operand:
        case FieldValue(field=code):
            return lambda run: _field_value(code, run)
        case Constant(value=value):
            written = _written(value)
            return lambda run: written
        case NumberConstant(number=number):
            return lambda run: number
        case MoneyConstant(money=amount, currency=currency):
            return lambda run: arithmetic.money(amount, currency)
        case ItemAttribute():
            return lambda run: _attribute(operand, run)
        case Today(today=days):
            return lambda run: _day(run.scope.today, days)
        case CountOf(count_of=code):
            return lambda run: _count(code, run)
        case Arithmetic(calc=calc, of=inner):
            getters = [_compile_operand(one) for one in inner]
            return lambda run: arithmetic.work_out(calc, [getter(run) for getter in getters])
        case OtherRequests():
            return lambda run: _others(operand, run)
    raise TypeError(operand)


def _written(value: bool | int | str | tuple[bool | int | str, ...]) -> Value:
    if isinstance(value, tuple):
        return tuple(_written_one(one) for one in value)
    return _written_one(value)


def _written_one(value: bool | int | str) -> bool | Decimal | Written:
    if isinstance(value, bool):
        return value
    return Decimal(value) if isinstance(value, int) else Written(value)


# -- looking things up -------------------------------------------------------------------------------------


def _field(code: str, run: _Run) -> Field:
    found = run.scope.document.fields.get(code)
    if found is None:
        raise CannotEvaluate.because("unknown_field", field=code)
    return found


def _field_value(code: str, run: _Run) -> Value:
    field_ = _field(code, run)
    if isinstance(field_, ComputedField):
        return _computed(field_, run)
    value = _typed(field_, run)
    if value is None:
        raise CannotEvaluate.because("empty_value", field=code)
    return value


def _typed(field_: Field, run: _Run) -> Typed | None:
    try:
        return read(field_, run.scope.facts.values.get(field_.code))
    except Malformed as error:
        raise CannotEvaluate.because("malformed_value", field=field_.code) from error


def _computed(field_: ComputedField, run: _Run) -> Value:
    code = field_.code
    if code in run.busy:
        raise CannotEvaluate.because("circular", field=code)
    if code not in run.computed:
        run.busy.add(code)
        try:
            run.computed[code] = _getter(field_.value)(run)
        except CannotEvaluate as error:
            run.computed[code] = error
        finally:
            run.busy.discard(code)
    found = run.computed[code]
    if isinstance(found, CannotEvaluate):
        raise CannotEvaluate(found.reason)
    return found


def _is_filled(code: str, run: _Run) -> bool:
    field_ = _field(code, run)
    if not isinstance(field_, ComputedField):
        return not is_empty(field_, run.scope.facts.values.get(code))
    try:
        _computed(field_, run)
    except CannotEvaluate:
        return False
    return True


def _attribute(operand: ItemAttribute, run: _Run) -> Value:
    field_, code = _field(operand.item, run), operand.attribute
    item = _field_value(operand.item, run)
    catalog = run.scope.document.catalog(field_.catalog) if field_.type == "item" else None
    kind = catalog.attribute_type(code) if catalog else None
    if field_.type != "item" or kind is None:
        raise CannotEvaluate.because("unknown_attribute", attribute=code)
    attributes = run.scope.facts.items.get((field_.catalog, str(item)))
    if attributes is None:
        raise CannotEvaluate.because("unknown_item", field=field_.code, item=str(item))
    try:
        value = read_as(kind, attributes.get(code))
    except Malformed as error:
        raise CannotEvaluate.because("malformed_value", field=field_.code) from error
    if value is None:
        raise CannotEvaluate.because("empty_attribute", attribute=code, field=field_.code)
    return value


def _count(code: str, run: _Run) -> Decimal:
    value = _typed(_field(code, run), run)
    if value is not None and not isinstance(value, tuple):
        raise CannotEvaluate.because("malformed_value", field=code)
    return Decimal(len(value or ()))


def _day(today: date, days: int) -> date:
    try:
        return today + timedelta(days=days)
    except OverflowError as error:
        raise CannotEvaluate.because("out_of_range") from error


def _others(operand: OtherRequests, run: _Run) -> Decimal | Money:
    found = run.scope.facts.others.get(others_key(operand))
    if found is None:
        raise CannotEvaluate.because("not_counted", process=operand.others)
    return arithmetic.money(found, run.scope.org.currency) if operand.in_money else found


def _person_passes(test: PersonTest, run: _Run) -> bool:
    org, person = run.scope.org, _person(test.person, run)
    if person not in org.employees:
        raise CannotEvaluate.because("unknown_employee", employee=person)
    for code in org.positions_of.get(person, ()):
        position = org.positions[code]
        if position.role in test.holds_role:
            return True
        if any(unit.code in test.works_in for unit in org.path_up(position.unit)):
            return True
    return False


def _person(code: str, run: _Run) -> str:
    if code == REQUESTER:
        return run.scope.facts.requested_for
    if _field(code, run).type != "employee":
        raise CannotEvaluate.because("not_a_person", field=code)
    return str(_field_value(code, run))
