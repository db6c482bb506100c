"""Which fields are shown, required and cleared, and what is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, DecimalException

from common.money import Money, minor_units
from designer.conditions.arithmetic import LIMIT
from designer.conditions.errors import CannotEvaluate
from designer.conditions.evaluate import Scope, evaluate, value_of
from designer.conditions.kinds import kind_of
from designer.conditions.tree import Condition
from designer.document.fields import ComputedField, Field
from designer.route.facts import Stored
from designer.values.shapes import Malformed, Typed, is_empty, plain, store
from org.reasons import Reason


@dataclass(frozen=True, slots=True)
class Settled:
    """A form after its rules were applied.

    `values` are kept in a draft: what `cleared_when` empties is gone, computed values are there. `sent` is
    what a sent request holds: also without the values of hidden fields. `shown` and `required` are codes.
    `doubts` says by field code which rule could not be evaluated: such a field counts as not shown (or not
    required, or not cleared) in a draft, and is refused on sending (ROUTING 34). `scope` sees `sent`."""

    scope: Scope
    values: Mapping[str, Stored]
    sent: Mapping[str, Stored]
    shown: frozenset[str]
    required: frozenset[str]
    doubts: Mapping[str, Reason]


def settle(scope: Scope) -> Settled:
    """Applies the rules of the form to `scope.facts.values` until nothing changes any more. It always comes
    to an end, and settling the result again changes nothing: a round only ever takes values away."""
    document, doubts = scope.document, dict[str, Reason]()
    effective = {code: value for code, value in scope.facts.values.items() if code in document.fields}
    cleared: set[str] = set()
    shown: frozenset[str] = frozenset()
    for _round in range(len(document.fields) + 1):
        before = dict(effective)
        doubts.clear()
        shown = _one_round(scope, effective, cleared, doubts)
        if effective == before:
            break
    at_end = _with_values(scope, effective)
    required = _required(at_end, shown, doubts)
    computed = _computed(at_end, shown, required, doubts)
    kept = {code: value for code, value in scope.facts.values.items() if code in document.fields}
    values = {code: value for code, value in kept.items() if code not in cleared} | computed
    sent = {code: effective.get(code) for code in document.fields} | computed
    sent = {code: value for code, value in sent.items() if value is not None}
    return Settled(_with_values(scope, sent), values, sent, shown, required, doubts)


def _with_values(scope: Scope, values: Mapping[str, Stored]) -> Scope:
    return replace(scope, facts=replace(scope.facts, values=dict(values)))


def _one_round(
    scope: Scope, effective: dict[str, Stored], cleared: set[str], doubts: dict[str, Reason]
) -> frozenset[str]:
    """Takes away what is cleared or hidden, in place; answers what is shown."""
    shown: set[str] = set()
    for code, field in scope.document.fields.items():
        if field.cleared_when is not None and _holds(
            field.cleared_when, _with_values(scope, effective), code, doubts
        ):
            effective.pop(code, None)
            cleared.add(code)
        if field.shown is None or _holds(field.shown, _with_values(scope, effective), code, doubts):
            shown.add(code)
        else:
            effective.pop(code, None)
    return frozenset(shown)


def _holds(condition: Condition, scope: Scope, code: str, doubts: dict[str, Reason]) -> bool:
    try:
        return evaluate(condition, scope)
    except CannotEvaluate as error:
        doubts[code] = error.reason
        return False


def _required(scope: Scope, shown: frozenset[str], doubts: dict[str, Reason]) -> frozenset[str]:
    found = set()
    for code in shown:
        rule = scope.document.fields[code].required
        if rule is True or (rule is not False and _holds(rule, scope, code, doubts)):
            found.add(code)
    return frozenset(found)


def _computed(
    scope: Scope, shown: frozenset[str], required: frozenset[str], doubts: dict[str, Reason]
) -> dict[str, Stored]:
    found: dict[str, Stored] = {}
    for code, field in scope.document.fields.items():
        if isinstance(field, ComputedField) and code in shown:
            try:
                found[code] = compute(field, scope)
            except CannotEvaluate as error:
                found[code] = None
                if code in required:
                    doubts[code] = error.reason
    return found


def compute(field: ComputedField, scope: Scope) -> Stored:
    """The stored value of a computed field: amounts rounded to the minor unit of their currency, numbers to
    six decimals, halves away from zero. Raises CannotEvaluate, also for a result of another type."""
    value = value_of(field.value, scope)
    try:
        return store(field, _rounded(value))
    except Malformed as error:
        raise CannotEvaluate.because(
            "wrong_types", left=kind_of(value), op="computed", right=field.result
        ) from error
    except DecimalException as error:
        raise CannotEvaluate.because("out_of_range") from error


def _rounded(value: Typed) -> Typed:
    if isinstance(value, Money):
        places = minor_units(value.currency)
        return Money(_round(value.amount, places), value.currency)
    if isinstance(value, Decimal):
        return Decimal(plain(_round(value, 6)))
    return value


def _round(number: Decimal, places: int) -> Decimal:
    if abs(number) >= LIMIT / 10**10:
        raise DecimalException
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def is_missing(field: Field, stored: Stored) -> bool:
    """Required, and not filled in: too few files count as well."""
    if field.type == "files":
        return not stored or (isinstance(stored, list) and len(stored) < field.min_count)
    return is_empty(field, stored)
