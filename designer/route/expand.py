"""From the document's route to seats: conditions, branches and sources, evaluated as of now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from designer.document.route import Branch, Node, Parallel, Path, Step
from designer.route.facts import Reassigned
from designer.route.plan import PathTaken
from designer.route.request import Request, Unclear
from designer.route.seats import BranchNode, ParallelNode, Paths, RouteNode, Seat, StepNode
from designer.route.sources import Ask, asks_of
from org.reasons import Reason
from org.resolve import person

FELL_AWAY = "/g:all_fell_away"
"""The seat of the fallback approver where no approval is on the path at all."""


@dataclass(slots=True)
class Expanded:
    """The route as a tree of seats; `taken` in the route's order; `notes` on paths left out."""

    nodes: list[RouteNode] = field(default_factory=list)
    taken: list[PathTaken] = field(default_factory=list)
    notes: dict[str, Reason] = field(default_factory=dict)
    count: int = 0

    def number(self) -> int:
        """The next number in the route's order."""
        self.count += 1
        return self.count


def expand(request: Request) -> Expanded:
    """The whole route of the request, as of now."""
    into = Expanded()
    into.nodes = _nodes(request.document.route, (), request, into)
    return into


def _nodes(nodes: tuple[Node, ...], paths: Paths, request: Request, into: Expanded) -> list[RouteNode]:
    return [_node(node, paths, request, into) for node in nodes]


def _node(node: Node, paths: Paths, request: Request, into: Expanded) -> RouteNode:
    if isinstance(node, Branch):
        return _branch(node, paths, request, into)
    if isinstance(node, Parallel):
        return _parallel(node, paths, request, into)
    return _step(node, paths, request, into)


# -- steps -------------------------------------------------------------------------------------------------


def _step(step: Step, paths: Paths, request: Request, into: Expanded) -> StepNode:
    node = StepNode(step, paths)
    try:
        passed_over = _passed_over(step, request)
        if passed_over is None:
            node.seats = _seats(step, paths, request, into)
        else:
            node.needless = passed_over.code == "nobody_needed"
            node.seats = [_lone(step, paths, into, skipped=passed_over)]
    except Unclear as unclear:
        node.seats = [_lone(step, paths, into, trouble=unclear.reason)]
    return node


def _passed_over(step: Step, request: Request) -> Reason | None:
    if step.when is not None and not request.holds(step.when):
        return Reason.of("step_condition_false")
    if step.nobody_needed is not None and request.holds(step.nobody_needed):
        return Reason.of("nobody_needed")
    return None


def _seats(step: Step, paths: Paths, request: Request, into: Expanded) -> list[Seat]:
    asks = _with_chosen(step, asks_of(step, request), request)
    seats = [_seat(step, ask, paths, into) for ask in asks]
    for seat in seats[:-1]:
        seat.last = False
    return seats


def _with_chosen(step: Step, asks: tuple[Ask, ...], request: Request) -> tuple[Ask, ...]:
    """A quorum that shrank was filled up with people whom the process owner chose (ROUTING 32, 36)."""
    chosen = request.folded.given.get(f"{step.step}/g:{step.step}", ()) if step.how == "quorum" else ()
    known = {ask.seat for ask in asks}
    more = {f"e:{act.to}": Ask(f"e:{act.to}", (person(request.org, act.to),), _chosen(act)) for act in chosen}
    return (*asks, *(ask for seat, ask in more.items() if seat not in known))


def _chosen(act: Reassigned) -> Reason:
    return Reason.of("chosen", by=act.by, employee=act.to)


def _seat(step: Step, ask: Ask, paths: Paths, into: Expanded) -> Seat:
    return Seat(
        f"{step.step}/{ask.seat}",
        step,
        into.number(),
        ask.reason,
        paths,
        ask,
        approval=step.kind == "approval",
        fields=ask.fields,
    )


def _lone(
    step: Step,
    paths: Paths,
    into: Expanded,
    *,
    skipped: Reason | None = None,
    trouble: Reason | None = None,
    key: str | None = None,
) -> Seat:
    """The one seat of a step (or of a branch, by its key) of which nobody is asked as yet."""
    reason = skipped or trouble or Reason.of("nobody_found")
    return Seat(
        key or f"{step.step}/g:{step.step}",
        step,
        into.number(),
        reason,
        paths,
        approval=step.kind == "approval",
        skipped=skipped,
        trouble=trouble,
    )


def fallen_away(node: StepNode, into: Expanded) -> Seat:
    """The seat of the last approval when every approval of the route fell away (ROUTING, principle 3)."""
    key = None if node.seats else node.step.step + FELL_AWAY
    seat = _lone(node.step, node.paths, into, key=key)
    seat.reason = Reason.of("all_fell_away")
    seat.approval = True
    return seat


# -- branches ----------------------------------------------------------------------------------------------


def _branch(branch: Branch, paths: Paths, request: Request, into: Expanded) -> BranchNode:
    try:
        path = next((path for path in branch.paths if path.when is None or request.holds(path.when)), None)
    except Unclear as unclear:
        taken = PathTaken(branch.branch, None, unclear.reason)
        into.taken.append(taken)
        key = f"{branch.branch}/g:{branch.branch}"
        riddle = _riddle(key, unclear.reason, branch.paths, paths, request, into)
        return BranchNode(branch, paths, taken, [riddle])
    taken = PathTaken(branch.branch, path.code if path else None, _why_taken(path))
    into.taken.append(taken)
    inside = (*paths, (branch.branch, path.code)) if path else paths
    return BranchNode(branch, paths, taken, _nodes(path.steps, inside, request, into) if path else [])


def _why_taken(path: Path | None) -> Reason:
    if path is None:
        return Reason.of("no_path")
    return Reason.of("path_default" if path.when is None else "path_condition", path=path.code)


def _riddle(
    key: str, reason: Reason, inner: tuple[Path, ...], paths: Paths, request: Request, into: Expanded
) -> StepNode:
    """What stands on the route where the condition of a path cannot be evaluated: nothing is passed by."""
    step = next(_steps(inner), None) or next(reversed(request.document.steps.values()))
    seat = _lone(step, paths, into, trouble=reason, key=key)
    return StepNode(step, paths, [seat], riddle=True)


def _steps(paths: tuple[Path, ...]) -> Iterator[Step]:
    for node in chain.from_iterable(path.steps for path in paths):
        if isinstance(node, Branch | Parallel):
            yield from _steps(node.paths)
        else:
            yield node


def _parallel(parallel: Parallel, paths: Paths, request: Request, into: Expanded) -> ParallelNode:
    node = ParallelNode(parallel, paths)
    for path in parallel.paths:
        inside = (*paths, (parallel.parallel, path.code))
        try:
            if path.when is None or request.holds(path.when):
                node.lanes.append(_nodes(path.steps, inside, request, into))
            else:
                into.notes[f"{parallel.parallel}/{path.code}"] = Reason.of("path_not_taken", path=path.code)
        except Unclear as unclear:
            key = f"{parallel.parallel}/g:{path.code}"
            node.lanes.append([_riddle(key, unclear.reason, (path,), inside, request, into)])
    return node
