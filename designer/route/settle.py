"""Puts decisions and people to the seats: who has decided, who decides now, who drops out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from designer.route.expand import FELL_AWAY
from designer.route.facts import Decided
from designer.route.history import REFUSES
from designer.route.people import Company
from designer.route.request import Request, step_of
from designer.route.seats import Seat, StepNode
from designer.route.signoffs import changes_since
from org.reasons import Reason

Lost = Literal["return_for_rework", "decline"] | None
"""What a place said that is not on the route any more."""

SOME_SUFFICE = ("any", "quorum")


# -- decisions ---------------------------------------------------------------------------------------------


def attach_decisions(request: Request, nodes: Sequence[StepNode]) -> Lost:
    """Gives each seat the decision that counts. A decision of a step's place that is no longer on the route
    stays as an extra one (ROUTING 23). Returns the worst refusal of this round whose step is not there."""
    by_step = {node.step.step: node for node in nodes if not node.riddle}
    known = {seat.key: seat for node in nodes for seat in node.seats}
    lost: set[str] = set()
    for key, decision in request.folded.decisions.items():
        seat, node = known.get(key), by_step.get(step_of(key))
        if seat is not None:
            _attach(request, seat, decision)
        elif node is not None and not key.endswith(FELL_AWAY):
            _attach_extra(request, node, key, decision)
        elif key in request.folded.refusals:
            lost.add(decision.outcome)
    for seat in list(known.values()):
        _stand_for_good(seat, known)
    if "decline" in lost:
        return "decline"
    return "return_for_rework" if lost else None


def attach_decision(request: Request, seat: Seat) -> None:
    """Gives one seat the decision that counts, if it has one."""
    decision = request.folded.decisions.get(seat.key)
    if decision is not None:
        _attach(request, seat, decision)


def _attach(request: Request, seat: Seat, decision: Decided) -> None:
    seat.heard = seat.key in request.folded.heard
    seat.fell = decision.outcome not in REFUSES
    if seat.key in request.folded.refusals:
        seat.decision, seat.refused, seat.skipped = decision, True, None
    elif decision.outcome in REFUSES:
        return
    elif seat.approval and decision.outcome != "complete":
        _attach_sign_off(request, seat, decision)
    else:
        _count(seat, decision)


def _count(seat: Seat, decision: Decided) -> None:
    seat.decision, seat.trouble, seat.fell = decision, None, False
    if seat.skipped is not None:
        seat.skipped, seat.reason = None, Reason.of("extra_sign_off")


def _attach_sign_off(request: Request, seat: Seat, decision: Decided) -> None:
    """It counts while nothing it covers changed, and while whoever gave it is not excluded."""
    excluded = request.principals | (request.signers if seat.step.carries_out else request.carriers)
    if decision.by in excluded:
        return
    seat.changes = changes_since(request.document, seat.step, decision, request.facts.values)
    if not seat.changes:
        _count(seat, decision)


def _stand_for_good(stands: Seat, known: Mapping[str, Seat]) -> None:
    """What is done is done: whoever was covered when it was signed stays covered, also when a vacancy is
    filled or an absence ends afterwards (ROUTING, principle 4)."""
    if stands.decision is None or stands.refused:
        return
    for key in stands.decision.stands_for:
        seat = known.get(key)
        if seat is not None and seat.decision is None and seat.skipped is None:
            seat.covered_by = stands
            seat.skipped = Reason.of("covered", place=stands.key, step=stands.step.step)


def _attach_extra(request: Request, node: StepNode, key: str, decision: Decided) -> None:
    order = node.seats[-1].order if node.seats else 0
    approval = node.step.kind == "approval"
    seat = Seat(key, node.step, order, Reason.of("extra_sign_off"), node.paths, approval=approval, extra=True)
    _attach(request, seat, decision)
    if seat.decision is not None:
        node.seats.append(seat)


# -- people ------------------------------------------------------------------------------------------------


@dataclass
class Settling:
    """Fills `people`, `skipped` or `trouble` of every seat that has no decision, in the route's order."""

    request: Request
    nodes: Sequence[StepNode]
    company: Company

    def run(self) -> None:
        """Seats every step's people."""
        for node in self.nodes:
            for seat in node.seats:
                self._seat(node, seat)
            if node.step.how == "any":
                _one_voice_each(node)
                self._nobody_of_any(node)
            elif node.step.how == "quorum":
                self._quorum(node)

    def _seat(self, node: StepNode, seat: Seat) -> None:
        if seat.decision is not None:
            if seat.approval and seat.decision.on_behalf_of is not None:
                self.company.stood_in.add(seat.decision.by)
        elif seat.skipped is None and not node.riddle:
            seat.people = self.company.chosen(seat)
            if seat.people:
                seat.trouble = None
            elif seat.trouble is None:
                self._ask(node, seat)

    def _ask(self, node: StepNode, seat: Seat) -> None:
        if seat.fields and self._may_be_filled(seat):
            seat.trouble = seat.reason
            return
        some_suffice = node.step.how in SOME_SUFFICE
        seat.people, why = self.company.at(seat, climb=not some_suffice)
        if not seat.people and some_suffice:
            seat.skipped = why
        elif not seat.people:
            self.last_resort(seat, why)

    def last_resort(self, seat: Seat, why: Reason) -> None:
        """Nobody found is never an approval: the fallback approver, else a red item (principle 3)."""
        if seat.approval:
            seat.people = tuple(
                replace(one, reasons=(why, *one.reasons)) for one in self.company.fallback(seat)
            )
        if not seat.people:
            seat.trouble = why

    def _may_be_filled(self, seat: Seat) -> bool:
        """Whether the requester, or a step that is still ahead, may yet say who it is."""
        if self.request.folded.standing != "running" or self.request.folded.refusals:
            return True
        return any(
            set(seat.fields).intersection((*node.step.edits, *node.step.must_fill))
            and any(other.decision is None and other.skipped is None for other in node.seats)
            for node in self.nodes
            if node.step is not seat.step and node.seats[0].order < seat.order
        )

    # -- several of whom some suffice ----------------------------------------------------------------------

    def _nobody_of_any(self, node: StepNode) -> None:
        """None of them is there: whoever stands above them, else the fallback approver (ROUTING 30)."""
        seats = [seat for seat in node.seats if seat.ask is not None]
        if not seats or any(seat.skipped is None for seat in node.seats):
            return
        for seat in seats:
            seat.people, _why = self.company.at(seat, climb=True)
            if seat.people:
                seat.skipped = None
        if not any(seat.people for seat in seats):
            why = seats[0].skipped or seats[0].reason
            seats[0].skipped = None
            self.last_resort(seats[0], why)

    def _quorum(self, node: StepNode) -> None:
        """A quorum that cannot be reached any more waits for the process owner (ROUTING 32)."""
        if all(seat.ask is None and not seat.extra for seat in node.seats):
            return
        _one_voice_each(node)
        needed = node.step.quorum or 1
        voices = {seat.decision.by for seat in node.seats if seat.decision is not None}
        left = len(voices) + sum(1 for seat in node.seats if seat.people)
        if left < needed and not any(seat.trouble for seat in node.seats):
            reason = Reason.of("quorum_impossible", needed=needed, left=left)
            key, order = f"{node.step.step}/g:{node.step.step}", node.seats[-1].order
            node.seats.append(
                Seat(
                    key,
                    node.step,
                    order,
                    reason,
                    node.paths,
                    trouble=reason,
                    approval=node.step.kind == "approval",
                )
            )


def _one_voice_each(node: StepNode) -> None:
    """One person with two seats among them has one voice."""
    seen: dict[str, Seat] = {}
    for seat in sorted(node.seats, key=lambda seat: seat.decision is None):
        person = seat.signer or seat.asker
        if person is not None and seat.decision is None and person in seen:
            seat.people, seat.skipped = (), Reason.of("one_voice", place=seen[person].key)
        elif person is not None:
            seen.setdefault(person, seat)
