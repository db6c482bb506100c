"""The line of heads above a unit or a position, and who reports to whom."""

from __future__ import annotations

from collections.abc import Iterator

from org.resolve.types import StartPoint
from org.snapshot import OrgSnapshot

Rung = tuple[str, str | None]
"""A unit's code and its head's position code; None when the unit has no head."""


def start_unit(org: OrgSnapshot, start: StartPoint) -> str | None:
    """The unit where a route starts: given, of the capacity picked, or of his main position."""
    if start.unit is not None:
        return start.unit
    return unit_of(org, start.position, start.employee)


def unit_of(org: OrgSnapshot, position: str | None, employee: str | None) -> str | None:
    """The unit of a position, else of the employee's main one."""
    if position is None and employee is not None:
        position = next(iter(org.positions_of.get(employee, ())), None)
    post = org.positions.get(position or "")
    return post.unit if post is not None else None


def rungs(org: OrgSnapshot, unit: str | None) -> tuple[Rung, ...]:
    """The unit and every unit above it, each with its head, if it has an active one."""
    known: tuple[Rung, ...] | None = org.memo.get(("rungs", unit))
    if known is None:
        known = tuple((u.code, _active_head(org, u.head) if u.active else None) for u in org.path_up(unit))
        org.memo["rungs", unit] = known
    return known


def _active_head(org: OrgSnapshot, head: str | None) -> str | None:
    post = org.positions.get(head or "")
    return post.code if post is not None and post.active else None


def line_above(org: OrgSnapshot, position: str, unit: str | None = None) -> Iterator[Rung]:
    """The heads strictly above a position, lowest first. `unit` says above which of the units it heads."""
    headed = org.headed_by.get(position, ())
    if unit is None:
        unit = headed[0] if headed else org.positions[position].unit
    line = rungs(org, unit)
    own = max((i for i, (_unit, head) in enumerate(line) if head == position), default=-1)
    return iter(rung for rung in line[own + 1 :] if rung[1] is not None)


def keepers(org: OrgSnapshot, position: str) -> frozenset[str]:
    """Whose position it is: the holder, and who is acting."""
    post = org.positions[position]
    return frozenset(filter(None, (post.holder, post.acting)))


def reports_to(org: OrgSnapshot, employee: str, boss: str) -> bool:
    """Whether the boss stands anywhere above the employee in any of his positions, directly or not."""
    if employee == boss:
        return False
    return any(
        head is not None and boss in keepers(org, head)
        for position in _places_of(org, employee)
        for _unit, head in line_above(org, position)
    )


def managers_of(org: OrgSnapshot, employee: str) -> Iterator[str]:
    """Those to whom he reports and who work here, the nearest first."""
    for position in sorted(_places_of(org, employee)):
        for _unit, head in line_above(org, position):
            for one in sorted(keepers(org, head)) if head is not None else ():
                if one != employee and org.employees[one].active:
                    yield one


def _places_of(org: OrgSnapshot, employee: str) -> set[str]:
    """All he fills, and his main position even while somebody else is acting in it."""
    known = org.employees.get(employee)
    main = known.main_position if known is not None else None
    return {*org.positions_of.get(employee, ()), *({main} if main in org.positions else ())}
