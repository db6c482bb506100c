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
from flows.engine.store import Lookup, Part
from flows.history import SCHEME, Deed
from flows.models import Assignment, Case, Decision, Event, Remark, Task
from org.reasons import Reason

TOKEN = Token("start")

REWORK = "rework"
REMARKS = "remarks"
"""The step's code of the requester's own tasks: to send again, to answer remarks the route waits for."""

CLOSE_TASKS = """
UPDATE flows_task SET status = CASE WHEN id = %s THEN 'DONE' ELSE 'CANCELED' END,
    started = CASE WHEN id = %s THEN %s ELSE started END,
    owner_id = CASE WHEN id = %s THEN %s ELSE owner_id END,
    finished = %s
WHERE id = ANY(%s)
"""
END_THEIR_ASSIGNMENTS = """
UPDATE flows_assignment SET until = %s, ended = CASE WHEN task_id = %s THEN 'done' ELSE 'not_needed' END
WHERE task_id = ANY(%s) AND until IS NULL
"""
OPEN_TASK = "(SELECT id FROM flows_task WHERE process_id = %s AND place = %s AND finished IS NULL)"
DECISION = "(SELECT id FROM flows_decision WHERE task_id = %s)"
END_ASSIGNMENTS = "UPDATE flows_assignment SET until = %s, ended = 'replaced' WHERE id = ANY(%s)"


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
    """People to be asked: of a new task, or of one that is open already."""

    wanted: Wanted
    people: tuple[Asked, ...]
    ids: tuple[int, ...]
    behalf: tuple[int | None, ...]
    is_new: bool = True


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


def close_tasks(done: Done | None, cancelled: Sequence[Task], now: datetime) -> list[Part]:
    """The answered task is done, the others no longer needed; nobody is asked there any more."""
    ids = [task.pk for task in cancelled] + ([done.task.pk] if done else [])
    if not ids:
        return []
    answered, owner = (done.task.pk, done.owner) if done else (0, None)
    closed = [answered, answered, now, answered, owner, now, ids]
    return [(CLOSE_TASKS, closed), (END_THEIR_ASSIGNMENTS, [now, answered, ids])]


def end_assignments(ended: Sequence[Assignment], now: datetime) -> list[Part]:
    """Somebody else is asked now."""
    return [(END_ASSIGNMENTS, [now, [one.pk for one in ended]])] if ended else []


def decide(done: Done | None) -> list[Part]:
    """The decision."""
    return store.insertion(Decision, [done.decision]) if done and done.decision else []


def remarks_of(done: Done | None) -> list[Part]:
    """The remarks of the decision that is being written."""
    if done is None:
        return []
    decision = Lookup(DECISION, (done.task.pk,))
    return store.insertion(Remark, [{**remark, "decision": decision} for remark in done.remarks])


def new_tasks(case: int, wanted: Sequence[Wanted], now: datetime) -> list[Part]:
    """Open tasks."""
    return store.insertion(Task, [_task_row(case, one, now) for one in wanted])


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


def new_assignments(case: Case, asking: Sequence[Asking], now: datetime) -> list[Part]:
    """Who is asked, as what, for whom and why; at the task that is open at the place by then."""
    return store.insertion(
        Assignment,
        [
            {
                "task": Lookup(OPEN_TASK, (case.pk, one.wanted.place)),
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
) -> list[Part]:
    """The event, and the request with its new head."""
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
    return [*store.insertion(Event, [event]), store.change(case, (*columns, "head", "events_count"))]
