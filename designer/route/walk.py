"""Walks the route from its start: what is passed, what is open, what lies ahead (ROUTING 13, 18, 32)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from designer.route.plan import Status
from designer.route.request import Request
from designer.route.rework import who_reworks
from designer.route.seats import BranchNode, ParallelNode, RouteNode, Seat, StepNode, steps_in
from org.reasons import Reason


class Verdict(IntEnum):
    """What became of a part of the route; the worst of several is the largest."""

    PASSED = 0
    PENDING = 1
    RETURNED = 2
    DECLINED = 3

    @property
    def refused(self) -> bool:
        """Returned or declined."""
        return self >= Verdict.RETURNED


class Live(IntEnum):
    """Whether a part of the route is due. KEPT: something before it is new, so that what is open stays open
    and nothing else is opened (ROUTING 18)."""

    AHEAD = 0
    KEPT = 1
    NOW = 2


@dataclass
class Walk:
    """`front` are the seats that are due, in the route's order, `refusing` those that refused; `held` says
    why a step that is due is not opened."""

    request: Request
    front: list[Seat] = field(default_factory=list)
    refusing: list[Seat] = field(default_factory=list)
    held: Reason | None = None

    def sequence(self, nodes: list[RouteNode], *, live: Live) -> Verdict:
        """One after another; a refusal anywhere ends it."""
        worst = Verdict.PASSED
        for node in nodes:
            verdict = self.node(node, live=live)
            worst = max(worst, verdict)
            if verdict is not Verdict.PASSED:
                live = min(live, _after(_seats([node])))
        if worst.refused:
            self._close([seat for seat in _seats(nodes) if seat in self.front])
        return worst

    def node(self, node: RouteNode, *, live: Live) -> Verdict:
        """Sets the status of every seat of the node."""
        if isinstance(node, StepNode):
            return self._step(node, live=live)
        if isinstance(node, BranchNode):
            return self.sequence(node.nodes, live=live)
        return self._parallel(node, live=live)

    def _parallel(self, node: ParallelNode, *, live: Live) -> Verdict:
        verdicts = [self.sequence(lane, live=live) for lane in node.lanes]
        worst = max(verdicts, default=Verdict.PASSED)
        if not worst.refused:
            return worst
        lanes = [_seats(lane) for lane in node.lanes]
        pending = [lane for verdict, lane in zip(verdicts, lanes, strict=True) if verdict is Verdict.PENDING]
        if node.parallel.on_refusal == "wait" and any(_unheard(seat) for lane in pending for seat in lane):
            return Verdict.PENDING
        self._close([seat for lane in pending for seat in lane if seat in self.front])
        return worst

    # -- steps -------------------------------------------------------------------------------------------

    def _step(self, node: StepNode, *, live: Live) -> Verdict:
        for seat in node.seats:
            _settled_status(seat)
        match node.step.how:
            case "any":
                return self._some(node, 1, live=live)
            case "quorum":
                return self._some(node, node.step.quorum or 1, live=live)
            case _:
                return self._everybody(node, live=live)

    def _everybody(self, node: StepNode, *, live: Live) -> Verdict:
        """Each must agree: one after another, or all at once."""
        in_turn = node.step.how == "one_after_another"
        refusal = self._refusal(node)
        if refusal.refused and not self._waits(node):
            self._close(() if in_turn else node.seats)
            return refusal
        worst = refusal
        for seat in node.seats:
            if not self._agreed(seat, live=live):
                worst = max(worst, Verdict.PENDING)
                live = min(live, _after([seat])) if in_turn else live
        return Verdict.PENDING if refusal.refused else worst

    def _refusal(self, node: StepNode) -> Verdict:
        """The worst refusal of the step in this round, PASSED when there is none."""
        refusing = [seat for seat in node.seats if seat.refused]
        self.refusing += refusing
        outcomes = {seat.decision.outcome for seat in refusing if seat.decision is not None}
        if "decline" in outcomes:
            return Verdict.DECLINED
        return Verdict.RETURNED if outcomes else Verdict.PASSED

    def _waits(self, node: StepNode) -> bool:
        """Whether others of the step are heard first, although one refused."""
        together = node.step.how != "one_after_another" and node.step.on_refusal == "wait"
        return together and any(_unheard(seat) for seat in node.seats)

    def _some(self, node: StepNode, needed: int, *, live: Live) -> Verdict:
        """Some suffice. `any`: the first answer decides, unless all are heard; a quorum fails when it can
        no longer be reached."""
        agreed, needed = _agreed_voices(node), 1 if _lone(node) else needed
        if agreed >= needed or all(_passed_over(seat) for seat in node.seats):
            self._close(node.seats)
            return Verdict.PASSED
        refusal = self._refusal(node)
        if refusal.refused and _failed(node, needed - agreed):
            self._close(node.seats)
            return refusal
        for seat in node.seats:
            self._agreed(seat, live=live)
        return Verdict.PENDING

    # -- seats -------------------------------------------------------------------------------------------

    def _agreed(self, seat: Seat, *, live: Live) -> bool:
        """Whether the route may go past the seat; opens it if it is due."""
        if seat.decision is not None:
            return not seat.refused
        if seat.skipped is not None:
            return _stood_for(seat)
        if live is Live.NOW or (live is Live.KEPT and seat.key in self.request.facts.asked):
            self._due(seat)
        elif seat.trouble is not None:
            seat.status, seat.reason = Status.UNKNOWN, seat.trouble
        return False

    def _due(self, seat: Seat) -> None:
        self.front.append(seat)
        if seat.trouble is not None:
            seat.status, seat.reason = Status.RED, seat.trouble
        elif seat.step.remarks_settled and self.request.facts.open_remarks > 0:
            self._hold(seat)
        else:
            seat.status = Status.OPEN

    def _hold(self, seat: Seat) -> None:
        """Unanswered remarks hold the step; who answers them is the requester, or whoever reworks for him."""
        seat.reason = self.held = Reason.of("remarks_open", count=self.request.facts.open_remarks)
        if not who_reworks(self.request):
            seat.status = Status.RED

    def _close(self, seats: Iterable[Seat]) -> None:
        """Nobody of these is needed any more."""
        for seat in seats:
            if seat.decision is None and seat.skipped is None:
                seat.skipped = seat.reason = Reason.of("no_longer_needed")
                seat.status = Status.SKIPPED
                if seat in self.front:
                    self.front.remove(seat)


def _after(seats: Iterable[Seat]) -> Live:
    """How live is what comes after these, which are not through: a sign-off that fell, a refusal or a
    condition stops everything; a place nobody has answered yet lets an open task stay."""
    undecided = [seat for seat in seats if seat.skipped is None and (seat.decision is None or seat.refused)]
    stopped = any(seat.fell or seat.refused or seat.trouble is not None for seat in undecided)
    return Live.AHEAD if stopped else Live.KEPT


def _settled_status(seat: Seat) -> None:
    if seat.decision is not None:
        seat.status = Status.DONE
    elif seat.skipped is not None:
        seat.status, seat.reason = Status.SKIPPED, seat.skipped


def _stood_for(seat: Seat) -> bool:
    """Another place stands for it: one still ahead will be asked, an earlier one must have signed."""
    stands = seat.covered_by
    return stands is None or stands.order > seat.order or (stands.decision is not None and not stands.refused)


def _failed(node: StepNode, missing: int) -> bool:
    """Whether a refusal ends a step of which some suffice."""
    if node.step.on_refusal == "wait":
        return not any(_unheard(seat) for seat in node.seats)
    undecided = sum(1 for seat in node.seats if seat.decision is None and seat.skipped is None)
    return node.step.how == "any" or undecided < missing


def _passed_over(seat: Seat) -> bool:
    return seat.skipped is not None and seat.covered_by is None


def _unheard(seat: Seat) -> bool:
    return seat.decision is None and seat.skipped is None and not seat.heard


def _seats(lane: list[RouteNode]) -> list[Seat]:
    return [seat for step in steps_in(lane) for seat in step.seats]


def _lone(node: StepNode) -> bool:
    """It has the one seat of a condition that cannot be evaluated, or of approvals that fell away."""
    return len(node.seats) == 1 and node.seats[0].ask is None


def _agreed_voices(node: StepNode) -> int:
    """How many different people agreed, or will by another place that stands for theirs (ROUTING 30)."""
    voices = {seat.decision.by for seat in node.seats if seat.decision is not None and not seat.refused}
    stood_for = sum(1 for seat in node.seats if seat.covered_by is not None and _stood_for(seat))
    return len(voices) + stood_for
