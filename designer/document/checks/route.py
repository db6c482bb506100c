"""Checks of the route: nesting, codes, steps."""

from __future__ import annotations

from designer.document.checks.context import Context
from designer.document.checks.people import check_who, names_requester
from designer.document.findings import gettext_noop
from designer.document.route import DEPTH, Branch, FirstOf, Group, Node, Parallel, People, Step, Who

TOO_DEEP = gettext_noop("Branches and parallel parts nest to depth {most}.")
NO_DEFAULT = gettext_noop("The last path of a branch has no condition: it is taken when no other is.")
NEVER_TAKEN = gettext_noop("Only the last path of a branch has no condition: what follows is never taken.")
EMPTY_PATH = gettext_noop("A path of a parallel part has steps.")
SEVERAL_FINAL = gettext_noop("“{code}” is final, and so is another step on the same way.")
NEEDS_QUORUM = gettext_noop("“how: quorum” needs “quorum”: how many must approve.")
NO_QUORUM = gettext_noop("“quorum” is given only with “how: quorum”.")
NOT_A_GROUP = gettext_noop("“how: group” needs a group to ask: source group or several.")
NO_APPROVE = gettext_noop("An approval offers “approve”.")
NO_COMPLETE = gettext_noop("Work offers “complete”.")
NOT_FOR_APPROVAL = gettext_noop("“{outcome}” is offered only by work.")
NOT_FOR_WORK = gettext_noop("“{outcome}” is offered only by approvals.")
LABEL_OF_NOTHING = gettext_noop("“{outcome}” has a label but is not offered.")
WORK_NOT_FINAL = gettext_noop("Only an approval can be final.")
OWN_APPROVAL = gettext_noop("The requester cannot be asked here: nobody approves their own request.")
APPROVAL_CARRIES_OUT = gettext_noop("Only work carries out; an approval does not.")
NOT_EDITED = gettext_noop("“{code}” must be filled in here, so it is edited here too.")
COMPUTED_EDITED = gettext_noop("“{code}” is computed: nobody edits it.")
URGENT_WITHOUT_FIELD = gettext_noop("An urgent due time needs a field: “parts.urgent” names none.")
NO_ROUTE = gettext_noop("The route asks nobody: it has no step.")


def check_route(context: Context) -> None:
    """Everything under `route`, and the due time of the process."""
    document = context.document
    _nodes(document.route, "route", 0, context)
    context.unique(_codes(document.route), "route")
    if not document.steps:
        context.report.add("route", NO_ROUTE)
    _finals(document.route, "route", 0, context)
    if document.due and document.due.urgent_hours and document.parts.urgent is None:
        context.report.add("due.urgent_hours", URGENT_WITHOUT_FIELD)


def _codes(nodes: tuple[Node, ...]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Step):
            found.append(node.step)
        else:
            found.append(node.branch if isinstance(node, Branch) else node.parallel)
            found += [code for path in node.paths for code in _codes(path.steps)]
    return found


def _nodes(nodes: tuple[Node, ...], path: str, depth: int, context: Context) -> None:
    for at, node in enumerate(nodes):
        place = f"{path}.{at}"
        if isinstance(node, Step):
            _step(node, place, context)
            continue
        if depth >= DEPTH:
            context.report.add(place, TOO_DEEP, most=DEPTH)
            continue
        context.unique((one.code for one in node.paths), f"{place}.paths")
        if isinstance(node, Branch):
            _branch(node, place, context)
        else:
            _parallel(node, place, context)
        for number, one in enumerate(node.paths):
            context.condition(one.when, f"{place}.paths.{number}.when")
            _nodes(one.steps, f"{place}.paths.{number}.steps", depth + 1, context)


def _branch(node: Branch, path: str, context: Context) -> None:
    if node.paths[-1].when is not None:
        context.report.add(f"{path}.paths.{len(node.paths) - 1}", NO_DEFAULT)
    for at, one in enumerate(node.paths[:-1]):
        if one.when is None:
            context.report.add(f"{path}.paths.{at}", NEVER_TAKEN)


