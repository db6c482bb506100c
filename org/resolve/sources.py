"""Single places: the head of a unit, the nearest holder of a role, all holders, a person, a position."""

from __future__ import annotations

from collections.abc import Iterator

from org.reasons import Reason
from org.resolve.line import rungs
from org.resolve.types import Found
from org.snapshot import OrgSnapshot


def head_of(org: OrgSnapshot, unit: str) -> Found | None:
    """The head of the unit, filled or vacant; of the nearest unit above when it has no head of its own."""
    for at, head in rungs(org, unit):
        if head is not None:
            reason = (
                Reason.of("head_of", unit=unit)
                if at == unit
                else Reason.of("head_of_above", unit=unit, at=at)
            )
            return Found(head, org.in_post(head), reason, unit=at)
    return None


def person(org: OrgSnapshot, employee: str) -> Found:
    """A person asked as such. One who has left is a vacant place (his manager is found by `who_decides`)."""
    known = org.employees.get(employee)
    reason = Reason.of("named_person", employee=employee)
    return Found(None, employee if known is not None and known.active else None, reason)


def position_place(org: OrgSnapshot, position: str) -> Found | None:
    """A fixed position; None when there is no such active one."""
    if position not in org.positions or not org.positions[position].active:
        return None
    return Found(position, org.in_post(position), Reason.of("named_position", position=position))


def holders_of(org: OrgSnapshot, role: str, unit: str | None = None) -> tuple[Found, ...]:
    """Every place with the role in the unit and below it (None: anywhere), in code order, vacant included."""
    below = frozenset(org.subtree(unit)) if unit is not None else None
    return tuple(
        Found(code, org.in_post(code), Reason.of("holds_role", role=role))
        for code in org.positions_with.get(role, ())
        if below is None or org.positions[code].unit in below
    )


def nearest_role(org: OrgSnapshot, role: str, unit: str) -> tuple[Found, ...]:
    """The places with the role nearest to the unit: its own; then of the units that work for it, with all
    below them; at a company, of the whole tree below by smallest depth; then the same one unit up.

    Places that are filled and equally near come together (a group may share a task). A vacant place is
    climbed past; only when nobody at all holds the role, the nearest vacant ones are the answer.
    """
    vacant: tuple[Found, ...] = ()
    for places in _levels(org, role, unit):
        filled = tuple(place for place in places if place.employee is not None)
        if filled:
            return filled
        vacant = vacant or places
    return vacant


def _levels(org: OrgSnapshot, role: str, unit: str) -> Iterator[tuple[Found, ...]]:
    wanted = org.positions_with.get(role, ())
    by_unit: dict[str, list[str]] = {}
    for code in wanted:
        by_unit.setdefault(org.positions[code].unit, []).append(code)
    for at in org.path_up(unit) if wanted else ():
        yield _found(org, by_unit.get(at.code, []), Reason.of("role_in_unit", role=role, unit=at.code))
        for serving in at.served_by:
            reason = Reason.of("role_serving", role=role, unit=at.code, at=serving)
            for level in _by_depth(org, serving):
                yield _found(org, [c for u in level for c in by_unit.get(u, [])], reason)
        if at.kind == "company":
            for level in _by_depth(org, at.code):
                for below in level:
                    reason = Reason.of("role_in_company", role=role, unit=unit, at=below)
                    yield _found(org, by_unit.get(below, []), reason)


def _by_depth(org: OrgSnapshot, unit: str) -> Iterator[tuple[str, ...]]:
    """The unit, then all its children, then theirs."""
    level: tuple[str, ...] = (unit,)
    seen = set(level)
    while level:
        yield level
        level = tuple(c for u in level for c in org.children.get(u, ()) if c not in seen)
        seen.update(level)


def _found(org: OrgSnapshot, positions: list[str], reason: Reason) -> tuple[Found, ...]:
    return tuple(Found(code, org.in_post(code), reason) for code in positions)
