"""What is late is told at once, and once: to the requester, whoever is asked, and whoever is responsible."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from django.db import transaction

from common import clock
from flows.engine import store
from flows.engine.desk import Desk, desk_for_case, desk_for_task
from flows.engine.people import responsible, reworkers
from flows.errors import Busy
from flows.history.payloads import Overdue
from flows.late import is_past
from flows.models import Case, State, Task, Watch
from flows.notices import Notice

ON_ITS_WAY = (State.RUNNING, State.REWORK)
BATCH = 200
log = logging.getLogger("flows")


def tell() -> int:
    """Tell whatever is late and was not told yet, each in a transaction of its own; how many were told. One
    that fails does not stop the others: it is tried again the next time."""
    told = sum(_told(partial(tell_task, task=one), task=one) for one in _each(late_tasks))
    return told + sum(_told(partial(tell_request, case=one), case=one) for one in _each(late_requests))


def late_tasks(after: int = 0) -> list[int]:
    """Open tasks that are late and were not told: the next ones after this id, out of a partial index."""
    late = Task.objects.filter(finished=None, told_overdue=False, due__lt=clock.now())
    return list(late.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


def late_requests(after: int = 0) -> list[int]:
    """Requests on their way that are late as a whole and were not told; as `late_tasks`."""
    late = Case.objects.filter(finished=None, told_overdue=False, due__lt=clock.now(), state__in=ON_ITS_WAY)
    return list(late.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic(durable=True)
def tell_task(*, task: int) -> bool:
    """Tell that a task is late, unless that was told, or it was answered before the lock was held (ROUTING
    27). Whether it was told now.

    It is told once for a task, whoever holds it: who is asked later, as a substitute or because it was given
    to him, finds it late in the notice of the task itself. A request that is late as a whole by then is told
    with it, in the same notice. Raises Busy."""
    desk = desk_for_task(task)
    entry = next((one for one in desk.open.values() if one.task.pk == task), None)
    if entry is None or entry.task.told_overdue or not is_past(entry.task.due, desk.now):
        return False
    entry.task.told_overdue = True
    store.update(entry.task, "told_overdue")
    asked = tuple(Notice(one.employee_id, "overdue", entry.task.place) for one in entry.asked.values())
    late = Overdue(_said(entry.task.due), entry.task.place)
    if _apply_whole(desk):
        late, asked = replace(late, whole=_said(desk.case.due)), asked + _at_untold(desk)
    _tell(desk, late, asked)
    return True


@transaction.atomic(durable=True)
def tell_request(*, case: int) -> bool:
    """Tell that a request is late as a whole; as `tell_task`. Told once for each time that it is sent out of
    a draft: what was recalled is not late. Whoever knows that his own task is late is not told that, too."""
    desk = desk_for_case(case)
    if not _apply_whole(desk):
        return False
    _tell(desk, Overdue(_said(desk.case.due)), _at_untold(desk))
    return True


def _apply_whole(desk: Desk) -> bool:
    """Whether the request is late as a whole and that is told with this act."""
    on_its_way = desk.case.state in ON_ITS_WAY and desk.case.finished is None
    if not on_its_way or desk.case.told_overdue or not is_past(desk.case.due, desk.now):
        return False
    desk.case.told_overdue = True
    desk.touch("told_overdue")
    return True


def _at_untold(desk: Desk) -> tuple[Notice, ...]:
    """To whoever is asked in time: only the whole is late. A task that is late, too, is told for itself."""
    tasks = ((entry, entry.task) for entry in desk.open.values())
    untold = (entry for entry, one in tasks if not one.told_overdue and not is_past(one.due, desk.now))
    return tuple(Notice(one.employee_id, "overdue") for entry in untold for one in entry.asked.values())


def _said(due: datetime | None) -> str:
    assert due is not None
    return due.astimezone(UTC).isoformat()


def _tell(desk: Desk, event: Overdue, asked: Iterable[Notice]) -> None:
    """The event, and the notices: each person one, whatever he is to the request."""
    desk.act(event, None)
    watching = [desk.staff.ids[one.employee] for one in responsible(desk)]
    rows = [Watch(case=desk.case, employee_id=one, since=desk.now, whole=True) for one in watching]
    once, more = ["employee", "case"], ["whole"]
    Watch.objects.bulk_create(rows, update_conflicts=True, unique_fields=once, update_fields=more)
    first = {one.to: one for one in reversed(tuple(asked))}
    told = dict.fromkeys((*_requesters(desk), *first, *watching))
    desk.notices += [first.get(to, Notice(to, "overdue", event.place)) for to in told]
    desk.note(None)


def _requesters(desk: Desk) -> Iterator[int]:
    """The requester; of one who has left, whoever does his part (ROUTING 35)."""
    if desk.org.employees[desk.code(desk.case.requester_id)].active:
        yield desk.case.requester_id
    else:
        yield from (desk.staff.ids[one.employee] for one in reworkers(desk))


def _each(find: Callable[[int], list[int]]) -> Iterator[int]:
    """All of them, read in batches; one that could not be told is passed."""
    after = 0
    while found := find(after):
        yield from found
        after = found[-1]


def _told(one: Callable[[], bool], **which: int) -> bool:
    try:
        return one()
    except Busy:
        return False
    except Exception:
        log.exception("not told that it is late", extra=which)
        return False
