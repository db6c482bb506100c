"""Whose turn it is when a request comes back, and whether it may be taken back (ROUTING 25, 35, 38)."""

from __future__ import annotations

from datetime import datetime

from designer.document.process import ProcessDocument
from designer.route.facts import Facts, History
from designer.route.history import REFUSES, fold
from designer.route.plan import Asked, Capacity
from designer.route.request import Request, step_of
from org import resolve
from org.reasons import Reason
from org.resolve import Decider
from org.snapshot import OrgSnapshot


def may_rework(
    document: ProcessDocument, facts: Facts, history: History, org: OrgSnapshot, now: datetime
) -> tuple[Asked, ...]:
    """Who may answer remarks and send again: the requester; while he is absent also his substitute; when
    there is none, or he has left, the nearest manager above him who is there (ROUTING 35). Empty: nobody."""
    return who_reworks(Request(document, facts, fold(history), org, now))


def who_reworks(request: Request) -> tuple[Asked, ...]:
    """The same, for a request already folded."""
    org, code = request.org, request.facts.requester
    reason = Reason.of("reworks_himself", employee=code)
    himself = Asked(code, Capacity.OWN, reasons=(reason,))
    known = org.employees.get(code)
    here = known is not None and known.active
    if here and org.absence_at(code, request.now, request.document.code) is None:
        return (himself,)
    instead = _instead(request)
    return (*instead, himself) if here else instead


def _instead(request: Request) -> tuple[Asked, ...]:
    code = request.facts.requester
    answer = _decider(request, resolve.person(request.org, code))
    if not isinstance(answer, Decider) and code == request.facts.requested_for:
        manager = resolve.direct_manager(request.org, request.start)
        answer = _decider(request, manager) if manager is not None else answer
    if not isinstance(answer, Decider):
        return ()
    capacity = Capacity.SUBSTITUTE if answer.on_behalf_of == code else Capacity.CLIMBED
    return (Asked(answer.employee, capacity, answer.on_behalf_of, answer.position, answer.reasons),)


def _decider(request: Request, place: resolve.Found) -> Decider | resolve.Nobody:
    return resolve.who_decides(request.org, place, request.now, process=request.document.code)


def may_recall(document: ProcessDocument, history: History) -> Reason | None:
    """Why the request may not be taken back into a draft; None when it may (ROUTING 25).

    Refused when it is not on its way, and once a step with `no_recall_after` (paid) has been carried out
    in this round. Whether it was declined or completed is said by the plan's outcome."""
    folded = fold(history)
    if folded.standing != "running":
        return Reason.of("not_on_its_way")
    for key in folded.heard:
        step = document.steps.get(step_of(key))
        if step is not None and step.no_recall_after and folded.decisions[key].outcome not in REFUSES:
            return Reason.of("too_late_to_recall", step=step.step)
    return None
