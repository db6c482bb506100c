"""Whom the owner of a red item, a reassigner or an approver may choose (ROUTING 36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from designer.document.process import ProcessDocument
from designer.document.route import FirstOf, Group, NearestRole, People, Who
from designer.route.expand import expand
from designer.route.facts import Facts, History
from designer.route.history import fold
from designer.route.plan import Asked, Capacity, Place, Status
from designer.route.planner import plan
from designer.route.request import Request
from designer.route.seats import steps_in
from org import resolve
from org.reasons import Reason
from org.snapshot import OrgSnapshot


def may_be_chosen(
    document: ProcessDocument,
    facts: Facts,
    history: History,
    org: OrgSnapshot,
    now: datetime,
    place: str,
    chooser: str,
    candidate: str,
) -> Reason | None:
    """Why the chooser may not give the place (its key) to the candidate; None when he may.

    Whoever is asked there passes his task only to somebody above him or to his recorded substitute.
    Everybody else (the owner of a red item, a reassigner) chooses among the holders of the role that is
    asked, and those above; where no role is asked and nobody stands above, any outsider to the exclusions.
    """
    found = plan(document, facts, history, org, now).place(place)
    if found is None or found.status not in (Status.OPEN, Status.RED):
        return Reason.of("choose_not_waiting")
    return _Choice(Request(document, facts, fold(history), org, now), found, chooser, candidate).refusal()


def may_choose_among(
    document: ProcessDocument,
    facts: Facts,
    history: History,
    org: OrgSnapshot,
    now: datetime,
    place: str,
    chooser: str,
) -> frozenset[str]:
    """Everybody to whom the chooser may give the place: those whom `may_be_chosen` does not refuse."""
    found = plan(document, facts, history, org, now).place(place)
    if found is None or found.status not in (Status.OPEN, Status.RED):
        return frozenset()
    request = Request(document, facts, fold(history), org, now)
    if _Choice(request, found, chooser, chooser).refusal_of_place() is not None:
        return frozenset()
    choices = (_Choice(request, found, chooser, code) for code in org.employees)
    return frozenset(one.candidate for one in choices if one.refusal_of_person() is None)


@dataclass(frozen=True)
class _Choice:
    request: Request
    place: Place
    chooser: str
    candidate: str

    def refusal(self) -> Reason | None:
        return self.refusal_of_place() or self.refusal_of_person()

    def refusal_of_person(self) -> Reason | None:
        return self._of_the_person() or self._of_the_rank()

    def refusal_of_place(self) -> Reason | None:
        riddles = (node for node in steps_in(expand(self.request).nodes) if node.riddle)
        if any(seat.key == self.place.key for node in riddles for seat in node.seats):
            return Reason.of("choose_no_person")
        return None

    def _of_the_person(self) -> Reason | None:
        request, code = self.request, self.candidate
        known = request.org.employees.get(code)
        if known is None or not known.active:
            return Reason.of("choose_unknown", employee=code)
        if code == self.chooser:
            return Reason.of("choose_himself")
        if code in self._excluded():
            return Reason.of("choose_excluded", employee=code)
        own = {request.facts.requester, request.facts.requested_for, request.facts.entered_by}
        if any(resolve.reports_to(request.org, code, boss) for boss in own):
            return Reason.of("choose_reports_to_requester", employee=code)
        return None

    def _excluded(self) -> frozenset[str]:
        step = self.request.document.steps[self.place.step]
        return self.request.principals | (self.request.signers if step.carries_out else self.request.carriers)

    def _of_the_rank(self) -> Reason | None:
        asked = next((one for one in self.place.people if one.employee == self.chooser), None)
        if asked is not None:
            return None if self._up_or_substitute(asked) else Reason.of("choose_not_up")
        if self._holds_role_or_higher():
            return None
        return Reason.of("choose_lower", employee=self.candidate)

    def _up_or_substitute(self, asked: Asked) -> bool:
        """A substitute passes on what is the holder's: up from the holder."""
        org = self.request.org
        whose = asked.on_behalf_of if asked.capacity is Capacity.SUBSTITUTE else asked.employee
        if resolve.reports_to(org, str(whose), self.candidate):
            return True
        absences = org.absences_of.get(str(whose), ())
        return any(one.substitute == self.candidate and one.ends >= self.request.day for one in absences)

    def _holds_role_or_higher(self) -> bool:
        org, position = self.request.org, self._position()
        roles = set(self._roles(position))
        held = org.positions_of.get(self.candidate, ())
        if any(code == position or org.positions[code].role in roles for code in held):
            return True
        above = set(self._above(position, roles))
        return bool(above.intersection(held)) or not (above or roles)

    def _position(self) -> str | None:
        """The position that is asked; of a person, his main one; of a fallen chain, the requester's."""
        seat = self.place.key.split("/", 1)[1]
        if seat.startswith("p:"):
            return seat[2:]
        person = seat[2:] if seat.startswith("e:") else self.request.facts.requested_for
        return next(iter(self.request.org.positions_of.get(person, ())), None)

    def _roles(self, position: str | None) -> Iterator[str]:
        """The roles asked: of the position itself, else those the step names."""
        seat = self.place.key.split("/", 1)[1]
        post = self.request.org.positions.get(position or "")
        if post is not None and post.role is not None and not seat.startswith("g:"):
            yield post.role
        yield from _roles_named(self.request.document.steps[self.place.step].who)

    def _above(self, position: str | None, roles: set[str]) -> Iterator[str]:
        """The heads above the position, and above the holders of the roles."""
        org = self.request.org
        start = [position] if position is not None else []
        for code in (*start, *(code for role in roles for code in org.positions_with.get(role, ()))):
            yield from (head for _unit, head in resolve.line_above(org, code) if head is not None)


def _roles_named(who: Who) -> Iterator[str]:
    if isinstance(who, NearestRole | Group) and who.role is not None:
        yield who.role
    elif isinstance(who, People):
        for one in who.of:
            yield from _roles_named(one)
    elif isinstance(who, FirstOf):
        for one in (*(case.who for case in who.cases), who.otherwise):
            yield from _roles_named(one)
