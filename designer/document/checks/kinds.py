"""The kinds of operands: what may be compared and calculated with what, before there is any value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from designer.conditions.arithmetic import RESULTS
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
from designer.document.fields import ComputedField, Field
from designer.document.findings import Report, gettext_noop
from designer.document.process import ProcessDocument
from designer.part import Scalar

NOT_COMPARABLE = gettext_noop("{left} cannot be compared with {right} by “{op}”.")
NOT_COMPUTABLE = gettext_noop("{left} and {right} do not {calc}.")
NOT_A_DATE = gettext_noop("“{value}” is not a date like 2026-11-21.")
NEEDS_SEVERAL = gettext_noop("On the right of “{op}” stands a list of values, or a field of several choices.")
NOT_SEVERAL = gettext_noop("Several values stand only on the right of “in” and “not_in”.")
NOT_COUNTABLE = gettext_noop("Only files and options can be counted, not a field of type {type}.")
NOT_AN_ITEM = gettext_noop("The field “{code}” is of type {type}, not an item of a list.")
NOT_A_PERSON = gettext_noop("The field “{code}” is of type {type}, not an employee.")
NOT_A_SUM = gettext_noop("Only numbers and money can be summed up, not a field of type {type}.")
SAY_MONEY = gettext_noop("The field “{code}” is money: say “in_money: true”.")
NO_MONEY = gettext_noop("The field “{code}” is no money: leave “in_money” out.")

WRITTEN, SEVERAL_WRITTEN, UNKNOWN = "written", "several_written", ""
TEXTS = frozenset({"text", "choice", "item", "employee", "unit", "request"})
DAYS = frozenset({"date", "datetime"})
ORDERED = frozenset({"number", "money", "date", "datetime"})


@dataclass(frozen=True)
class _Check:
    document: ProcessDocument
    report: Report


def check_condition(condition: Condition, path: str, document: ProcessDocument, report: Report) -> None:
    """Reports what cannot be evaluated whatever is filled in."""
    _condition(condition, path, _Check(document, report))


def check_operand(operand: Operand, path: str, document: ProcessDocument, report: Report) -> str:
    """The operand's kind: a field type (long texts are texts, files and several choices themselves),
    `written` for a text of the definition, `""` when it was reported."""
    return _operand(operand, path, _Check(document, report))


def _condition(condition: Condition, path: str, check: _Check) -> None:
    match condition:
        case All(all=inner) | AnyOf(any=inner):
            name = "all" if isinstance(condition, All) else "any"
            for at, one in enumerate(inner):
                _condition(one, f"{path}.{name}.{at}", check)
        case Not(not_=one):
            _condition(one, f"{path}.not", check)
        case Filled(field=code):
            _field(code, f"{path}.field", check)
        case PersonTest(person=code) if code != "requester":
            found = _field(code, f"{path}.person", check)
            if found is not None and found.type != "employee":
                check.report.add(f"{path}.person", NOT_A_PERSON, code=code, type=found.type)
        case Compare():
            _comparison(condition, path, check)


# -- comparisons -------------------------------------------------------------------------------------------


def _comparison(compare: Compare, path: str, check: _Check) -> None:
    left = _operand(compare.left, f"{path}.left", check)
    right = _operand(compare.right, f"{path}.right", check)
    if UNKNOWN in (left, right):
        return
    if compare.op in ("in", "not_in"):
        _membership(compare, left, right, path, check)
    elif SEVERAL_WRITTEN in (left, right):
        check.report.add(path, NOT_SEVERAL)
    elif not _comparable(left, compare.op, right):
        check.report.add(path, NOT_COMPARABLE, left=left, op=compare.op, right=right)
    else:
        _values(compare, left, right, path, check)


def _comparable(left: str, op: str, right: str) -> bool:
    if op == "contains":
        texts = right in TEXTS | {WRITTEN}
        return texts and left in ("choices", "text")
    same = left == right or (left in DAYS and right in DAYS)
    if op in ("eq", "ne"):
        writable = TEXTS | DAYS
        return (same and left not in ("files", "choices")) or _written_beside(left, right, writable)
    return (same and left in ORDERED) or _written_beside(left, right, DAYS)


def _written_beside(left: str, right: str, kinds: frozenset[str]) -> bool:
    return (left == WRITTEN and right in kinds) or (right == WRITTEN and left in kinds)


def _membership(compare: Compare, left: str, right: str, path: str, check: _Check) -> None:
    if right == "choices" and left in TEXTS | {WRITTEN}:
        return
    if right != SEVERAL_WRITTEN or not isinstance(compare.right, Constant):
        check.report.add(f"{path}.right", NEEDS_SEVERAL, op=compare.op)
        return
    values = compare.right.value
    for at, value in enumerate(values if isinstance(values, tuple) else ()):
        kind = _constant_kind(value)
        if not _comparable(left, "eq", kind):
            check.report.add(f"{path}.right.value.{at}", NOT_COMPARABLE, left=left, op=compare.op, right=kind)
        else:
            _value(compare.left, value, left, f"{path}.right.value.{at}", check)


def _values(compare: Compare, left: str, right: str, path: str, check: _Check) -> None:
    """What is written in the definition must be a value that the other side can have."""
    pairs = ((compare.left, compare.right, left, "right"), (compare.right, compare.left, right, "left"))
    for other, written, kind, side in pairs:
        if isinstance(written, Constant) and not isinstance(written.value, tuple):
            _value(other, written.value, kind, f"{path}.{side}.value", check)


def _value(other: Operand, value: Scalar, kind: str, path: str, check: _Check) -> None:
    if kind in DAYS and not _is_date(value):
        check.report.add(path, NOT_A_DATE, value=value)
    field = check.document.fields.get(other.field) if isinstance(other, FieldValue) else None
    if field is not None and field.type in ("choice", "choices"):
        codes = [option.code for option in field.options]
        if value not in codes:
            check.report.unknown(path, "option", str(value), codes)


def _is_date(value: Scalar) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


# -- operands ----------------------------------------------------------------------------------------------


def _operand(operand: Operand, path: str, check: _Check) -> str:
    return _KINDS[type(operand)](operand, path, check)


def _field(code: str, path: str, check: _Check) -> Field | None:
    found = check.document.fields.get(code)
    if found is None:
        check.report.unknown(path, "field", code, check.document.fields)
    return found


def _field_kind(operand: FieldValue, path: str, check: _Check) -> str:
    found = _field(operand.field, f"{path}.field", check)
    if found is None:
        return UNKNOWN
    if isinstance(found, ComputedField):
        return found.result
    return "text" if found.type == "long_text" else found.type


def _constant_kind(value: Any) -> str:
    if isinstance(value, tuple):
        return SEVERAL_WRITTEN
    if isinstance(value, bool):
        return "yes_no"
    return "number" if isinstance(value, int) else WRITTEN


def _attribute_kind(operand: ItemAttribute, path: str, check: _Check) -> str:
    found = _field(operand.item, f"{path}.item", check)
    if found is None:
        return UNKNOWN
    if found.type != "item":
        check.report.add(f"{path}.item", NOT_AN_ITEM, code=operand.item, type=found.type)
        return UNKNOWN
    catalog = check.document.catalog(found.catalog)
    if catalog is None:
        return UNKNOWN
    kind = catalog.attribute_type(operand.attribute)
    if kind is None:
        known = [attribute.code for attribute in catalog.attributes]
        check.report.unknown(f"{path}.attribute", "attribute", operand.attribute, known)
    return kind or UNKNOWN


def _count_kind(operand: CountOf, path: str, check: _Check) -> str:
    found = _field(operand.count_of, f"{path}.count_of", check)
    if found is not None and found.type not in ("files", "choices"):
        check.report.add(f"{path}.count_of", NOT_COUNTABLE, type=found.type)
    return "number"


def _arithmetic_kind(operand: Arithmetic, path: str, check: _Check) -> str:
    kinds = [_operand(one, f"{path}.of.{at}", check) for at, one in enumerate(operand.of)]
    so_far = kinds[0]
    for at, kind in enumerate(kinds[1:], start=1):
        if UNKNOWN in (so_far, kind):
            return UNKNOWN
        result = RESULTS.get((operand.calc, so_far, kind))
        if result is None:
            check.report.add(f"{path}.of.{at}", NOT_COMPUTABLE, left=so_far, right=kind, calc=operand.calc)
            return UNKNOWN
        so_far = result
    return so_far


def _others_kind(operand: OtherRequests, path: str, check: _Check) -> str:
    for at, code in enumerate(operand.same):
        _field(code, f"{path}.same.{at}", check)
    if operand.total is not None and operand.others == check.document.code:
        _total(operand, operand.total, path, check)
    return "money" if operand.in_money else "number"


def _total(operand: OtherRequests, code: str, path: str, check: _Check) -> None:
    found = _field(code, f"{path}.total", check)
    kind = _field_kind(FieldValue(field=code), path, check) if found else UNKNOWN
    if kind not in ("number", "money", UNKNOWN):
        check.report.add(f"{path}.total", NOT_A_SUM, type=kind)
    elif kind == "money" and not operand.in_money:
        check.report.add(f"{path}.total", SAY_MONEY, code=code)
    elif kind == "number" and operand.in_money:
        check.report.add(f"{path}.in_money", NO_MONEY, code=code)


_KINDS: dict[type, Callable[[Any, str, _Check], str]] = {
    FieldValue: _field_kind,
    Constant: lambda operand, path, check: _constant_kind(operand.value),
    NumberConstant: lambda operand, path, check: "number",
    MoneyConstant: lambda operand, path, check: "money",
    ItemAttribute: _attribute_kind,
    Today: lambda operand, path, check: "date",
    CountOf: _count_kind,
    Arithmetic: _arithmetic_kind,
    OtherRequests: _others_kind,
}
