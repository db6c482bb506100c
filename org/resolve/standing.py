"""Who decides at a place at this moment (ROUTING 4, 6, 16, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from org.reasons import Reason
from org.resolve.authority import may_decide
from org.resolve.line import line_above, reports_to
from org.resolve.types import Capacity, Decider, Found, Nobody
from org.snapshot import OrgSnapshot

_Seat = tuple[str | None, str | None, str | None]
"""Position, person in it, unit."""


@dataclass(frozen=True)
class _Question:
    """What `who_decides` was asked, and the reasons gathered so far."""

    org: OrgSnapshot
    now: datetime
    process: str | None
    excluded: frozenset[str]
    already_decided: frozenset[str]
    requester: str | None
    amount: Decimal | None
    item: str | None
    reasons: list[Reason] = field(default_factory=list)

    def say(self, code: str, **params: str) -> None:
        self.reasons.append(Reason.of(code, **params))


def who_decides(
    org: OrgSnapshot,
    place: Found,
    now: datetime,
    *,
    process: str | None = None,
    excluded: frozenset[str] = frozenset(),
    already_decided: frozenset[str] = frozenset(),
    requester: str | None = None,
    amount: Decimal | None = None,
    item: str | None = None,
) -> Decider | Nobody:
    """Who decides at this place now: whoever fills it; absent, his substitute; else the next manager up.

    `excluded` decide in no capacity, and nobody decides in their name. A substitute is passed over who is
    excluded, in `already_decided` (who has decided this request in his own right), absent himself (depth 1)
    or reports to `requester`. A manager reached by climbing decides in his own right. `amount` (company's
    currency) is given only where the decision is a matter of limits: then whoever has no sufficient
    authority is climbed past, and a substitute decides up to the smaller of both limits.
    """
    asked = _Question(org, now, process, excluded, already_decided, requester, amount, item)
    for climbed, seat in enumerate(_seats(org, place)):
        decider = _at(asked, seat, climbed=climbed > 0)
        if decider is not None:
            return decider
    asked.say("nobody_above")
    return Nobody(tuple(asked.reasons))


def _seats(org: OrgSnapshot, place: Found) -> Iterator[_Seat]:
    """The place itself, then the heads above it, each position once."""
    position = place.position
    yield position, place.employee if position is None else org.in_post(position), place.unit
    employee = place.employee or dict(place.reason.params).get("employee")
    if position is None and employee is not None:
        position = _capacity(org, employee)
    if position is None or position not in org.positions:
        return
    seen = {position}
    for unit, head in line_above(org, position, place.unit):
        if head is not None and head not in seen:
            seen.add(head)
            yield head, org.in_post(head), unit


def _capacity(org: OrgSnapshot, employee: str) -> str | None:
    """His main position, also of one who has left and fills nothing any more."""
    known = org.employees.get(employee)
    return next(iter(org.positions_of.get(employee, ())), known.main_position if known else None)


def _at(asked: _Question, seat: _Seat, *, climbed: bool) -> Decider | None:
    position, employee, unit = seat
    if employee is None:
        if position is None:
            asked.say("person_left")
        else:
            asked.say("vacant_climbed", position=position)
        return None
    if employee in asked.excluded:
        asked.say("requester_skipped" if employee == asked.requester else "excluded", employee=employee)
        return None
    if not _within_limit(asked, position, employee):
        asked.say("limit_too_small", employee=employee)
        return None
    absence = asked.org.absence_at(employee, asked.now, asked.process)
    if absence is None:
        return _in_own_right(asked, position, employee, unit if climbed else None, climbed=climbed)
    return _stand_in(asked, position, employee, absence.substitute)


def _in_own_right(
    asked: _Question, position: str | None, employee: str, unit: str | None, *, climbed: bool
) -> Decider:
    acting = position is not None and asked.org.positions[position].acting == employee
    if climbed:
        asked.say("manager_above", employee=employee, unit=unit or "")
    if position is None:
        asked.say("person", employee=employee)
    elif acting or not climbed:
        asked.say("acting" if acting else "in_post", employee=employee, position=position)
    as_what: Capacity = "climbed" if climbed else "acting" if acting else "own"
    return Decider(employee, as_what, position, None, tuple(asked.reasons))


def _stand_in(
    asked: _Question, position: str | None, employee: str, substitute: str | None
) -> Decider | None:
    if substitute is None:
        asked.say("absent_no_substitute", employee=employee)
        return None
    refusal = _why_not(asked, substitute)
    if refusal is not None:
        asked.say(refusal, employee=employee, substitute=substitute)
        return None
    asked.say("substitute", employee=employee, substitute=substitute)
    return Decider(substitute, "substitute", position, employee, tuple(asked.reasons))


def _why_not(asked: _Question, substitute: str) -> str | None:
    """Why the substitute is passed over: exclusions apply after substitution (ROUTING 16)."""
    org = asked.org
    known = org.employees.get(substitute)
    if known is None or not known.active:
        return "substitute_inactive"
    if substitute in asked.excluded:
        return "substitute_excluded"
    if substitute in asked.already_decided:
        return "substitute_already_decided"
    if asked.requester is not None and reports_to(org, substitute, asked.requester):
        return "substitute_reports_to_requester"
    if org.absence_at(substitute, asked.now, asked.process) is not None:
        return "substitute_absent"
    if not _within_limit(asked, None, substitute):
        return "substitute_limit_too_small"
    return None


def _within_limit(asked: _Question, position: str | None, employee: str) -> bool:
    """His own limit at this position; without one, the largest of all he holds."""
    if asked.amount is None:
        return True
    positions = (position,) if position is not None else asked.org.positions_of.get(employee, ())
    day = asked.now.astimezone(asked.org.zone_of(employee)).date()
    return any(
        may_decide(asked.org, code, asked.amount, process=asked.process, item=asked.item, day=day)
        for code in positions
    )
