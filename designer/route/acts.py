"""What a response records of the route at the moment it is given."""

from __future__ import annotations

from collections.abc import Mapping

from designer.document.process import ProcessDocument
from designer.route.facts import Stored
from designer.route.plan import Place, Plan


def stands_for(plan: Plan, place: str) -> tuple[str, ...]:
    """`Decided.stands_for`: the keys of the places that a sign-off at `place` covers (ROUTING 7, 8, 20)."""
    return tuple(other.key for other in plan.places if other.covered_by == place)


def vouched(
    document: ProcessDocument, plan: Plan, place: Place, values: Mapping[str, Stored]
) -> dict[str, Stored]:
    """What a sign-off at `place` covers, by field code: `Decided.covered`. That is what its step covers, and
    the steps of the places it stands for."""
    covered = {other.step for other in plan.places if other.covered_by == place.key}
    steps = [document.steps[code] for code in (place.step, *sorted(covered))]
    fields = dict.fromkeys(code for step in steps for code in document.covered_fields(step))
    return {code: values.get(code) for code in fields}
