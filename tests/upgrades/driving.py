"""Drives requests of any process forward, whoever is asked: for databases of earlier releases, whose people a
test does not know."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from designer.queries import document_of
from flows import actions
from flows.models import Assignment, Case, Remark, State, Task

MOST_STEPS = 40
OVER = (State.COMPLETED, State.DECLINED, State.CANCELLED)


def finish(case: int) -> str:
    """Answer whatever is asked until the request is over; its last state."""
    for _step in range(MOST_STEPS):
        row = Case.objects.get(pk=case)
        if row.state in OVER:
            return row.state
        if row.state == State.DRAFT:
            actions.cancel(case=case, actor=row.requester_id, reason="Left over", **pressed(case))
        else:
            answer(case)
    raise AssertionError(f"Request {case} does not come to an end.")


def answer(case: int, outcome: str = "") -> None:
    """Whoever is asked first answers: `outcome`, else what carries the request on."""
    asked = Assignment.objects.filter(case=case, until=None).select_related("task").order_by("pk")[0]
    task = asked.task
    known = {"task": task.pk, "actor": asked.employee_id}
    match task.kind:
        case Task.Kind.REWORK:
            send_again(case, asked.employee_id)
        case Task.Kind.WORK if not outcome:
            complete(asked)
        case Task.Kind.APPROVAL if not outcome:
            actions.approve(**known, **pressed(case))
        case Task.Kind.ATTENTION:
            raise AssertionError(f"Nobody can be asked for request {case}.")
        case _:
            act: Any = getattr(actions, outcome)
            extra = {"remarks": ["Mind this."]} if "remarks" in outcome else {"reason": "Not so."}
            act(**known, **extra, **pressed(case))


def complete(asked: Assignment) -> None:
    """Take it when a group is asked, then fill in what must be."""
    task = asked.task
    step = document_of(asked.case.version_id).steps[task.step]
    if step.how == "group" and task.taken_by_id is None:
        actions.take(task=task.pk, actor=asked.employee_id, **pressed(asked.case_id))
    values = {"paid_on": "2026-11-23", "payment_order_number": "77"}
    values = {code: values[code] for code in step.edits}
    actions.complete(task=task.pk, actor=asked.employee_id, values=values, **pressed(asked.case_id))


def send_again(case: int, actor: int) -> None:
    """Answer what was remarked, then send, unless only answers were wanted."""
    for remark in Remark.objects.filter(case=case, answer=""):
        actions.answer_remark(remark=remark.pk, actor=actor, answer="taken", text="Done.")
    if Case.objects.get(pk=case).state == State.REWORK:
        actions.send(case=case, actor=actor, **pressed(case))


def pressed(case: int) -> dict[str, Any]:
    """The revision as it is now, and a press of its own."""
    revision = Case.objects.values_list("revision", flat=True).get(pk=case)
    return {"revision": revision, "press": uuid4().hex}
