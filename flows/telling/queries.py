"""Reads of the bell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone

from common import clock
from flows.access import visible_of
from flows.lists import counts_of
from flows.lists.paging import SIZE, Slice, slice_of
from flows.models import BellNotice
from flows.telling.said import unpack
from flows.telling.words import Words, address_of, ways_of, words_of

PORTION = 500
"""So many notices more are read when some of the page are hidden."""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in the list, in the reader's language. `address` is empty when he may not see it any more;
    `ways` are (label, address) of what he is offered besides."""

    pk: int
    words: Words
    at: datetime
    day: date
    unread: bool
    address: str
    ways: tuple[tuple[str, str], ...] = ()


def unread_count(employee: int) -> int:
    """How many notices he has not read, of those that their page lists."""
    return counts_of(employee).unread


def notices_of(employee: int, number: int, *, unread: bool = False) -> Slice[Line]:
    """The newest first, a page of them; of requests that he may see now. Only the notices up to this page are
    held against that, not all that he may see."""
    found = BellNotice.objects.filter(employee=employee, in_shell=True).order_by("-at", "-pk")
    if unread:
        found = found.filter(read_at=None)
    wanted = number * SIZE + 1
    return slice_of(list(islice(_seen(employee, found, wanted), wanted)), number, _line)


def _seen(employee: int, found: QuerySet[BellNotice], size: int) -> Iterator[BellNotice]:
    """Those about no request, or one that he may see, read in portions: one when he may see them all."""
    start = 0
    while rows := list(found[start : start + size]):
        seen = visible_of(employee, {row.case_id for row in rows if row.case_id is not None})
        yield from (row for row in rows if row.case_id is None or row.case_id in seen)
        if len(rows) < size:
            return
        start, size = start + size, PORTION


def address_of_notice(employee: int, notice: int) -> str | None:
    """Where a notice of his leads; None if there is no such notice."""
    row = BellNotice.objects.filter(employee=employee, pk=notice, in_shell=True).first()
    return address_of(row.case_id, unpack(row.said)) if row else None


def _line(row: BellNotice) -> Line:
    said = unpack(row.said)
    return Line(
        pk=row.pk,
        words=words_of(row.about, said),
        at=row.at,
        day=timezone.localtime(row.at).date(),
        unread=row.read_at is None,
        address=address_of(row.case_id, said),
        ways=ways_of(row.case_id, said),
    )


def today() -> date:
    """The reader's day."""
    return timezone.localtime(clock.now()).date()
