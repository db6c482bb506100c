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

    Places of one unit come together (a group may share a task). Of units equally deep below a company, the
    first by code: `served_by` is how to say otherwise. A vacant place is climbed past; only when nobody at
    all holds the role, the nearest vacant ones are the answer.
    """
    known: tuple[Found, ...] | None = org.memo.get(("nearest_role", role, unit))
    if known is None:
        known = org.memo["nearest_role", role, unit] = _nearest(org, role, unit)
    return known


def _nearest(org: OrgSnapshot, role: str, unit: str) -> tuple[Found, ...]:
    vacant: tuple[Found, ...] = ()
    for places in _levels(org, role, unit):
        filled = tuple(place for place in places if place.employee is not None)
        if filled:
            return filled
        vacant = vacant or places
    return vacant


def _levels(org: OrgSnapshot, role: str, unit: str) -> Iterator[tuple[Found, ...]]:
    for at in org.path_up(unit) if role in org.positions_with else ():
        yield _found(org, role, (at.code,), "role_in_unit", unit=at.code)
        for serving in at.served_by:
            for level in _by_depth(org, serving):
                yield _found(org, role, level, "role_serving", unit=at.code, at=serving)
        if at.kind == "company":
            for level in _by_depth(org, at.code):
                for below in level:
                    yield _found(org, role, (below,), "role_in_company", unit=unit, at=below)


def _by_depth(org: OrgSnapshot, unit: str) -> Iterator[tuple[str, ...]]:
    """The unit, then all its children, then theirs."""
    level: tuple[str, ...] = (unit,)
    seen = set(level)
    while level:
        yield level
        level = tuple(c for u in level for c in org.children.get(u, ()) if c not in seen)
        seen.update(level)


def _found(org: OrgSnapshot, role: str, units: tuple[str, ...], code: str, **where: str) -> tuple[Found, ...]:
    posts = [post for unit in units for post in org.places_by_role.get((role, unit), ())]
    if not posts:
        return ()
    reason = Reason.of(code, role=role, **where)
    return tuple(Found(post, org.in_post(post), reason) for post in posts)
