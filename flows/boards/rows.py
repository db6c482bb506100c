"""A request on a board or in a list, and sums of many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from designer.document import ProcessDocument
from designer.part import say
from designer.queries import document_of
from flows.boards.scope import ON_THE_WAY, Scope
from flows.late import is_past
from flows.lists.naming import named
from flows.lists.requests import TONES
from flows.models import Assignment, Case, State
from flows.states import label_among

NAMES_SHOWN = 2
UNREAD = ("values", "rates", "search_key")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of one currency; a plain number has none."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Waits:
    """On whom a request waits, and since when."""

    names: tuple[str, ...]
    since: datetime

    @property
    def shown(self) -> tuple[str, ...]:
        """The names that are shown; one more than fits is shown rather than counted."""
        return self.names if len(self.names) <= NAMES_SHOWN + 1 else self.names[:NAMES_SHOWN]

    @property
    def others(self) -> int:
        """How many more there are."""
        return len(self.names) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Row:
    """`state` is its code, `state_label` what is read. `due` is when the whole of it should be done, `missed`
    the due time that has passed: that of the whole, else that of what it waits for."""

    case: int
    name: str
    title: str
    amount: Decimal | None
    currency: str
    requester: str
    stage: str
    state: str
    state_label: str
    tone: str
    urgent: bool
    missed: datetime | None
    red: bool
    created: datetime
    sent: datetime | None
    due: datetime | None
    finished: datetime | None
    waits: Waits | None

    @property
    def late(self) -> bool:
        return self.missed is not None

    @property
    def draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def rework(self) -> bool:
        return self.state == State.REWORK


def with_waiting(found: QuerySet[Case]) -> QuerySet[Case]:
    """What `row_of` reads besides the request: two statements for all of them."""
    asked = Assignment.objects.filter(until=None).select_related("employee", "task__taken_by")
    ordered = Prefetch("assignments", asked.order_by("since", "pk"), to_attr="asked")
    return found.select_related("requester").defer(*UNREAD).prefetch_related(ordered)


def row_of(case: Case, scope: Scope) -> Row:
    """A request read by `with_waiting`, in the reader's language."""
    asked: list[Assignment] = getattr(case, "asked", [])
    state, document = State(case.state), document_of(case.version_id)
    return Row(
        case=case.pk,
        name=named(say(document.one or document.name, scope.language), case.number),
        title=case.title,
        amount=case.amount,
        currency=case.currency,
        requester=case.requester.short_name,
        stage=stage_label(document, case.stage, scope.language),
        state=state.value,
        state_label=label_among(state, asked),
        tone=TONES[state],
        urgent=case.urgent,
        missed=_missed(case, asked, scope.now),
        red=case.needs_attention,
        created=case.created,
        sent=case.sent_at,
        due=case.due if state in ON_THE_WAY else None,
        finished=case.finished,
        waits=_waits(asked),
    )


def stage_label(document: ProcessDocument, code: str, language: str) -> str:
    """The label of a stage in a version, empty when it has none of that code."""
    return next((say(stage.label, language) for stage in document.stages if stage.code == code), "")


def sums_of(rows: Iterable[Mapping[str, Any]], company: str) -> tuple[Sum, ...]:
    """Rows with `currency` and `total` as sums, those of one currency added, the company's own first."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row["total"] is not None:
            found[row["currency"]] = found.get(row["currency"], Decimal(0)) + row["total"]
    return tuple(Sum(found[one], one) for one in sorted(found, key=lambda one: (one != company, one)))


def _missed(case: Case, asked: list[Assignment], now: datetime) -> datetime | None:
    if case.state not in ON_THE_WAY:
        return None
    if is_past(case.due, now):
        return case.due
    return min((one.due for one in asked if one.due is not None and is_past(one.due, now)), default=None)


def _waits(asked: list[Assignment]) -> Waits | None:
    """Whoever took a task of a group is who it waits for."""
    if not asked:
        return None
    people = [one.task.taken_by or one.employee for one in asked]
    return Waits(tuple(dict.fromkeys(one.short_name for one in people)), asked[0].since)
