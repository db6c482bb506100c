"""The rows of an act, each group in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from viewflow.workflow import STATUS
from viewflow.workflow.token import Token

from designer.route.plan import Asked
from flows.engine import store
from flows.history import SCHEME, Deed
from flows.models import Assignment, Case, Decision, Event, Remark, Task
from org.reasons import Reason

TOKEN = Token("start")

REWORK = "rework"
REMARKS = "remarks"
"""The step's code of the requester's own tasks: to send again, to answer remarks the route waits for."""

CLOSE = """
WITH closed AS (
    UPDATE flows_task SET status = CASE WHEN id = %(done)s THEN 'DONE' ELSE 'CANCELED' END,
        started = CASE WHEN id = %(done)s THEN %(now)s ELSE started END,
        owner_id = CASE WHEN id = %(done)s THEN %(owner)s ELSE owner_id END,
        finished = %(now)s
    WHERE id = ANY(%(ids)s) RETURNING id
)
UPDATE flows_assignment SET until = %(now)s,
    ended = CASE WHEN task_id = %(done)s THEN 'done' ELSE 'not_needed' END
WHERE task_id IN (SELECT id FROM closed) AND until IS NULL
"""


@dataclass
class Wanted:
    """A task that should be open: what the plan says of a place."""

    place: str
    step: str
    kind: Task.Kind
    reason: Reason
    people: tuple[Asked, ...]
    round: int
    urgent: bool
    due: datetime | None = None


@dataclass
class Asking:
    """People to be asked: of a new task, or of one that is open already (`task_id`)."""

    wanted: Wanted
    people: tuple[Asked, ...]
    ids: tuple[int, ...]
    behalf: tuple[int | None, ...]
    task_id: int | None = None


@dataclass
class Done:
    """The task that was answered, by whom, and the decision that says so (none for the requester's own)."""

    task: Task
    owner: int
    decision: dict[str, Any] | None = None
    remarks: list[dict[str, Any]] = field(default_factory=list)


def pack(reason: Reason) -> dict[str, Any]:
    """A reason as stored JSON."""
    return {"code": reason.code, "params": dict(reason.params)}


def unpack(stored: dict[str, Any]) -> Reason:
    """A stored reason."""
    return Reason(stored["code"], tuple(sorted(stored.get("params", {}).items())))


def close_tasks(done: Done | None, cancelled: Sequence[Task], now: datetime) -> None:
    """The answered task is done, the others no longer needed; nobody is asked there any more."""
    ids = [task.pk for task in cancelled] + ([done.task.pk] if done else [])
    if ids:
        about = {"done": done.task.pk if done else 0, "owner": done.owner if done else None}
        store.run(CLOSE, {**about, "ids": ids, "now": now})


def write_decision(done: Done) -> None:
    """The decision and its remarks."""
    if done.decision is None:
        return
    (pk,) = store.insert(Decision, [done.decision])
    store.insert(Remark, [{**remark, "decision": pk} for remark in done.remarks])


def end_assignments(ended: Sequence[Assignment], now: datetime) -> None:
    """Somebody else is asked now."""
    if ended:
        store.run(
            "UPDATE flows_assignment SET until = %s, ended = 'replaced' WHERE id = ANY(%s)",
            [now, [one.pk for one in ended]],
        )


def new_tasks(case: int, wanted: Sequence[Wanted], now: datetime) -> list[int]:
    """Open tasks; their keys, in order."""
    return store.insert(Task, [_task_row(case, one, now) for one in wanted])


def _task_row(case: int, wanted: Wanted, now: datetime) -> dict[str, Any]:
    from flows.engine.flow import CaseFlow

    node = CaseFlow.instance.node(wanted.kind.value)
    return {
        "process": case,
        "flow_task": node,
        "flow_task_type": node.task_type,
        "status": STATUS.ASSIGNED.value,
        "token": TOKEN,
        "created": now,
        "assigned": now,
        "data": {},
        "kind": wanted.kind.value,
        "step": wanted.step,
        "place": wanted.place,
        "round": wanted.round,
        "reason": pack(wanted.reason),
        "urgent": wanted.urgent,
        "due": wanted.due,
    }


def new_assignments(case: Case, asking: Sequence[Asking], now: datetime) -> None:
    """Who is asked, as what, for whom and why."""
    store.insert(
        Assignment,
        [
            {
                "task": one.task_id,
                "case": case.pk,
                "employee": employee,
                "as_what": asked.capacity.value,
                "on_behalf_of": behalf,
                "position": asked.position or "",
                "reasons": [pack(reason) for reason in asked.reasons],
                "urgent": one.wanted.urgent,
                "due": one.wanted.due,
                "since": now,
                "ended": "",
            }
            for one in asking
            for asked, employee, behalf in zip(one.people, one.ids, one.behalf, strict=True)
        ],
    )


def record(
    case: Case, columns: Sequence[str], deed: Deed, actor: int | None, press: str | None, body: bytes
) -> None:
    """The event, and the request with its new head: one statement, so that neither is without the other."""
    event = {
        "case": case.pk,
        "number": case.events_count,
        "kind": deed.kind,
        "actor": actor,
        "at": deed.at,
        "scheme": SCHEME,
        "body": body,
        "hash": case.head,
        "press": press,
    }
    names, marks, values = store.values_of(Event, event)
    setting, new = store.assignments(case, (*columns, "head", "events_count"))
    store.run(
        f"WITH written AS (INSERT INTO flows_event ({names}) VALUES ({marks})) "
        f"UPDATE flows_case SET {setting} WHERE id = %s",
        [*values, *new, case.pk],
    )
