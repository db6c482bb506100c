"""Who would be asked again, and why: shown before sending again and before saving (ROUTING 24, 26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from designer.document.process import ProcessDocument
from designer.route.facts import Decided, Facts, History, Sent
from designer.route.history import REFUSES, fold
from designer.route.plan import Change, Place, Plan, Status
from designer.route.planner import plan
from designer.route.signoffs import changes_since
from org.reasons import Reason
from org.snapshot import OrgSnapshot


@dataclass(frozen=True, slots=True)
class Again:
    """A place that has answered, and whether it would be asked again. `by` is who answered; `changes` are
    the covered values that differ from what he saw, old → new."""

    place: str
    step: str
    by: str
    asked: bool
    reason: Reason
    changes: tuple[Change, ...] = ()


def preview_again(
    document: ProcessDocument,
    facts: Facts,
    history: History,
    org: OrgSnapshot,
    now: datetime,
    ask: Literal["everybody", "only_needed"] = "only_needed",
) -> tuple[Again, ...]:
    """What sending the request again now would ask of those who have answered it, in the route's order;
    whoever has left the route comes last (ROUTING 26)."""
    sent = (*history, Sent(now, facts.requester, ask))
    then = plan(document, facts, sent, org, now)
    return _compared(document, facts, fold(history).decisions, then, everybody=ask == "everybody")


def preview_edit(
    document: ProcessDocument, edited: Facts, history: History, org: OrgSnapshot, now: datetime
) -> tuple[Again, ...]:
    """Those who have signed off and would be asked again if these values were saved (ROUTING 24)."""
    decisions = {key: act for key, act in fold(history).decisions.items() if act.outcome not in REFUSES}
    found = _compared(document, edited, decisions, plan(document, edited, history, org, now), everybody=False)
    return tuple(one for one in found if one.asked)


def _compared(
    document: ProcessDocument, facts: Facts, decisions: Mapping[str, Decided], then: Plan, *, everybody: bool
) -> tuple[Again, ...]:
    on_route = [place for place in then.places if place.key in decisions]
    gone = sorted(set(decisions) - {place.key for place in on_route})
    return (
        *(_again(document, facts, place, decisions[place.key], everybody) for place in on_route),
        *(_off_route(key, decisions[key]) for key in gone),
    )


def _again(document: ProcessDocument, facts: Facts, place: Place, given: Decided, everybody: bool) -> Again:
    asked = place.status is not Status.DONE and place.status is not Status.SKIPPED
    changes = place.changes or _what_changed(document, facts, place, given)
    reason = _why(given, changes, everybody) if asked else _why_not(place)
    return Again(place.key, place.step, given.by, asked, reason, changes)


def _what_changed(
    document: ProcessDocument, facts: Facts, place: Place, given: Decided
) -> tuple[Change, ...]:
    step = document.steps[place.step]
    if step.kind != "approval" or given.outcome in REFUSES:
        return ()
    return changes_since(document, step, given, facts.values)


def _why(given: Decided, changes: tuple[Change, ...], everybody: bool) -> Reason:
    if given.outcome in REFUSES:
        return Reason.of("asked_again_returned")
    if changes:
        return Reason.of("asked_again_changed")
    if everybody:
        return Reason.of("asked_again_everybody")
    return Reason.of("asked_again_excluded", employee=given.by)


def _why_not(place: Place) -> Reason:
    return place.reason if place.status is Status.SKIPPED else Reason.of("not_asked_unchanged")


def _off_route(key: str, given: Decided) -> Again:
    return Again(key, key.split("/", 1)[0], given.by, False, Reason.of("not_asked_off_route"))
