"""One mail a day instead of many: at 8 in the morning of the reader's zone, on his working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet

from common import clock
from flows.models import BellNotice
from flows.telling.actions import MAILS
from flows.telling.find import Order, find
from flows.telling.leaves import holds
from flows.telling.said import Said, unpack
from org import worktime
from org.models import Employee
from org.queries import snapshot
from org.snapshot import OrgSnapshot
from outbox.actions import put

AT = time(8, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """What happened to one request, the oldest first; without a request, one notice."""

    case: int | None
    notices: tuple[tuple[str, Said], ...]


def want_due() -> int:
    """Put the digests that are due into the outbox, one for a person and day; how many were new."""
    waiting = BellNotice.objects.filter(for_digest=True, digested_at=None, employee__is_active=True)
    people = Employee.objects.filter(pk__in=waiting.order_by().values("employee").distinct())
    org, now = snapshot(), clock.now()
    return sum(_want(org, one, now) for one in people.only("pk", "code"))


def _want(org: OrgSnapshot, one: Employee, now: datetime) -> bool:
    """Not before 8, not on a day off, and only when something from before 8 waits."""
    here = now.astimezone(org.zone_of(one.code))
    begins = datetime.combine(here.date(), AT, here.tzinfo)
    person = org.employees.get(one.code)
    position = org.positions.get(person.main_position or "") if person else None
    calendar = worktime.calendar_of(org, position.unit if position else None)
    if here < begins or not worktime.is_workday(calendar, here.date()):
        return False
    if not _waiting(one.pk).filter(at__lt=begins).exists():
        return False
    with transaction.atomic(durable=True):
        payload = {"digest": here.date().isoformat(), "to": one.pk, "until": begins.isoformat()}
        return put(key=f"digest:{one.pk}:{here.date().isoformat()}", kind=MAILS, payload=payload)


def gathered(employee: int, until: datetime) -> tuple[list[int], tuple[Told, ...]]:
    """The notices that wait for his digest, and what of them is still worth telling, by request: nothing that
    was read under the bell, that nobody asks of him any more, or that he may not see any more."""
    rows = list(
        _waiting(employee).filter(at__lt=until).select_related("employee").order_by("case", "at", "pk")
    )
    told = tuple(
        Told(case, notices)
        for (case, _alone), found in groupby(rows, key=lambda row: (row.case_id, not row.case_id and row.pk))
        if (notices := tuple(_relevant(found)))
    )
    return [row.pk for row in rows], told


def _relevant(rows: Iterable[BellNotice]) -> Iterable[tuple[str, Said]]:
    for row in rows:
        if row.case_id is None:
            yield from _of_leave(row)
            continue
        found = find(Order(row.case_id, row.event, row.employee_id, row.about, row.place))
        if found is not None and found.still and row.read_at is None:
            yield row.about, found.said


def _of_leave(row: BellNotice) -> Iterable[tuple[str, Said]]:
    said = unpack(row.said)
    if row.read_at is None and holds(row.about, row.employee.code, said):
        yield row.about, said


@transaction.atomic(durable=True)
def digested(notices: list[int]) -> None:
    """They were told."""
    BellNotice.objects.filter(pk__in=notices).update(digested_at=clock.now())


def _waiting(employee: int) -> QuerySet[BellNotice]:
    return BellNotice.objects.filter(employee=employee, for_digest=True, digested_at=None)