def _parallel(node: Parallel, path: str, context: Context) -> None:
    for at, one in enumerate(node.paths):
        if not one.steps:
            context.report.add(f"{path}.paths.{at}.steps", EMPTY_PATH)


def _finals(nodes: tuple[Node, ...], path: str, before: int, context: Context) -> int:
    """How many final approvals one request has met at most, after these nodes."""
    for at, node in enumerate(nodes):
        place = f"{path}.{at}"
        if isinstance(node, Step):
            before += node.final
            if node.final and before > 1:
                context.report.add(f"{place}.final", SEVERAL_FINAL, code=node.step)
            continue
        reached = [before]
        for number, one in enumerate(node.paths):
            start = before if isinstance(node, Branch) else reached[-1]
            reached.append(_finals(one.steps, f"{place}.paths.{number}.steps", start, context))
        before = max(reached)
    return before


# -- one step ----------------------------------------------------------------------------------------------


def _step(step: Step, path: str, context: Context) -> None:
    stages = [stage.code for stage in context.document.stages]
    if step.stage not in stages:
        context.report.unknown(f"{path}.stage", "stage", step.stage, stages)
    check_who(step.who, f"{path}.who", context)
    context.condition(step.when, f"{path}.when")
    context.condition(step.nobody_needed, f"{path}.nobody_needed")
    _how(step, path, context)
    _kind(step, path, context)
    _outcomes(step, path, context)
    _fields(step, path, context)
    if step.due and step.due.urgent_hours and context.document.parts.urgent is None:
        context.report.add(f"{path}.due.urgent_hours", URGENT_WITHOUT_FIELD)


def _how(step: Step, path: str, context: Context) -> None:
    if step.how == "quorum" and step.quorum is None:
        context.report.add(f"{path}.quorum", NEEDS_QUORUM)
    if step.how != "quorum" and step.quorum is not None:
        context.report.add(f"{path}.quorum", NO_QUORUM)
    if step.how == "group" and not _may_be_several(step.who):
        context.report.add(f"{path}.who", NOT_A_GROUP)


def _may_be_several(who: Who) -> bool:
    if isinstance(who, FirstOf):
        return _may_be_several(who.otherwise) or any(_may_be_several(case.who) for case in who.cases)
    return isinstance(who, Group | People)


def _kind(step: Step, path: str, context: Context) -> None:
    if step.kind == "work":
        if step.final:
            context.report.add(f"{path}.final", WORK_NOT_FINAL)
        return
    if names_requester(step.who):
        context.report.add(f"{path}.who", OWN_APPROVAL)
    if step.carries_out:
        context.report.add(f"{path}.carries_out", APPROVAL_CARRIES_OUT)


def _outcomes(step: Step, path: str, context: Context) -> None:
    place = f"{path}.outcomes"
    context.unique(step.outcomes, place)
    needed, missing = ("approve", NO_APPROVE) if step.kind == "approval" else ("complete", NO_COMPLETE)
    if needed not in step.outcomes:
        context.report.add(place, missing)
        return
    for outcome in step.outcomes:
        if step.kind == "approval" and outcome == "complete":
            context.report.add(place, NOT_FOR_APPROVAL, outcome=outcome)
        if step.kind == "work" and outcome in ("approve", "approve_with_remarks"):
            context.report.add(place, NOT_FOR_WORK, outcome=outcome)
    for outcome in step.outcome_labels:
        if outcome not in step.outcomes:
            context.report.add(f"{path}.outcome_labels.{outcome}", LABEL_OF_NOTHING, outcome=outcome)


def _fields(step: Step, path: str, context: Context) -> None:
    context.fields(step.covers.fields or (), f"{path}.covers.fields")
    context.fields(step.sees or (), f"{path}.sees")
    context.fields(step.edits, f"{path}.edits")
    context.fields(step.must_fill, f"{path}.must_fill")
    for at, code in enumerate(step.must_fill):
        if code not in step.edits:
            context.report.add(f"{path}.must_fill.{at}", NOT_EDITED, code=code)
    for at, code in enumerate(step.edits):
        field = context.document.fields.get(code)
        if field is not None and field.type == "computed":
            context.report.add(f"{path}.edits.{at}", COMPUTED_EDITED, code=code)
