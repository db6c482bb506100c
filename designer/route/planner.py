"""The planner: what must be open next, what was skipped, and why (ROUTING, the whole page).

`plan` is pure: the same input gives an equal plan. Preview, simulation, the check across employees and the
engine call it alike. What it does, in order: fold the history; expand the document's route into seats; give
each seat the sign-off that still counts; find who decides at the others; let one place of a person stand for
his others; walk from the start to where the request stands.

Where the rules left room:

- *Any one*: the first answer decides, a return or decline too; with `on_refusal: wait` all are heard and one
  agreement suffices. A *quorum* fails when it can no longer be reached. Declining outweighs returning.
- A *quorum* or *any one* loses whoever is excluded, vacant or absent without a substitute, nobody is climbed
  to; when nobody is left of *any one*, the ones above them are asked, then the fallback approver.
- Several equally near holders of a role share one task, except where the step says all, any or a quorum.
- Nobody found for a step of work is a red item at once: fallback approvers approve, they do no work.
- A step that waits for remarks to be answered stays ahead, with the reason `remarks_open`, also in
  `Plan.notes["remarks_open"]`: it is the requester's turn (`rework.may_rework`); red if nobody may answer.
- A sign-off whose place has left the route stays in the list as an extra one (ROUTING 23).
- A branch whose condition cannot be evaluated is a place `branch/g:branch`, shown at its first step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from designer.document.process import ProcessDocument
from designer.route.dedupe import cover
from designer.route.expand import Expanded, expand, fallen_away
from designer.route.facts import Decided, Facts, History, Recalled, Sent
from designer.route.history import fold
from designer.route.people import Company
from designer.route.plan import Outcome, Plan, Status
from designer.route.request import Request
from designer.route.seats import Seat, StepNode, steps_in
from designer.route.settle import Settling, attach_decision, attach_decisions
from designer.route.walk import Live, Verdict, Walk
from org.reasons import Reason
from org.snapshot import OrgSnapshot

OUTCOMES = {
    Verdict.PASSED: Outcome.COMPLETED,
    Verdict.PENDING: Outcome.RUNNING,
    Verdict.RETURNED: Outcome.REWORK,
    Verdict.DECLINED: Outcome.DECLINED,
}


def plan(document: ProcessDocument, facts: Facts, history: History, org: OrgSnapshot, now: datetime) -> Plan:
    """The whole route of the request at `now` (aware), with a reason for everybody asked or not asked.

    Never raises for what a request may hold: what cannot be evaluated is a place that waits for the process
    owner. Before sending, places are worked out as if it were sent now. Once declined, nothing sent or
    recalled later changes that (ROUTING 38)."""
    ended = _declined_before(document, facts, history, org, now)
    if ended is not None:
        return ended
    request = Request(document, facts, fold(history), org, now)
    return _Planning(request, expand(request)).plan()


def _declined_before(
    document: ProcessDocument, facts: Facts, history: History, org: OrgSnapshot, now: datetime
) -> Plan | None:
    declined = False
    for index, act in enumerate(history):
        if isinstance(act, Decided) and act.outcome == "decline":
            declined = True
        elif declined and isinstance(act, Sent | Recalled):
            then = plan(document, facts, history[:index], org, now)
            if then.outcome is Outcome.DECLINED:
                return then
            declined = False
    return None


@dataclass
class _Planning:
    """One planning: the request, its expanded route, and the steps on it."""

    request: Request
    route: Expanded

    def plan(self) -> Plan:
        nodes = list(steps_in(self.route.nodes))
        lost = attach_decisions(self.request, nodes)
        settling = Settling(self.request, nodes, Company.of(self.request, nodes))
        settling.run()
        cover(nodes)
        self._ask_somebody(nodes, settling)
        standing = self.request.folded.standing
        walk = Walk(self.request)
        on_its_way = standing != "draft" and self.request.folded.round > 0 and lost is None
        verdict = walk.sequence(self.route.nodes, live=Live.NOW if on_its_way else Live.AHEAD)
        outcome = self._outcome(verdict, lost)
        seats = [seat for node in nodes for seat in node.seats]
        _end(seats, outcome)
        return self._answer(outcome, walk, seats)

    def _outcome(self, verdict: Verdict, lost: str | None) -> Outcome:
        folded = self.request.folded
        if folded.standing == "cancelled":
            return Outcome.CANCELLED
        if folded.standing == "draft":
            return Outcome.DRAFT
        if lost is not None:
            verdict = max(verdict, Verdict.DECLINED if lost == "decline" else Verdict.RETURNED)
        return OUTCOMES[verdict]

    # -- nobody decides ----------------------------------------------------------------------------------

    def _ask_somebody(self, nodes: list[StepNode], settling: Settling) -> None:
        """A route on which every approval fell away is not approved by that: its last approval goes to the
        fallback approver, unless a rule says that nobody is needed (ROUTING 30, principle 3)."""
        if any(node.needless or node.riddle for node in nodes) or self._somebody_decides(nodes):
            return
        on_path = [node for node in nodes if node.step.kind == "approval"]
        node = on_path[-1] if on_path else self._appended(nodes)
        seat = fallen_away(node, self.route)
        node.seats = [seat]
        attach_decision(self.request, seat)
        if seat.decision is None:
            seat.people = settling.company.chosen(seat)
            if not seat.people:
                settling.last_resort(seat, seat.reason)

    def _somebody_decides(self, nodes: Sequence[StepNode]) -> bool:
        approvals = [node for node in nodes if node.step.kind == "approval"]
        counted = approvals if self._has_approvals else nodes
        return any(self._decides(seat) for node in counted for seat in _counted(node))

    @property
    def _has_approvals(self) -> bool:
        return any(step.kind == "approval" for step in self.request.document.steps.values())

    def _decides(self, seat: Seat) -> bool:
        if seat.approval:
            return seat.skipped is None
        people = {seat.decision.by} if seat.decision else {one.employee for one in seat.people}
        return bool(people - self.request.principals) or (seat.trouble is not None and not people)

    def _appended(self, nodes: list[StepNode]) -> StepNode:
        steps = list(self.request.document.steps.values())
        last = next((step for step in reversed(steps) if step.kind == "approval"), steps[-1])
        node = StepNode(last, ())
        nodes.append(node)
        self.route.nodes.append(node)
        return node

    # -- the answer --------------------------------------------------------------------------------------

    def _answer(self, outcome: Outcome, walk: Walk, seats: Sequence[Seat]) -> Plan:
        notes = dict(self.route.notes)
        if walk.held is not None and outcome is Outcome.RUNNING:
            notes["remarks_open"] = walk.held
        return Plan(
            outcome,
            self._stage(outcome, walk),
            self.request.folded.round,
            tuple(seat.frozen() for seat in seats),
            tuple(self.route.taken),
            notes,
        )

    def _stage(self, outcome: Outcome, walk: Walk) -> str:
        document = self.request.document
        if outcome is Outcome.COMPLETED:
            return document.stage_when_done
        if outcome in (Outcome.DRAFT, Outcome.REWORK):
            return document.stage_of_draft
        seats = walk.refusing if outcome is Outcome.DECLINED else walk.front
        return next((seat.step.stage for seat in seats), document.stage_of_draft)


def _counted(node: StepNode) -> list[Seat]:
    """The seats of a step that are or will be answered: of any one, only the one that was."""
    decided = [seat for seat in node.seats if seat.decision is not None]
    return decided if decided and node.step.how in ("any", "quorum") else node.seats


def _end(seats: Sequence[Seat], outcome: Outcome) -> None:
    """Nobody is asked any more once the request has ended."""
    if outcome not in (Outcome.DECLINED, Outcome.CANCELLED):
        return
    code = "request_declined" if outcome is Outcome.DECLINED else "request_cancelled"
    for seat in seats:
        if seat.status not in (Status.DONE, Status.SKIPPED):
            seat.status, seat.reason = Status.SKIPPED, Reason.of(code)
