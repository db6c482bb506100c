"""Which task comes after the one that was just answered."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case as Choice
from django.db.models import Count, When, Window

from flows.assisting import ORDER, laid_out
from flows.models import Assignment, Task

ON_CARD = (Task.Kind.APPROVAL, Task.Kind.WORK)
"""Tasks that are answered on the card of their request; the others have pages of their own."""


@dataclass(frozen=True, slots=True)
class Following:
    """The request whose card comes next, None when nothing is left to answer on a card; and how many tasks
    wait in all."""

    case: int | None
    left: int


def following_of(employee: int) -> Following:
    """In the order of the inbox: urgent first, then as an assistant laid them, then what is due first, then
    the oldest. One statement."""
    first = Choice(When(task__kind__in=ON_CARD, then=0), default=1)
    asked = laid_out(Assignment.objects.filter(employee=employee, until=None), employee)
    mine = asked.order_by(first, *ORDER)
    found = mine.annotate(all=Window(Count("pk"))).values_list("case", "task__kind", "all").first()
    if found is None:
        return Following(None, 0)
    case, kind, left = found
    return Following(case if kind in ON_CARD else None, left)
