"""The route: steps, branches and parallel paths, nested to depth 3."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from designer.conditions.tree import Condition
from designer.document.base import Code, Number, OrgCode, Part, Text
from designer.document.fields import UnitKind

DEPTH = 3
"""How deep branches and parallel parts may nest."""

# -- units and people a step refers to ----------------------------------------------------------------


class UnitRef(Part):
    """A unit: where the request starts (`start`), one that a field holds, or a fixed one. Exactly one."""

    start: Literal[True] | None = None
    field: Code | None = None
    code: OrgCode | None = None


class Until(Part):
    """Where a chain of managers ends, the named one included. Exactly one is given. `level` counts from
    the company's head (1) downwards; `limit` ends it at whoever may decide the process's amount alone."""

    unit_kind: UnitKind | None = None
    role: OrgCode | None = None
    level: int | None = Field(default=None, ge=1, le=30)
    steps: int | None = Field(default=None, ge=1, le=30)
    limit: Literal[True] | None = None
    top: Literal[True] | None = None


class DirectManager(Part):
    """The manager of the person the request is for, or of the employee in a field."""

    source: Literal["direct_manager"]
    of: Code | None = None


class ManagersUp(Part):
    """Every manager upwards, until one."""

    source: Literal["managers_up"]
    until: Until


class HeadOf(Part):
    """The head of a unit."""

    source: Literal["head_of"]
    unit: UnitRef


class NearestRole(Part):
    """The holder of a role nearest above a unit (nearest accountant, the payer's chief accountant)."""

    source: Literal["nearest_role"]
    role: OrgCode
    unit: UnitRef


class ByAuthority(Part):
    """Whoever has authority for this process, cash-flow item and amount. `item` is a field of type item."""

    source: Literal["authority"]
    item: Code | None = None


class PersonInField(Part):
    """The employee that a field holds."""

    source: Literal["field"]
    field: Code


class FixedPerson(Part):
    """One employee, by personnel number."""

    source: Literal["employee"]
    employee: OrgCode


class FixedPosition(Part):
    """Whoever fills a position."""

    source: Literal["position"]
    position: OrgCode


class Requester(Part):
    """The requester himself: for steps that are no approval."""

    source: Literal["requester"]


class Group(Part):
    """A group of which one takes the task: the holders of a role nearest to a unit, or named people."""

    source: Literal["group"]
    role: OrgCode | None = None
    unit: UnitRef | None = None
    employees: tuple[OrgCode, ...] = ()


class People(Part):
    """Several sources together, for one step that asks several people."""

    source: Literal["several"]
    of: tuple[Who, ...] = Field(min_length=1, max_length=20)


class Case(Part):
    """One of the cases of a conditional approver."""

    when: Condition
    who: Who


class FirstOf(Part):
    """The first case whose condition holds, else the default: the conditional approver."""

    source: Literal["first_of"]
    cases: tuple[Case, ...] = Field(min_length=1, max_length=20)
    otherwise: Who


Who = Annotated[
    DirectManager
    | ManagersUp
    | HeadOf
    | NearestRole
    | ByAuthority
    | PersonInField
    | FixedPerson
    | FixedPosition
    | Requester
    | Group
    | People
    | FirstOf,
    Field(discriminator="source"),
]

# -- steps --------------------------------------------------------------------------------------------

SignOff = Literal["need", "budget", "legal", "payment"]
Outcome = Literal["approve", "approve_with_remarks", "return_for_rework", "decline", "complete"]


class Covers(Part):
    """What a sign-off of the step vouches for (ROUTING, principle 7). `fields` None means every field that
    the process's documents print, or all of them when it prints none; `files` covers every file."""

    fields: tuple[Code, ...] | None = None
    files: bool = True


class Due(Part):
    """Working time of the unit's calendar. `urgent_hours` holds when the urgency field is ticked."""

    hours: Number = Field(gt=0, le=10_000)
    urgent_hours: Number | None = Field(default=None, gt=0, le=10_000)


class Notices(Part):
    """Texts of the process's own for the notices of a step; what is absent has a text of the platform."""

    task: Text | None = None
    approved: Text | None = None
    returned: Text | None = None
    declined: Text | None = None


class Step(Part):
    """Asks people for something.

    `kind` approval: they decide, with a sign-off. `kind` work: they fill in and complete. `how`: everybody
    one after another, all at once, any one, `quorum` of them, or a group of which one takes the task.
    `on_refusal` stop: a return or a decline closes the siblings at once; wait: all are heard first.
    `sees` None means the whole form. `carries_out`: whoever signed off may not do it (ROUTING, principle 6).
    `nobody_needed`: when it holds, the step explicitly needs nobody."""

    step: Code
    label: Text
    kind: Literal["approval", "work"] = "approval"
    stage: Code
    who: Who
    how: Literal["one_after_another", "all", "any", "quorum", "group"] = "one_after_another"
    quorum: int | None = Field(default=None, ge=1, le=50)
    when: Condition | None = None
    nobody_needed: Condition | None = None
    sign_off: SignOff = "need"
    final: bool = False
    outcomes: tuple[Outcome, ...] = ("approve", "approve_with_remarks", "return_for_rework", "decline")
    outcome_labels: dict[Outcome, Text] = Field(default_factory=dict)
    covers: Covers = Covers()
    sees: tuple[Code, ...] | None = None
    edits: tuple[Code, ...] = ()
    must_fill: tuple[Code, ...] = ()
    on_refusal: Literal["stop", "wait"] = "stop"
    bulk: bool = False
    no_recall_after: bool = False
    carries_out: bool = False
    remarks_settled: bool = False
    due: Due | None = None
    instructions: Text | None = None
    notices: Notices = Notices()


class Path(Part):
    """A path of a branch or of a parallel part. In a branch, the first whose condition holds is taken;
    a path without one is the default."""

    code: Code
    label: Text | None = None
    when: Condition | None = None
    steps: tuple[Node, ...] = Field(default=(), max_length=50)


class Branch(Part):
    """One of several paths."""

    branch: Code
    label: Text | None = None
    paths: tuple[Path, ...] = Field(min_length=1, max_length=10)


class Parallel(Part):
    """All paths at once; the route goes on when all are through. `on_refusal` as in a step."""

    parallel: Code
    label: Text | None = None
    paths: tuple[Path, ...] = Field(min_length=2, max_length=10)
    on_refusal: Literal["stop", "wait"] = "stop"


def _node_kind(raw: Any) -> str | None:
    for key in ("step", "branch", "parallel"):
        if key in raw if isinstance(raw, dict) else hasattr(raw, key):
            return key
    return None


Node = Annotated[
    Annotated[Step, Tag("step")] | Annotated[Branch, Tag("branch")] | Annotated[Parallel, Tag("parallel")],
    Discriminator(
        _node_kind,
        custom_error_type="node",
        custom_error_message="A part of the route is one of: step, branch, parallel; none of them is given.",
    ),
]

for _part in (People, Case, FirstOf, Step, Path, Branch, Parallel):
    _part.model_rebuild()
