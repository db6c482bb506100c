"""Who is asked for what is no step of the route: rework (ROUTING 35) and red items (ROUTING 36)."""

from __future__ import annotations

from designer.document.route import Who
from designer.route.history import fold
from designer.route.plan import Asked, Capacity
from designer.route.request import Request, Unclear
from designer.route.rework import may_rework
from designer.route.sources import places_of
from flows.engine.desk import Desk
from org.resolve import Nobody, who_decides


def reworkers(desk: Desk) -> tuple[Asked, ...]:
    """Who answers remarks and sends again."""
    return may_rework(desk.document, desk.facts, desk.history, desk.org, desk.now)


def owners(desk: Desk) -> tuple[Asked, ...]:
    """Who mends red items: the owner of the process, or who stands in for him; else the responsible one.
    Nobody, when neither can be found: the item is then seen by those who manage the process."""
    request = Request(desk.document, desk.facts, fold(desk.history), desk.org, desk.now)
    for who in (desk.document.owner, desk.document.responsible):
        found = _deciders(who, request)
        if found:
            return found
    return ()


def responsible(desk: Desk) -> tuple[Asked, ...]:
    """Who is told when a request is late: the responsible one of the process, or who stands in for him; else
    its owner. Nobody, when neither can be found."""
    request = Request(desk.document, desk.facts, fold(desk.history), desk.org, desk.now)
    return _deciders(desk.document.responsible, request) or _deciders(desk.document.owner, request)


def _deciders(who: Who, request: Request) -> tuple[Asked, ...]:
    try:
        places = places_of(who, request)
    except Unclear:
        return ()
    answers = [
        who_decides(request.org, place, request.now, process=request.document.code) for place in places
    ]
    found = {one.employee: one for one in answers if not isinstance(one, Nobody)}
    return tuple(
        Asked(one.employee, Capacity(one.as_what), one.on_behalf_of, one.position, one.reasons)
        for one in found.values()
    )
