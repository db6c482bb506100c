"""From the `who` of a step to the seats it asks (ROUTING, "Who can be asked")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from designer.document.route import (
    ByAuthority,
    DirectManager,
    FirstOf,
    FixedPerson,
    FixedPosition,
    Group,
    HeadOf,
    ManagersUp,
    NearestRole,
    People,
    PersonInField,
    Step,
    UnitRef,
    Until,
    Who,
)
from designer.document.route import Requester as RequesterHimself
from designer.route.request import Empty, Request
from org import resolve
from org.reasons import Reason
from org.resolve import Found, StartPoint
from org.resolve.line import start_unit

SEVERAL = frozenset({"all", "any", "quorum"})
"""The ways of asking in which everybody found has a seat of his own."""

Places = tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A seat that a source names: `found` is one place, several that share the task, or none.

    `limited`: whoever decides must have authority for the amount (and the cash-flow item `item`).
    `fields` were empty and should have named somebody."""

    seat: str
    found: Places
    reason: Reason
    limited: bool = False
    item: str | None = None
    fields: tuple[str, ...] = ()


def asks_of(step: Step, request: Request) -> tuple[Ask, ...]:
    """The seats the step asks, in order, each once. Raises Unclear when that cannot be told (ROUTING 34)."""
    asks = tuple(_asks(step.who, step, request))
    if step.how == "group":
        return (_together(step.step, asks),)
    return tuple(_once(step, asks))


def places_of(who: Who, request: Request) -> Places:
    """The places a source names outside a step (fallback approvers, the process owner). Raises Unclear."""
    if isinstance(who, People):
        return tuple(place for one in who.of for place in places_of(one, request))
    if isinstance(who, FirstOf):
        return places_of(_case(who, request), request)
    return _PLACES[type(who)](who, request)


def _asks(who: Who, step: Step, request: Request) -> Iterator[Ask]:
    if isinstance(who, People):
        for one in who.of:
            yield from _asks(one, step, request)
    elif isinstance(who, FirstOf):
        yield from _asks(_case(who, request), step, request)
    else:
        yield from _plain(who, step, request)


def _plain(who: Who, step: Step, request: Request) -> Iterator[Ask]:
    try:
        found = _PLACES[type(who)](who, request)
    except Empty as empty:
        yield Ask(f"g:{step.step}", (), empty.reason, fields=empty.fields)
        return
    if not found:
        yield Ask(f"g:{step.step}", (), _nobody(who))
    elif isinstance(who, ManagersUp):
        yield from _chain(who, found)
    elif isinstance(who, ByAuthority):
        for place in found if step.how in SEVERAL else (_first_free(found, request),):
            yield replace(_seat(place), limited=True, item=_item(who, request))
    elif step.how not in SEVERAL and (len(found) > 1 or isinstance(who, Group)):
        yield Ask(f"g:{getattr(who, 'role', None) or step.step}", found, found[0].reason)
    else:
        yield from map(_seat, found)


def _chain(who: ManagersUp, found: Places) -> Iterator[Ask]:
    """Only the last of a chain that ends at a limit must have that limit himself."""
    yield from map(_seat, found[:-1])
    limited = bool(who.until.limit) and found[-1].reason.code != "limit_not_reached"
    yield replace(_seat(found[-1]), limited=limited)


def _seat(place: Found) -> Ask:
    if place.position is not None:
        return Ask(f"p:{place.position}", (place,), place.reason)
    employee = place.employee or dict(place.reason.params).get("employee", "")
    return Ask(f"e:{employee}", (place,), place.reason)


def _first_free(found: Places, request: Request) -> Found:
    """The nearest with authority who may decide this request; else the nearest filled, else the nearest."""
    filled = [place for place in found if place.employee is not None]
    free = [place for place in filled if place.employee not in request.barred]
    return next(iter([*free, *filled, *found]))


def _together(step: str, asks: tuple[Ask, ...]) -> Ask:
    """One task for all of them."""
    found = dict.fromkeys(place for ask in asks for place in ask.found)
    first = next((ask for ask in asks if ask.found), asks[0])
    fields = tuple(field for ask in asks for field in ask.fields)
    return replace(first, seat=f"g:{step}", found=tuple(found), fields=() if found else fields)


