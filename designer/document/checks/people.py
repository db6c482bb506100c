"""Checks of who is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from designer.document.checks.context import Context
from designer.document.findings import gettext_noop
from designer.document.route import (
    ByAuthority,
    DirectManager,
    FirstOf,
    Group,
    HeadOf,
    ManagersUp,
    NearestRole,
    People,
    PersonInField,
    Requester,
    UnitRef,
    Who,
)

EXACTLY_ONE = gettext_noop("Give exactly one of: {names}.")
NEEDS_AMOUNT = gettext_noop("A limit needs an amount: “parts.amount” names no field.")
ROLE_OR_PEOPLE = gettext_noop("A group is either a role with a unit, or named employees.")
NOT_HIS_OWN = gettext_noop("The requester cannot be asked here: nobody approves their own request.")


def check_who(who: Who, path: str, context: Context) -> None:
    """Who a step asks: the fields exist and are of the right type, nothing is left open."""
    check = _CHECKS.get(type(who))
    if check is not None:
        check(who, path, context)


def check_outside(who: Who, path: str, context: Context, *, may_be_requester: bool = False) -> None:
    """Who is named outside a step: the owner, the responsible person, fallback approvers."""
    check_who(who, path, context)
    if not may_be_requester and names_requester(who):
        context.report.add(path, NOT_HIS_OWN)


def names_requester(who: Who) -> bool:
    """Does it name the requester, alone or among others?"""
    if isinstance(who, People):
        return any(names_requester(one) for one in who.of)
    if isinstance(who, FirstOf):
        return names_requester(who.otherwise) or any(names_requester(case.who) for case in who.cases)
    return isinstance(who, Requester)


def _unit(unit: UnitRef, path: str, context: Context) -> None:
    if len(unit.model_dump(exclude_none=True)) != 1:
        context.report.add(path, EXACTLY_ONE, names="start, field, code")
    context.field(unit.field, f"{path}.field", "unit")


def _managers(who: ManagersUp, path: str, context: Context) -> None:
    given = who.until.model_dump(exclude_none=True)
    if len(given) != 1:
        context.report.add(f"{path}.until", EXACTLY_ONE, names=", ".join(type(who.until).model_fields))
    if who.until.limit and context.document.parts.amount is None:
        context.report.add(f"{path}.until.limit", NEEDS_AMOUNT)


def _authority(who: ByAuthority, path: str, context: Context) -> None:
    context.field(who.item, f"{path}.item", "item")
    if context.document.parts.amount is None:
        context.report.add(path, NEEDS_AMOUNT)


def _group(who: Group, path: str, context: Context) -> None:
    by_role = who.role is not None and who.unit is not None and not who.employees
    by_name = who.role is None and who.unit is None and bool(who.employees)
    if not (by_role or by_name):
        context.report.add(path, ROLE_OR_PEOPLE)
    if who.unit is not None:
        _unit(who.unit, f"{path}.unit", context)


def _several(who: People, path: str, context: Context) -> None:
    for at, one in enumerate(who.of):
        check_who(one, f"{path}.of.{at}", context)


def _first_of(who: FirstOf, path: str, context: Context) -> None:
    for at, case in enumerate(who.cases):
        context.condition(case.when, f"{path}.cases.{at}.when")
        check_who(case.who, f"{path}.cases.{at}.who", context)
    check_who(who.otherwise, f"{path}.otherwise", context)


_CHECKS: dict[type, Callable[[Any, str, Context], object]] = {
    DirectManager: lambda who, path, context: context.field(who.of, f"{path}.of", "employee"),
    ManagersUp: _managers,
    HeadOf: lambda who, path, context: _unit(who.unit, f"{path}.unit", context),
    NearestRole: lambda who, path, context: _unit(who.unit, f"{path}.unit", context),
    ByAuthority: _authority,
    PersonInField: lambda who, path, context: context.field(who.field, f"{path}.field", "employee"),
    Group: _group,
    People: _several,
    FirstOf: _first_of,
}
