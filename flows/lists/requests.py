"""Requests as lists: mine, those of a process that I may see, those that I decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, Max, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from common import clock
from common.text import search_key
from designer.part import say
from designer.queries import document_of
from flows.late import is_past
from flows.lists.naming import named
from flows.lists.paging import Slice, slice_of
from flows.lists.tasks import noun_of
from flows.models import Assignment, Case, Decision, State, Verdict
from flows.states import SHOWN_STATES, in_state, label_among

TONES = {
    State.DRAFT: "",
    State.RUNNING: "accent",
    State.REWORK: "warn",
    State.DECLINED: "bad",
    State.CANCELLED: "",
    State.COMPLETED: "ok",
}
VERDICT_TONES = {
    Verdict.APPROVE: "ok",
    Verdict.APPROVE_WITH_REMARKS: "ok",
    Verdict.COMPLETE: "ok",
    Verdict.RETURN: "warn",
    Verdict.DECLINE: "bad",
}

_PRESSING = ExpressionWrapper(Q(urgent=True, finished=None), BooleanField())
PRESSING_FIRST = (_PRESSING.desc(), "-created", "-pk")
"""What is urgent and not over, then the newest."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """On whom a request waits."""

    names: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list. `entered_by` is who typed it in for the requester; `verdict` is what the reader
    decided, where the list is about that."""

    case: int
    name: str
    title: str
    amount: Decimal | None
    currency: str
    state: str
    tone: str
    stage: str
    requester: str
    created: datetime
    due: datetime | None
    overdue: bool
    urgent: bool
    draft: bool
    waiting: Waiting | None = None
    entered_by: str = ""
    verdict: str = ""
    verdict_tone: str = ""
    decided_at: datetime | None = None


def requests_of(visible: QuerySet[Case], mine: Q, text: str, state: str, number: int) -> Slice[RequestRow]:
    """Requests out of those the reader may see, with whom each waits for; `PRESSING_FIRST`."""
    found = visible.filter(mine).exclude(state=State.CANCELLED, sent_at=None)
    if state in dict(SHOWN_STATES):
        found = found.filter(in_state(state))
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return slice_of(with_waiting(found).order_by(*PRESSING_FIRST), number, request_row)


def decided_by(visible: QuerySet[Case], employee: int, text: str, number: int) -> Slice[RequestRow]:
    """What he decided, the latest decision first, and what became of it."""
    mine = Q(decisions__by=employee)
    found = visible.filter(mine).annotate(last=Max("decisions__at", filter=mine))
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    own = Prefetch("decisions", Decision.objects.filter(by=employee).order_by("-at"), to_attr="own")
    return slice_of(with_waiting(found).prefetch_related(own).order_by("-last", "-pk"), number, request_row)


def drafts_untouched(employee: int, process: int) -> QuerySet[Case]:
    """Drafts he opened and left empty: opened again instead of piling up."""
    return Case.objects.filter(
        requester=employee,
        entered_by=employee,
        process=process,
        state=State.DRAFT,
        events_count=1,
        copied_from=None,
        number="",
    )


def with_waiting(found: QuerySet[Case]) -> QuerySet[Case]:
    """What `request_row` reads besides the request: two statements for all of them."""
    asked = Assignment.objects.filter(until=None).select_related("employee", "task").order_by("since")
    waiting = Prefetch("assignments", asked, to_attr="asked")
    return found.select_related("requester", "entered_by").prefetch_related(waiting)


def request_row(case: Case) -> RequestRow:
    """A row read by `with_waiting`, with the stage's label in the reader's language."""
    asked: list[Assignment] = getattr(case, "asked", [])
    own: list[Decision] = getattr(case, "own", [])
    state, last = State(case.state), own[0] if own else None
    return RequestRow(
        case=case.pk,
        name=named(noun_of(case), case.number),
        title=case.title,
        amount=case.amount,
        currency=case.currency,
        state=label_among(state, asked),
        tone=TONES[state],
        stage=stage_label(case),
        requester=case.requester.short_name,
        created=case.created,
        due=case.due,
        overdue=_is_late(case, asked),
        urgent=case.urgent,
        draft=state == State.DRAFT,
        waiting=Waiting(tuple(one.employee.short_name for one in asked), asked[0].since) if asked else None,
        entered_by=case.entered_by.short_name if case.entered_by_id != case.requester_id else "",
        verdict=str(Verdict(last.outcome).label) if last else "",
        verdict_tone=VERDICT_TONES[Verdict(last.outcome)] if last else "",
        decided_at=last.at if last else None,
    )


def _is_late(case: Case, asked: list[Assignment]) -> bool:
    """As a whole, or at a place that is asked now."""
    now = clock.now()
    return case.finished is None and (is_past(case.due, now) or any(is_past(one.due, now) for one in asked))


def stage_label(case: Case) -> str:
    """The label of the column the request stands in."""
    language = (get_language() or "en")[:2]
    stages = document_of(case.version_id).stages
    return next((say(stage.label, language) for stage in stages if stage.code == case.stage), "")
