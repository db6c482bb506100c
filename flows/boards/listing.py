"""The list: what the filters leave, how many and how much of it, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from django.db.models import Case as Choose
from django.db.models import Count, F, IntegerField, Q, QuerySet, Sum, When

from common.text import search_key
from flows.boards import rows
from flows.boards.filters import OPEN, Wanted
from flows.boards.rows import Row, row_of, sums_of, with_waiting
from flows.boards.scope import Scope, late, waiting_since
from flows.lists.paging import SIZE, Slice, slice_of
from flows.lists.requests import PRESSING_FIRST
from flows.models import Assignment, Case
from flows.staff import staff
from flows.states import in_state

MOST_COUNTED = 10_000
"""So many requests are counted and added up; a larger list only says that it is."""

COLUMNS = {
    "number": "number",
    "requester": "requester__sort_key",
    "amount": "amount",
    "sent": "sent_at",
    "due": "due",
    "since": "since",
    "finished": "finished",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `count` and `sums` are of everything the filters leave. When that is more than
    `MOST_COUNTED`, it is not counted to its end: `count` is one more, and there are no sums."""

    page: Slice[Row]
    count: int
    sums: tuple[rows.Sum, ...]

    @property
    def many(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > MOST_COUNTED

    @property
    def counted(self) -> int:
        """How many there are, or at least are."""
        return min(self.count, MOST_COUNTED)

    @property
    def any_finished(self) -> bool:
        """Whether anything on this page is over: only then the list is sorted by it."""
        return any(row.finished for row in self.page.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // SIZE))


@dataclass(frozen=True, slots=True)
class Totals:
    """How many, and how much in each currency; see `Listing`."""

    count: int
    sums: tuple[rows.Sum, ...]


def read_list(scope: Scope, wanted: Wanted, zone: tzinfo, number: int) -> Listing:
    """Four statements."""
    found = filtered(scope, wanted, zone)
    totals = totals_of(found, scope)
    page = slice_of(with_waiting(ordered(found, scope, wanted)), number, lambda case: row_of(case, scope))
    return Listing(page, totals.count, totals.sums)


def filtered(scope: Scope, wanted: Wanted, zone: tzinfo) -> QuerySet[Case]:
    """What the filters leave of what the reader may see."""
    found = scope.cases
    for condition in _conditions(scope, wanted, zone):
        found = found.filter(condition)
    return found


def totals_of(found: QuerySet[Case], scope: Scope) -> Totals:
    """One statement."""
    counted = Case.objects.filter(pk__in=found.order_by().values("pk")[: MOST_COUNTED + 1])
    groups = list(counted.order_by().values("currency").annotate(count=Count("pk"), total=Sum("amount")))
    count = sum(row["count"] for row in groups)
    return Totals(count, sums_of(groups, scope.org.currency) if count <= MOST_COUNTED else ())


def ordered(found: QuerySet[Case], scope: Scope, wanted: Wanted) -> QuerySet[Case]:
    """As asked; `PRESSING_FIRST` when nothing was asked. What is empty stands last either way. Amounts are
    compared within their currency only, the company's own first either way."""
    name = wanted.sort.removeprefix("-")
    if not name:
        return found.order_by(*PRESSING_FIRST)
    if name == "since":
        found = found.annotate(since=waiting_since())
    column = F(COLUMNS[name])
    way = column.desc(nulls_last=True) if wanted.sort.startswith("-") else column.asc(nulls_last=True)
    return found.order_by(*(_by_currency(scope) if name == "amount" else ()), way, "-created", "-pk")


def _by_currency(scope: Scope) -> Iterator[Choose | str]:
    """What an amount is sorted by before how much it is."""
    own = When(currency=scope.org.currency, then=0)
    yield Choose(When(amount=None, then=2), own, default=1, output_field=IntegerField())
    yield "currency"


def _conditions(scope: Scope, wanted: Wanted, zone: tzinfo) -> Iterator[Q]:
    for word in search_key(wanted.q).split():
        yield Q(search_key__contains=word)
    if wanted.stage:
        yield Q(column=wanted.stage)
    if wanted.state:
        yield scope.open if wanted.state == OPEN else in_state(wanted.state)
    yield from _people(scope, wanted)
    yield from _amounts(wanted)
    yield from _days("sent_at", wanted.sent_from, wanted.sent_to, zone)
    yield from _days("finished", wanted.finished_from, wanted.finished_to, zone)
    yield from _marks(scope, wanted)


def _people(scope: Scope, wanted: Wanted) -> Iterator[Q]:
    people = staff(scope.org)
    if wanted.requester:
        yield Q(requester=people.ids[wanted.requester])
    if wanted.unit:
        yield Q(unit__in=[people.unit_ids[code] for code in scope.org.subtree(wanted.unit)])
    if wanted.waits:
        asked = Assignment.objects.filter(employee=people.ids[wanted.waits], until=None)
        yield Q(pk__in=asked.values("case"))


def _amounts(wanted: Wanted) -> Iterator[Q]:
    if wanted.currency:
        yield Q(currency=wanted.currency)
    if wanted.amount_from is not None:
        yield Q(amount__gte=wanted.amount_from)
    if wanted.amount_to is not None:
        yield Q(amount__lte=wanted.amount_to)


def _days(column: str, first: date | None, last: date | None, zone: tzinfo) -> Iterator[Q]:
    """Both included."""
    if first:
        yield Q(**{f"{column}__gte": midnight(first, zone)})
    if last:
        yield Q(**{f"{column}__lt": midnight(last + timedelta(days=1), zone)})


def _marks(scope: Scope, wanted: Wanted) -> Iterator[Q]:
    if wanted.urgent:
        yield Q(urgent=True)
    if wanted.overdue:
        yield late(scope.now)
    if wanted.red:
        yield Q(needs_attention=True)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The moment at which a day begins there."""
    return datetime.combine(day, time(), zone)
