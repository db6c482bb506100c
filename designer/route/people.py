"""Who decides at a place now, in which capacity, and for what reasons (ROUTING 4, 6, 7, 16, principle 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from designer.route.plan import Asked, Capacity
from designer.route.request import Request, Unclear
from designer.route.seats import Seat, StepNode
from designer.route.sources import places_of
from org import resolve
from org.reasons import Reason
from org.resolve import Decider, Found, Nobody

Answer = tuple[tuple[Asked, ...], Reason]
"""Who may decide, the first wins; and, when nobody may, why."""

NOBODY = Reason.of("nobody_left")


@dataclass
class Company:
    """The company as this request's route meets it.

    `own` are all who decide this request in their own right, `stood_in` all who stand in for somebody on it:
    nobody stands in for a second place, nor beside a place of his own (ROUTING 7, 16). `planned` will sign
    it off, so they may not carry it out."""

    request: Request
    own: frozenset[str]
    planned: frozenset[str]
    stood_in: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, request: Request, nodes: Iterable[StepNode]) -> Company:
        """`nodes` with the decisions already attached."""
        approvals = [seat for node in nodes for seat in node.seats if seat.approval and seat.skipped is None]
        own = {seat.keeper for seat in approvals if seat.keeper is not None}
        planned = {
            seat.keeper
            for seat in approvals
            if seat.keeper is not None and seat.decision is None and _certain_signer(seat)
        }
        return cls(request, request.folded.decided_own | own, frozenset(planned))

    def excluded(self, seat: Seat) -> frozenset[str]:
        """Who decides here in no capacity (ROUTING, principle 6)."""
        request = self.request
        if seat.step.carries_out:
            return request.principals | request.signers | request.folded.typists | self.planned
        if seat.approval:
            return request.barred
        asks_requester = seat.ask is not None and seat.ask.reason.code == "requester_asked"
        return frozenset() if asks_requester else request.principals

    # -- answers -----------------------------------------------------------------------------------------

    def at(self, seat: Seat, *, climb: bool) -> Answer:
        """Who decides at the seat; without `climb` only its own holder or his substitute."""
        found = seat.ask.found if seat.ask is not None else ()
        if not found:
            return (), seat.reason
        if seat.reason.code == "chosen":
            people = self._own_or_substitute(seat, found[0], Capacity.CHOSEN, seat.reason)
            return people, Reason.of("chosen_gone")
        if len(found) > 1 or (seat.ask is not None and seat.ask.seat.startswith("g:")):
            return self._group(seat, found)
        answer = self._decider(seat, found[0])
        if isinstance(answer, Nobody):
            return (), answer.reasons[0] if answer.reasons else NOBODY
        if not climb and not _in_place(answer, found[0]):
            return (), answer.reasons[0]
        return self._people(seat, answer, found[0]), NOBODY

    def chosen(self, seat: Seat) -> tuple[Asked, ...]:
        """Whoever the place was given to last, unless he left, is excluded, or is absent with nobody
        standing in for him (ROUTING 36)."""
        given = self.request.folded.given.get(seat.key, ())
        if not given or given[-1].to in self.excluded(seat):
            return ()
        act = given[-1]
        reason = Reason.of("chosen", by=act.by, employee=act.to)
        return self._own_or_substitute(
            seat, resolve.person(self.request.org, act.to), Capacity.CHOSEN, reason
        )

    def fallback(self, seat: Seat) -> tuple[Asked, ...]:
        """The first of the fallback approvers who is there and not excluded (ROUTING 3, 30), or nobody."""
        for place in self._fallback_places:
            people = self._own_or_substitute(seat, place, Capacity.FALLBACK, Reason.of("fallback"))
            if people:
                return people
        return ()

    # -- how they are found ------------------------------------------------------------------------------

    @cached_property
    def _fallback_places(self) -> tuple[Found, ...]:
        found: list[Found] = []
        for who in self.request.document.fallback_approvers:
            try:
                found += places_of(who, self.request)
            except Unclear:
                continue
        return tuple(found)

    def _own_or_substitute(
        self, seat: Seat, place: Found, capacity: Capacity, reason: Reason
    ) -> tuple[Asked, ...]:
        decider = self._decider(seat, place)
        if isinstance(decider, Nobody) or not _in_place(decider, place):
            return ()
        people = self._people(seat, decider, place)
        return tuple(
            replace(
                one,
                capacity=one.capacity if one.capacity is Capacity.SUBSTITUTE else capacity,
                reasons=(reason, *one.reasons),
            )
            for one in people
        )

    def _group(self, seat: Seat, found: tuple[Found, ...]) -> Answer:
        """One of them takes the task; when none is there, whoever stands above the first."""
        answers = [(place, self._decider(seat, place)) for place in found]
        there = [(p, a) for p, a in answers if isinstance(a, Decider) and _in_place(a, p)]
        if not there:
            above = next(((p, a) for p, a in answers if isinstance(a, Decider)), None)
            if above is None:
                return (), _why_nobody(answers)
            return self._people(seat, above[1], above[0]), NOBODY
        people = [one for place, decider in there for one in self._people(seat, decider, place)]
        return self._taken(seat, _members(people)), NOBODY

    def _taken(self, seat: Seat, people: tuple[Asked, ...]) -> tuple[Asked, ...]:
        taker = self.request.folded.taken.get(seat.key)
        return tuple(one for one in people if one.employee == taker) or people

    def _people(self, seat: Seat, decider: Decider, place: Found) -> tuple[Asked, ...]:
        """The decider; beside a substitute also the absent holder, who may come back any moment (5)."""
        if decider.on_behalf_of is None:
            return (_asked(decider, place),)
        if seat.approval:
            self.stood_in.add(decider.employee)
        substitute = Asked(
            decider.employee, Capacity.SUBSTITUTE, decider.on_behalf_of, decider.position, decider.reasons
        )
        return (substitute, self._holder(decider, place))

    def _holder(self, decider: Decider, place: Found) -> Asked:
        holder = decider.on_behalf_of or decider.employee
        post = self.request.org.positions.get(decider.position or "")
        capacity = Capacity.ACTING if post is not None and post.acting == holder else Capacity.OWN
        if not _in_place(decider, place):
            capacity = Capacity.CLIMBED
        elif decider.position is None:
            capacity = Capacity.NAMED
        return Asked(holder, capacity, None, decider.position, decider.reasons[:-1])

    def _decider(self, seat: Seat, place: Found) -> Decider | Nobody:
        """`who_decides`, with nobody standing in who reports to any of those whose request it is."""
        facts = self.request.facts
        busy = (self.own | self.stood_in) if seat.approval else frozenset[str]()
        below: set[str] = set()
        while True:
            answer = self._who(seat, place, busy | below)
            if isinstance(answer, Nobody) or answer.on_behalf_of is None or not seat.approval:
                break
            bosses = (facts.requester, facts.entered_by)
            if not any(resolve.reports_to(self.request.org, answer.employee, boss) for boss in bosses):
                break
            below.add(answer.employee)
        if all(one.code != "substitute_already_decided" for one in answer.reasons):
            return answer
        return replace(answer, reasons=tuple(self._sharper(one, below) for one in answer.reasons))

    def _who(self, seat: Seat, place: Found, busy: frozenset[str] | set[str]) -> Decider | Nobody:
        request = self.request
        return resolve.who_decides(
            request.org,
            place,
            request.now,
            process=request.document.code,
            excluded=self.excluded(seat),
            already_decided=frozenset(busy),
            requester=request.facts.requested_for if seat.approval else None,
            amount=self._limit(seat),
            item=seat.ask.item if seat.ask is not None else None,
        )

    def _limit(self, seat: Seat) -> Decimal | None:
        return self.request.amount if seat.ask is not None and seat.ask.limited else None

    def _sharper(self, reason: Reason, below: set[str]) -> Reason:
        """Why exactly a substitute was passed over who had not decided yet."""
        if reason.code != "substitute_already_decided":
            return reason
        who = reason["substitute"]
        if who in below:
            return Reason("substitute_reports_to_requester", reason.params)
        if who in self.request.folded.decided_own:
            return reason
        if who in self.stood_in:
            return Reason("substitute_stands_in_already", reason.params)
        return Reason("substitute_asked_himself", reason.params)


def _certain_signer(seat: Seat) -> bool:
    return seat.step.how not in ("any", "quorum") and not seat.step.carries_out


def _in_place(decider: Decider, place: Found) -> bool:
    """Whether he is the holder of the place or stands in for him: nobody was climbed to."""
    return decider.as_what != "climbed" and decider.position == place.position


def _asked(decider: Decider, place: Found) -> Asked:
    capacity = Capacity(decider.as_what)
    if capacity is Capacity.OWN and place.position is None:
        capacity = Capacity.NAMED
    return Asked(decider.employee, capacity, None, decider.position, decider.reasons)


def _members(people: list[Asked]) -> tuple[Asked, ...]:
    """Members in their own right first; each person once."""
    substitutes = [one for one in people if one.capacity is Capacity.SUBSTITUTE]
    members = [replace(one, capacity=Capacity.GROUP) for one in people if one not in substitutes]
    once = {one.employee: one for one in reversed([*members, *substitutes])}
    return tuple(once[code] for code in dict.fromkeys(one.employee for one in [*members, *substitutes]))


def _why_nobody(answers: list[tuple[Found, Decider | Nobody]]) -> Reason:
    reasons = [reason for _place, answer in answers for reason in answer.reasons]
    return reasons[0] if reasons else NOBODY
