"""What comes again by itself, for its owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q

from flows.lists.naming import named
from flows.lists.tasks import noun_of
from flows.models import Case, Repeat

MOST = 100


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """A request that is repeated, or was until something stopped it: `why` says what. `last` is the id of the
    newest draft made of it."""

    pk: int
    case: int
    name: str
    title: str
    amount: Decimal | None
    currency: str
    period: str
    every: str
    next_on: date
    active: bool
    why: str
    last: int | None
    last_name: str


@dataclass(frozen=True, slots=True)
class RepeatCounts:
    """How many are repeated, and how many were stopped by something else than their owner."""

    active: int = 0
    stopped: int = 0


def repeats_of(owner: int) -> tuple[RepeatRow, ...]:
    """His repeats, the next one first; those he stopped himself are no more."""
    found = Repeat.objects.filter(owner=owner).exclude(stopped=Repeat.Stopped.BY_OWNER)
    rows = found.select_related("case", "last").order_by("next_on", "pk")[:MOST]
    return tuple(_row(one) for one in rows)


def repeat_counts(owner: int) -> RepeatCounts:
    """One statement."""
    ended = Q(active=False) & ~Q(stopped=Repeat.Stopped.BY_OWNER)
    found = Repeat.objects.filter(owner=owner).aggregate(
        going=Count("pk", filter=Q(active=True)), ended=Count("pk", filter=ended)
    )
    return RepeatCounts(found["going"], found["ended"])


def _row(one: Repeat) -> RepeatRow:
    case = one.case
    return RepeatRow(
        pk=one.pk,
        case=case.pk,
        name=named(noun_of(case), case.number),
        title=case.title,
        amount=case.amount,
        currency=case.currency,
        period=one.period,
        every=str(Repeat.Period(one.period).label),
        next_on=one.next_on,
        active=one.active,
        why=str(Repeat.Stopped(one.stopped).label) if one.stopped else "",
        last=one.last_id,
        last_name=_called(one.last) if one.last is not None else "",
    )


def _called(case: Case) -> str:
    return named(noun_of(case), case.number)
