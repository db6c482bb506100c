"""The route on a card: who decided, who is asked and why, what is ahead, what was skipped and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from designer.route.again import Again
from designer.route.facts import Decided
from designer.route.plan import Asked, Capacity, Change, Place, Plan, Status
from flows.cards.model import RoutePlace, Someone, ValueChange
from flows.cards.reading import Reading
from flows.cards.sentences import SAID_BESIDE_THE_NAME, capacity_of, reason_sentence, verdict_of
from flows.models import AsWhat, Decision
from org.reasons import Reason

LOOKS = {
    Status.DONE: "done",
    Status.OPEN: "open",
    Status.AHEAD: "ahead",
    Status.SKIPPED: "skipped",
    Status.UNKNOWN: "unknown",
    Status.RED: "red",
}
REFUSED = {"return_for_rework": "returned", "decline": "declined"}


def route_of(
    read: Reading, plan: Plan, decisions: Iterable[Decision] = (), again: Iterable[Again] = ()
) -> tuple[RoutePlace, ...]:
    """The places of a plan, in order. `decisions` bring the names as they were and what was said; `again`
    says of those who have answered why they are asked again, or are not."""
    known = {(one.place, one.at): one for one in decisions}
    answered = {one.place: one for one in again}
    return tuple(
        _compared(read, place_of(read, place, known), answered.get(place.key)) for place in plan.places
    )


def _compared(read: Reading, place: RoutePlace, again: Again | None) -> RoutePlace:
    if again is None:
        return place
    why = reason_sentence(again.reason, read.org, read.document)
    changes = changes_of(read, again.changes) if again.asked else ()
    return replace(place, again=why, asked_again=again.asked, changes=changes)


def place_of(read: Reading, place: Place, known: dict[tuple[str, datetime], Decision]) -> RoutePlace:
    """One place. A decision that counts is shown as it was given; otherwise whoever may decide."""
    decided = place.decision
    if place.status == Status.DONE and decided is not None:
        stored = known.get((place.key, decided.at))
        verdict, tone = verdict_of(decided.outcome, read.document.steps.get(place.step), read.language)
        return RoutePlace(
            key=place.key,
            look=REFUSED.get(decided.outcome, "done"),
            step=read.step(place.step),
            who=(_decider(read, stored, decided),),
            verdict=verdict,
            tone=tone,
            at=decided.at,
            reason=stored.reason if stored else "",
            whys=whys_of(read, place),
            changes=changes_of(read, place.changes),
            **_on_paper(read, stored),
        )
    return RoutePlace(
        key=place.key,
        look=LOOKS[place.status],
        step=read.step(place.step),
        who=tuple(_asked(read, one) for one in place.people) or _seat(read, place),
        whys=whys_of(read, place),
        changes=changes_of(read, place.changes),
    )


def _on_paper(read: Reading, stored: Decision | None) -> dict[str, Any]:
    """Who entered it from paper, and the scan."""
    if stored is None or stored.entered_by_id is None:
        return {}
    who = read.person(read.staff.codes[stored.entered_by_id])
    said = _("on paper, entered by {who}").format(who=who)
    return {"on_paper": said, "scan": max(read.scans.get(stored.scan, ()), default=0)}


def changes_of(read: Reading, changes: Iterable[Change]) -> tuple[ValueChange, ...]:
    """Old and new of the values that the reader may see."""
    return tuple(
        ValueChange(
            read.label(one.field),
            read.shown(one.field, one.old) or "–",
            read.shown(one.field, one.new) or "–",
        )
        for one in changes
        if one.field in read.fields
    )


def whys_of(read: Reading, place: Place) -> tuple[str, ...]:
    """Why the place is on the route, and how it came to these people; each sentence once. That somebody
    holds the position which stands beside his name needs no sentence."""
    reasons: list[Reason] = [place.reason, *(reason for one in place.people for reason in one.reasons)]
    telling = [one for one in reasons if one.code not in SAID_BESIDE_THE_NAME]
    return tuple(dict.fromkeys(reason_sentence(one, read.org, read.document) for one in telling))


def _decider(read: Reading, stored: Decision | None, decided: Decided) -> Someone:
    if stored is None:
        return Someone(read.person(decided.by), capacity_of("", read.person(decided.on_behalf_of)))
    title = "" if stored.on_behalf_name else stored.by_title
    if stored.as_what == AsWhat.ACTING:
        title = _("{position}, acting").format(position=title)
    return Someone(stored.by_name, capacity_of(title, stored.on_behalf_name))


def _asked(read: Reading, one: Asked) -> Someone:
    position = read.org.positions.get(one.position or "")
    title = position.title if position and one.capacity != Capacity.SUBSTITUTE else ""
    return Someone(read.person(one.employee), capacity_of(title, read.person(one.on_behalf_of)))


def _seat(read: Reading, place: Place) -> tuple[Someone, ...]:
    """Whose place it would have been, from its key; nobody for a group."""
    kind, _, code = place.key.partition("/")[2].partition(":")
    if kind == "e":
        return (Someone(read.person(code)),)
    position = read.org.positions.get(code)
    if kind != "p" or position is None:
        return ()
    holder = read.org.in_post(code)
    return (Someone(read.person(holder), position.title) if holder else Someone(position.title),)
