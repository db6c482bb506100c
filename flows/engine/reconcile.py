"""Makes the open tasks what the plan says: the same for an act, a change of the company, a reassignment and
the periodic job, so doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from viewflow.workflow.activation import Activation

from designer.document import Step
from designer.document.route import Due
from designer.route.plan import Asked, Outcome, Place, Plan
from flows.engine.desk import Desk, OpenTask, plan_of
from flows.engine.flow import close, ending
from flows.engine.people import owners, reworkers
from flows.engine.rows import REMARKS, REWORK, Asking, Wanted
from flows.models import Assignment, State, Task
from flows.notices import About, Notice
from flows.printing.due import wanted_papers
from org import worktime
from org.reasons import Reason
from org.resolve.line import unit_of

REMARKS_OPEN = "remarks_open"

OVER = frozenset({Outcome.DECLINED, Outcome.CANCELLED, Outcome.COMPLETED})


def reconcile(desk: Desk) -> Iterable[Activation]:
    """Ask the planner and follow: close what is no longer open, open what is, change who is asked. Answers
    the activation of the end when the request has come to it. Nothing is written yet."""
    plan = plan_of(desk)
    _stand(desk, plan)
    wanted = {} if plan.outcome in OVER else {one.place: one for one in wanted_tasks(desk, plan)}
    for place, entry in list(desk.open.items()):
        if place not in wanted or entry.task.kind != wanted[place].kind.value:
            close(entry.task)
    for place, one in wanted.items():
        if place in desk.open:
            _same_task(desk, desk.open[place], one)
        else:
            _ask(desk, one, one.people)
    _due(desk)
    desk.papers = wanted_papers(desk.case.pk, desk.document, plan)
    if plan.outcome not in OVER or desk.case.finished is not None:
        return []
    if plan.outcome is Outcome.COMPLETED:
        desk.notices.append(Notice(desk.case.requester_id, "completed"))
    return [ending(desk.case)]


def _stand(desk: Desk, plan: Plan) -> None:
    """Where the request stands, in its own columns."""
    case = desk.case
    if case.state != plan.outcome.value:
        desk.touch("state")
    case.state = plan.outcome.value
    case.stage, case.round = plan.stage, plan.round
    case.needs_attention = plan.outcome not in OVER and bool(plan.red)
    case.planned_at, case.planned_company = desk.now, desk.org.revision


def wanted_tasks(desk: Desk, plan: Plan) -> Iterator[Wanted]:
    """What should be open: the places asked now, the red ones for the owner, the requester's rework."""
    for place in plan.open:
        step = desk.document.steps[place.step]
        kind = Task.Kind.WORK if step.kind == "work" else Task.Kind.APPROVAL
        yield _wanted(desk, plan, place, kind, place.people, step)
    for place in plan.red:
        yield _wanted(desk, plan, place, Task.Kind.ATTENTION, place.people or owners(desk), None)
    if plan.outcome is Outcome.REWORK:
        yield _requesters_own(desk, plan, REWORK, Reason.of("returned_to_requester"))
    elif plan.outcome is Outcome.RUNNING and REMARKS_OPEN in plan.notes and not plan.open and not plan.red:
        yield _requesters_own(desk, plan, REMARKS, plan.notes[REMARKS_OPEN])


def _requesters_own(desk: Desk, plan: Plan, step: str, reason: Reason) -> Wanted:
    """The requester's turn; the owner's, when nobody is left to take it."""
    place = f"{step}/e:{desk.code(desk.case.requester_id)}"
    people = reworkers(desk)
    kind = Task.Kind.REWORK if people else Task.Kind.ATTENTION
    return Wanted(place, step, kind, reason, people or owners(desk), plan.round, desk.case.urgent)


def _wanted(
    desk: Desk, plan: Plan, place: Place, kind: Task.Kind, people: tuple[Asked, ...], step: Step | None
) -> Wanted:
    new = step is not None and place.key not in desk.open
    due = due_of(desk, step.due, unit_asked(desk, people)) if step is not None and new else None
    return Wanted(place.key, place.step, kind, place.reason, people, plan.round, desk.case.urgent, due)


def unit_asked(desk: Desk, people: Iterable[Asked]) -> str:
    """The unit by whose calendar those work who are asked: that of the place (whoever is asked first, when
    there are several); where nobody has one, the unit where the request started."""
    found = (unit_of(desk.org, one.position, one.employee) for one in people)
    return next(filter(None, found), desk.staff.unit_codes[desk.case.unit_id])


def due_of(desk: Desk, due: Due | None, unit: str) -> datetime | None:
    """When something is due that begins now: working time of this unit's calendar, in its time zone. Not at
    all, when that calendar has no working time."""
    if due is None:
        return None
    hours: Decimal = due.urgent_hours if desk.case.urgent and due.urgent_hours is not None else due.hours
    zone = ZoneInfo(desk.org.units[unit].time_zone)
    try:
        return worktime.add_hours(worktime.calendar_of(desk.org, unit), zone, desk.now, hours)
    except worktime.NoWorkingTime:
        return None


def _same_task(desk: Desk, entry: OpenTask, wanted: Wanted) -> None:
    """The task stays; who is asked may have changed. Its due time stays with it."""
    asked = {one.employee: one for one in wanted.people}
    for code, assignment in list(entry.asked.items()):
        if code not in asked or not _same_person(desk, assignment, asked[code]):
            desk.no_longer_asked(entry, code)
    fresh = tuple(one for one in wanted.people if one.employee not in entry.asked)
    if fresh:
        wanted.due = entry.task.due
        _ask(desk, wanted, fresh, is_new=False)


def _same_person(desk: Desk, assignment: Assignment, asked: Asked) -> bool:
    behalf = None if asked.on_behalf_of is None else desk.staff.ids.get(asked.on_behalf_of)
    return (
        assignment.as_what == asked.capacity.value
        and assignment.on_behalf_of_id == behalf
        and assignment.position == (asked.position or "")
    )


def _ask(desk: Desk, wanted: Wanted, people: tuple[Asked, ...], *, is_new: bool = True) -> None:
    ids = desk.staff.ids
    behalf = tuple(None if one.on_behalf_of is None else ids[one.on_behalf_of] for one in people)
    asking = Asking(wanted, people, tuple(ids[one.employee] for one in people), behalf, is_new)
    desk.asking.append(asking)
    about: About = "attention" if wanted.kind is Task.Kind.ATTENTION else "task"
    desk.notices += [Notice(to, about, wanted.place) for to in asking.ids]


def _due(desk: Desk) -> None:
    """The request as a whole is due with the process's own due time, by the calendar of the unit where it
    started. It begins when it is sent; what was taken back into a draft is not late."""
    case = desk.case
    if case.state == State.DRAFT:
        case.due, case.told_overdue = None, False
        desk.touch("told_overdue")
    elif case.due is None and case.state == State.RUNNING:
        case.due = due_of(desk, desk.document.due, desk.staff.unit_codes[case.unit_id])
