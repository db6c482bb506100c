"""Among whom a task may be given, or a person chosen for a red item (ROUTING 36)."""

from __future__ import annotations

from designer.document.route import FirstOf, Group, NearestRole, People, Who
from designer.route.history import fold
from designer.route.request import Request
from flows.engine.desk import Desk, OpenTask
from flows.models import Task
from org.resolve import reports_to
from org.resolve.line import line_above
from org.snapshot import OrgSnapshot


def upwards(desk: Desk, entry: OpenTask, who: str) -> frozenset[str]:
    """To whom an approver may pass his task: only up, or to his recorded substitute."""
    org = desk.org
    assignment = entry.asked.get(who)
    places = (
        [assignment.position]
        if assignment is not None and assignment.position
        else org.positions_of.get(who, ())
    )
    above = {person for place in places if place in org.positions for person in _above(org, place)}
    recorded = {one.substitute for one in org.absences_of.get(who, ()) if one.substitute is not None}
    return _allowed(desk, entry, above | recorded, who)


def holders_or_higher(desk: Desk, entry: OpenTask, who: str) -> frozenset[str]:
    """Among whom the owner of a red item, or a reassigner, chooses: who holds the role asked for, or stands
    above the place."""
    org = desk.org
    found: set[str] = set()
    for place in _places(desk, entry):
        role = org.positions[place].role
        alike = org.positions_with.get(role, ()) if role is not None else (place,)
        found.update(filter(None, map(org.in_post, alike)))
        found.update(_above(org, place))
    if not found:
        unit = desk.staff.unit_codes[desk.case.unit_id]
        heads = (org.in_post(one.head) for one in org.path_up(unit) if one.head is not None)
        found.update(filter(None, heads))
    return _allowed(desk, entry, found, who)


def _places(desk: Desk, entry: OpenTask) -> list[str]:
    """The positions a task is asked of: of its place, else of whoever is asked."""
    _step, _slash, seat = entry.task.place.partition("/")
    kind, _colon, code = seat.partition(":")
    named = [code] if kind == "p" else list(desk.org.positions_of.get(code, ())[:1]) if kind == "e" else []
    step = desk.step(entry.task.step)
    if kind == "g" and step is not None:
        named = [one for role in _roles(step.who) for one in desk.org.positions_with.get(role, ())]
    if entry.task.kind != Task.Kind.ATTENTION:
        named += [one.position for one in entry.asked.values()]
    return [one for one in dict.fromkeys(named) if one in desk.org.positions]


def _roles(who: Who) -> list[str]:
    """The roles a step asks for."""
    if isinstance(who, People):
        return [role for one in who.of for role in _roles(one)]
    if isinstance(who, FirstOf):
        return [role for one in (*(case.who for case in who.cases), who.otherwise) for role in _roles(one)]
    role = who.role if isinstance(who, Group | NearestRole) else None
    return [] if role is None else [role]


def _above(org: OrgSnapshot, position: str) -> set[str]:
    heads = (org.in_post(head) for _unit, head in line_above(org, position) if head is not None)
    return {person for person in heads if person is not None}


def _allowed(desk: Desk, entry: OpenTask, found: set[str], who: str) -> frozenset[str]:
    """Without himself, the request's own people, the requester's subordinates and who is asked already."""
    request = Request(desk.document, desk.facts, fold(desk.history), desk.org, desk.now)
    requester = request.facts.requested_for
    red = entry.task.kind == Task.Kind.ATTENTION
    without = {who, *request.principals, *(() if red else entry.asked)}
    step = desk.step(entry.task.step)
    if step is None or step.kind == "approval":
        without |= request.barred
    return frozenset(
        one
        for one in found - without
        if desk.org.employees[one].active and not reports_to(desk.org, one, requester)
    )