def _once(step: Step, asks: tuple[Ask, ...]) -> Iterator[Ask]:
    """Each seat once; sources that found nobody keep a seat each, which is somebody else's to decide. The
    seat `g:step` of a quorum is that of a quorum which cannot be reached."""
    alone = len(asks) == 1 and step.how != "quorum"
    seen: set[str] = set()
    for number, ask in enumerate(asks, start=1):
        if ask.found and ask.seat not in seen:
            seen.add(ask.seat)
            yield ask
        elif not ask.found:
            yield ask if alone else replace(ask, seat=f"g:{step.step}.{number}")


def _case(who: FirstOf, request: Request) -> Who:
    """The first case whose condition holds, else the default: the conditional approver."""
    return next((case.who for case in who.cases if request.holds(case.when)), who.otherwise)


def _nobody(who: Who) -> Reason:
    if isinstance(who, DirectManager | ManagersUp):
        return Reason.of("nobody_above")
    return Reason.of("nobody_found")


# -- one source each ---------------------------------------------------------------------------------------


def _direct_manager(who: DirectManager, request: Request) -> Places:
    start = StartPoint(request.code_in(who.of)) if who.of else request.start
    found = resolve.direct_manager(request.org, start)
    return (found,) if found else ()


def _managers_up(who: ManagersUp, request: Request) -> Places:
    return resolve.managers_up(request.org, request.start, _until(who.until, request), request.day)


def _until(until: Until, request: Request) -> resolve.Until:
    if until.unit_kind is not None:
        return resolve.Until("unit_kind", until.unit_kind)
    if until.role is not None:
        return resolve.Until("role", until.role)
    if until.level is not None:
        return resolve.Until("level", until.level)
    if until.steps is not None:
        return resolve.Until("steps", until.steps)
    if until.limit:
        return resolve.Until("limit", amount=request.amount, process=request.document.code)
    return resolve.Until("top")


def _head_of(who: HeadOf, request: Request) -> Places:
    found = resolve.head_of(request.org, _unit(who.unit, request))
    return (found,) if found else ()


def _nearest_role(who: NearestRole, request: Request) -> Places:
    return resolve.nearest_role(request.org, who.role, _unit(who.unit, request))


def _by_authority(who: ByAuthority, request: Request) -> Places:
    unit = _start_unit(request)
    item = _item(who, request)
    return resolve.by_authority(
        request.org, request.document.code, item, request.amount, request.day, unit=unit
    )


def _item(who: ByAuthority, request: Request) -> str | None:
    return request.code_in(who.item) if who.item else None


def _person_in_field(who: PersonInField, request: Request) -> Places:
    return (resolve.person(request.org, request.code_in(who.field)),)


def _fixed_person(who: FixedPerson, request: Request) -> Places:
    return (resolve.person(request.org, who.employee),)


def _fixed_position(who: FixedPosition, request: Request) -> Places:
    found = resolve.position_place(request.org, who.position)
    return (found,) if found else ()


def _requester(_who: RequesterHimself, request: Request) -> Places:
    code = request.facts.requester
    known = request.org.employees.get(code)
    reason = Reason.of("requester_asked", employee=code)
    return (Found(None, code if known is not None and known.active else None, reason),)


def _group(who: Group, request: Request) -> Places:
    named = tuple(resolve.person(request.org, code) for code in who.employees)
    if who.role is None:
        return named
    if who.unit is None:
        return (*resolve.holders_of(request.org, who.role), *named)
    return (*resolve.nearest_role(request.org, who.role, _unit(who.unit, request)), *named)


def _unit(ref: UnitRef, request: Request) -> str:
    if ref.field is not None:
        return request.code_in(ref.field)
    return ref.code if ref.code is not None else _start_unit(request)


def _start_unit(request: Request) -> str:
    unit = start_unit(request.org, request.start)
    if unit is None:
        raise Empty(Reason.of("no_unit"))
    return unit


_PLACES: dict[type, Callable[[Any, Request], Places]] = {
    DirectManager: _direct_manager,
    ManagersUp: _managers_up,
    HeadOf: _head_of,
    NearestRole: _nearest_role,
    ByAuthority: _by_authority,
    PersonInField: _person_in_field,
    FixedPerson: _fixed_person,
    FixedPosition: _fixed_position,
    RequesterHimself: _requester,
    Group: _group,
}
