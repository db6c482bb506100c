"""The board: a column for each stage, the most pressing requests first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import BooleanField, Count, F, Max, Q, QuerySet, Sum, Value, When, Window
from django.db.models import Case as Choose
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from designer.queries import document_of
from flows.boards import rows
from flows.boards.rows import Row, row_of, stage_label, sums_of, with_waiting
from flows.boards.scope import Scope, late, waiting_since
from flows.models import Case, State

MOST_CARDS = 30
"""So many cards of a pile are drawn; the list shows the others."""


@dataclass(frozen=True, slots=True)
class Pile:
    """Requests of one column that are on the way, or that are done. `query` is the list of all of them."""

    count: int = 0
    urgent: int = 0
    late: int = 0
    sums: tuple[rows.Sum, ...] = ()
    cards: tuple[Row, ...] = ()
    query: str = ""

    @property
    def more(self) -> int:
        """How many are not drawn."""
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class Column:
    """A stage. `old`: the present version has it no more. `done` only where completed requests stand."""

    code: str
    label: str
    open: Pile
    done: Pile | None = None
    old: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """The columns in the order of the stages, then those of older versions."""

    columns: tuple[Column, ...]

    @property
    def count(self) -> int:
        """How many requests are on the way."""
        return sum(column.open.count for column in self.columns)

    @property
    def empty(self) -> bool:
        return not any(column.open.count or (column.done and column.done.count) for column in self.columns)


def read_board(scope: Scope) -> Board:
    """Five statements: how many and how much, which cards, on whom they wait."""
    found = _marked(scope)
    counted = list(_counted(found, scope))
    cards = _cards(found, scope)
    stages = {stage.code: False for stage in scope.document.stages}
    stages |= {row["column"]: True for row in counted if row["column"] not in stages}
    return Board(tuple(_column(code, old, counted, cards, scope) for code, old in stages.items()))


def _marked(scope: Scope) -> QuerySet[Case]:
    """What stands on the board, with `done` and `is_late`."""
    found = scope.cases.filter(scope.open | scope.lately_done)
    return found.annotate(
        done=_flag(Q(state=State.COMPLETED)),
        is_late=_flag(late(scope.now)),
    )


def _flag(condition: Q) -> Choose:
    return Choose(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _counted(found: QuerySet[Case], scope: Scope) -> Iterable[Mapping[str, Any]]:
    """How many and how much by column and currency; `newest` is the newest version that knows the stage."""
    groups = found.order_by().values("column", "done", "currency")
    return groups.annotate(
        count=Count("pk"),
        urgent_count=Count("pk", filter=Q(urgent=True)),
        late_count=Count("pk", filter=Q(is_late=True)),
        total=Sum("amount"),
        newest=Max("version"),
    )


def _cards(found: QuerySet[Case], scope: Scope) -> Mapping[tuple[str, bool], tuple[Row, ...]]:
    """The first cards of every pile, in one statement and one for whom they wait."""
    ranked = found.annotate(
        since=waiting_since(), pressing=_flag(Q(urgent=True) & ~Q(state=State.COMPLETED))
    ).annotate(
        place=Window(
            RowNumber(),
            partition_by=[F("column"), F("done")],
            order_by=[
                F("pressing").desc(),
                F("is_late").desc(),
                F("since").asc(nulls_last=True),
                F("finished").desc(nulls_last=True),
                F("created").asc(),
                F("pk").asc(),
            ],
        )
    )
    drawn = with_waiting(ranked.filter(place__lte=MOST_CARDS)).order_by("place")
    piles: dict[tuple[str, bool], tuple[Row, ...]] = {}
    for case in drawn:
        key = case.column, case.done
        piles[key] = (*piles.get(key, ()), row_of(case, scope))
    return piles


def _column(
    code: str,
    old: bool,
    counted: list[Mapping[str, Any]],
    cards: Mapping[tuple[str, bool], tuple[Row, ...]],
    scope: Scope,
) -> Column:
    own = [row for row in counted if row["column"] == code]
    going, done = [row for row in own if not row["done"]], [row for row in own if row["done"]]
    label = stage_label(scope.document, code, scope.language)
    if old:
        newest = max(row["newest"] for row in own)
        label = stage_label(document_of(newest), code, scope.language) or _("Other")
    closed = None
    if code == scope.document.stage_when_done:
        closed = _pile(done, cards.get((code, True), ()), _query(scope, "", "completed"), scope)
    return Column(
        code=code,
        label=label,
        open=_pile(going, cards.get((code, False), ()), _query(scope, code, "open"), scope),
        done=closed,
        old=old,
    )


def _pile(own: list[Mapping[str, Any]], cards: tuple[Row, ...], query: str, scope: Scope) -> Pile:
    return Pile(
        count=sum(row["count"] for row in own),
        urgent=sum(row["urgent_count"] for row in own),
        late=sum(row["late_count"] for row in own),
        sums=sums_of(own, scope.org.currency),
        cards=cards,
        query=query,
    )


def _query(scope: Scope, stage: str, state: str) -> str:
    """The filters of the list that shows the pile."""
    wanted = {"whose": "mine" if scope.mine else "all", "stage": stage, "state": state}
    return urlencode({name: value for name, value in wanted.items() if value})
