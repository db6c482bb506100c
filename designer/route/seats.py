"""The route while it is being worked out: seats of steps, in a tree like the document's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from designer.document.route import Branch, Parallel, Step
from designer.route.facts import Decided
from designer.route.plan import Asked, Capacity, Change, PathTaken, Place, Status
from designer.route.sources import Ask
from org.reasons import Reason

Paths = tuple[tuple[str, str], ...]
NOT_HIS_OWN = frozenset({Capacity.SUBSTITUTE, Capacity.GROUP})


@dataclass(slots=True, eq=False)
class Seat:
    """A place while it is being worked out.

    `reason` says why it is on the route; `trouble` why nobody can be asked, or what cannot be evaluated;
    `skipped` why it is passed over for good. `fields`, when empty, should have named somebody. `last` is
    the last of a chain. `refused`: its decision of this round returned or declined. `heard`: it answered in
    this round. `fell`: it had signed off, and that does not count any more; `changes` say why."""

    key: str
    step: Step
    order: int
    reason: Reason
    paths: Paths = ()
    ask: Ask | None = None
    last: bool = True
    approval: bool = True
    people: tuple[Asked, ...] = ()
    trouble: Reason | None = None
    skipped: Reason | None = None
    fields: tuple[str, ...] = ()
    covered_by: Seat | None = None
    decision: Decided | None = None
    refused: bool = False
    heard: bool = False
    fell: bool = False
    changes: tuple[Change, ...] = ()
    extra: bool = False
    status: Status = Status.AHEAD

    @property
    def hasty(self) -> bool:
        """Somebody else may answer first, so that nothing rests on this seat before it has."""
        return self.step.how in ("any", "quorum") or len(self.people) != 1

    @property
    def asker(self) -> str | None:
        """The one person who is certain to be asked here in his own right, or None."""
        if len(self.people) != 1 or self.people[0].capacity in NOT_HIS_OWN:
            return None
        return self.people[0].employee

    @property
    def keeper(self) -> str | None:
        """Whoever fills the place in his own right, absent or not."""
        found = self.ask.found if self.ask is not None else ()
        return found[0].employee if len(found) == 1 else None

    @property
    def signer(self) -> str | None:
        """Who signed it off in his own right, or None."""
        done = self.decision
        return done.by if done is not None and not self.refused and done.on_behalf_of is None else None

    @property
    def final(self) -> bool:
        """Whoever sits here is the final approver: of a chain, its last."""
        return self.step.final and (self.last or self.step.how != "one_after_another")

    @property
    def kind(self) -> str:
        """What is signed off here; sign-offs of different kinds never stand for each other (ROUTING 7)."""
        return self.step.sign_off if self.approval else f"work in {self.step.step}"

    def frozen(self) -> Place:
        """The place as the plan shows it."""
        return Place(
            self.key,
            self.step.step,
            self.status,
            self.reason,
            self.people if self.status in (Status.OPEN, Status.AHEAD) else (),
            self.covered_by.key if self.covered_by is not None else None,
            self.decision,
            self.changes,
            self.paths,
        )


@dataclass(slots=True, eq=False)
class StepNode:
    """A step on the path. `needless`: by rule it explicitly needs nobody (ROUTING 30). `riddle`: no step, but
    a branch or path whose condition cannot be evaluated; its one seat waits for the process owner."""

    step: Step
    paths: Paths
    seats: list[Seat] = field(default_factory=list)
    needless: bool = False
    riddle: bool = False


@dataclass(slots=True, eq=False)
class BranchNode:
    """A branch: the path taken, or why that cannot be told."""

    branch: Branch
    paths: Paths
    taken: PathTaken
    nodes: list[RouteNode] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ParallelNode:
    """Paths that run at once."""

    parallel: Parallel
    paths: Paths
    lanes: list[list[RouteNode]] = field(default_factory=list)


RouteNode = StepNode | BranchNode | ParallelNode


def steps_in(nodes: list[RouteNode]) -> Iterator[StepNode]:
    """Every step on the path, in the route's order."""
    for node in nodes:
        if isinstance(node, StepNode):
            yield node
        elif isinstance(node, BranchNode):
            yield from steps_in(node.nodes)
        else:
            for lane in node.lanes:
                yield from steps_in(lane)
