"""Who has a task: take and give back, reassign, mend a red item."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from designer.route.chosen import may_choose_among
from flows import access, errors
from flows.actions.decide import required_text
from flows.actions.guard import active, names, repeated, seat_at
from flows.engine.desk import Desk, OpenTask, desk_for_task
from flows.engine.flow import turn
from flows.engine.people import owners
from flows.history.payloads import GaveTo, Replanned, TookIt
from flows.models import Task
from flows.notices import Notice


@transaction.atomic(durable=True)
def take(*, task: int, actor: int, revision: int, press: str | None = None) -> None:
    """One of a group takes the task for himself. Raises as `seat_at`, AlreadyTaken, NotOffered."""
    _apply_taking(task, actor, revision, press, back=False)


@transaction.atomic(durable=True)
def give_back(*, task: int, actor: int, revision: int, press: str | None = None) -> None:
    """Whoever took a task of a group leaves it to the group again. Raises as `seat_at`, NotOffered."""
    _apply_taking(task, actor, revision, press, back=True)


def _apply_taking(task: int, actor: int, revision: int, press: str | None, *, back: bool) -> None:
    desk = desk_for_task(task)
    if repeated(desk, press, actor, TookIt, task) is not None:
        return
    seat = seat_at(desk, task, actor, revision)
    of_group = seat.task.place.partition("/")[2].startswith("g:")
    if not of_group or back != (seat.task.taken_by_id == actor):
        raise errors.NotOffered
    seat.task.taken_by_id = None if back else actor
    seat.task.save(update_fields=["taken_by"])
    desk.act(TookIt(seat.task.place, back), actor)
    turn(desk.case)
    desk.finish(actor, press)


@transaction.atomic(durable=True)
def reassign(*, task: int, actor: int, to: int, reason: str, revision: int, press: str) -> None:
    """Give a task to another person (ROUTING 36): an approver his own, upwards or to his recorded
    substitute; who manages the process, among holders of the role or higher. Raises NoSuchRequest,
    AlreadyDecided, NoLongerNeeded, MayNotReassign, MayNotChoose, Stale, NotSaved."""
    desk = desk_for_task(task)
    if repeated(desk, press, actor, GaveTo, task) is not None:
        return
    entry = open_entry(desk, task, actor, revision)
    if entry.task.kind not in (Task.Kind.APPROVAL, Task.Kind.WORK):
        raise errors.MayNotReassign
    _apply_giving(desk, entry, actor, to, required_text("reason", reason))
    desk.finish(actor, press)


@transaction.atomic(durable=True)
def choose(*, task: int, actor: int, to: int, reason: str, revision: int, press: str) -> None:
    """The owner of a red item says who is to be asked (ROUTING 36). Raises as `reassign`, MayNotMend,
    NotRed."""
    desk = desk_for_task(task)
    if repeated(desk, press, actor, GaveTo, task) is not None:
        return
    entry = _red(desk, task, actor, revision)
    _apply_giving(desk, entry, actor, to, required_text("reason", reason), red=True)
    if entry.task.place in desk.open and desk.open[entry.task.place] is entry:
        raise errors.StillRed(why=names(desk, [desk.code(to)]))
    desk.finish(actor, press)


@transaction.atomic(durable=True)
def retry(*, task: int, actor: int, revision: int, press: str) -> None:
    """Work the route out again after the company or the lists were mended. Raises MayNotMend, NotRed,
    StillRed when nothing changed."""
    desk = desk_for_task(task)
    if repeated(desk, press, actor, Replanned) is not None:
        return
    entry = _red(desk, task, actor, revision)
    desk.act(Replanned("retry"), actor)
    turn(desk.case)
    if entry.task.place in desk.open and desk.open[entry.task.place] is entry:
        raise errors.StillRed(why=_("nothing has changed."))
    desk.finish(actor, press)


def may_choose(desk: Desk, entry: OpenTask, actor: int) -> frozenset[str]:
    """Among whom this person may choose for the task, by employee code; empty: he may not at all."""
    code = desk.code(actor)
    red = entry.task.kind == Task.Kind.ATTENTION
    allowed = (
        _mends(desk, entry, actor) if red else code in entry.asked or access.may_hand_out(desk.case, actor)
    )
    if not allowed:
        return frozenset()
    place = entry.task.place
    among = may_choose_among(desk.document, desk.facts, desk.history, desk.org, desk.now, place, code)
    return among if red else among.difference(entry.asked)


def _apply_giving(
    desk: Desk, entry: OpenTask, actor: int, to: int, reason: str, *, red: bool = False
) -> None:
    """The transition; the desk writes it down."""
    allowed = may_choose(desk, entry, actor)
    code = desk.code(to)
    if code not in allowed:
        if not allowed and code in desk.org.employees:
            raise errors.MayNotReassign
        raise errors.MayNotChoose(who=desk.name(code), why=_("only who holds the role or stands above."))
    desk.act(GaveTo(entry.task.place, code, reason, red), actor)
    turn(desk.case)
    desk.notices.append(Notice(to, "reassigned", entry.task.place))


def open_entry(desk: Desk, task: int, actor: int, revision: int) -> OpenTask:
    """The open task, for somebody who need not be asked there. Raises NoSuchRequest, AlreadyDecided,
    NoLongerNeeded, Stale."""
    code = active(desk, actor)
    entry = next((one for one in desk.open.values() if one.task.pk == task), None)
    if entry is None or code in entry.asked:
        return seat_at(desk, task, actor, revision).entry
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRequest
    return entry


def _red(desk: Desk, task: int, actor: int, revision: int) -> OpenTask:
    entry = open_entry(desk, task, actor, revision)
    if entry.task.kind != Task.Kind.ATTENTION:
        raise errors.NotRed
    if not _mends(desk, entry, actor):
        raise errors.MayNotMend
    return entry


def _mends(desk: Desk, entry: OpenTask, actor: int) -> bool:
    code = desk.code(actor)
    asked = code in entry.asked or code in {one.employee for one in owners(desk)}
    return asked or access.may_manage(desk.case, actor)
