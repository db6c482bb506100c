"""Whoever waits for a late task pushes: he reminds, or asks that somebody stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import transaction

from flows import access, errors, late
from flows.actions.guard import active, closed, names, repeated
from flows.engine.desk import Desk, OpenTask, desk_for_task
from flows.engine.people import responsible
from flows.history.payloads import Payload, Reminded, SubstituteAsked
from flows.models import Watch
from flows.notices import About, Notice
from flows.queries import clock_time
from org.access import asked_to_enter_absence


@transaction.atomic(durable=True)
def remind(*, task: int, actor: int, press: str | None = None) -> None:
    """Remind whoever is asked at a late task, once a working day. Raises NoSuchRequest, AlreadyDecided,
    NoLongerNeeded, NotYourRequest, NotLate, PushedAlready."""
    desk = desk_for_task(task)
    if repeated(desk, press, actor, Reminded, task) is not None:
        return
    entry = _late_task(desk, task, actor)
    _refuse_again(desk, entry, Reminded)
    desk.act(Reminded(entry.task.place), actor)
    _tell(desk, (one.employee_id for one in entry.asked.values()), "reminded", entry, actor)
    desk.note(actor, press)


@transaction.atomic(durable=True)
def ask_for_a_substitute(*, task: int, actor: int, press: str | None = None) -> None:
    """Ask those who can enter an absence of the person a late task waits for, and who is responsible for the
    process, that somebody stand in; once a working day. Raises as `remind`, NobodyAbsent."""
    desk = desk_for_task(task)
    if repeated(desk, press, actor, SubstituteAsked, task) is not None:
        return
    entry = _late_task(desk, task, actor)
    absent = late.absent_one(entry.task, list(entry.asked.values()))
    if absent is None:
        raise errors.NobodyAbsent
    _refuse_again(desk, entry, SubstituteAsked)
    code = desk.code(absent)
    desk.act(SubstituteAsked(entry.task.place, code), actor)
    helpers = [desk.staff.ids[one] for one in _helpers(desk, code) if one != code]
    _let_look(desk, helpers)
    _tell(desk, helpers, "substitute_asked", entry, actor)
    desk.note(actor, press)


def _late_task(desk: Desk, task: int, actor: int) -> OpenTask:
    """The open task, late, before somebody who waits for it."""
    active(desk, actor)
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRequest
    if not late.may_push(desk.case, actor, desk.org):
        raise errors.NotYourRequest(who=desk.name(desk.code(desk.case.requester_id)))
    entry = next((one for one in desk.open.values() if one.task.pk == task), None)
    if entry is None:
        raise closed(desk, task)
    if not late.is_late(entry.task, desk.case, desk.now):
        raise errors.NotLate
    return entry


def _refuse_again(desk: Desk, entry: OpenTask, payload: type[Payload]) -> None:
    hours = late.hours_of(entry.asked.values(), desk.case, desk.org)
    before = late.pushed_at(desk.events, payload.KIND, entry.task)
    again = late.again_from(before, hours, desk.now)
    if before is not None and again is not None:
        refused = errors.RemindedAlready if payload is Reminded else errors.AskedAlready
        who, words = names(desk, entry.asked), (clock_time(before, desk.now), clock_time(again, desk.now))
        raise refused(who=who, time=words[0], again=words[1])


def _helpers(desk: Desk, absent: str) -> Iterator[str]:
    """Who may enter his absence, and is there; and who is responsible."""
    yield from asked_to_enter_absence(absent, desk.now)
    yield from (one.employee for one in responsible(desk))


def _let_look(desk: Desk, helpers: list[int]) -> None:
    """Whoever is asked for help may open what it is about, as far as every step of its route may."""
    rows = [Watch(case=desk.case, employee_id=one, since=desk.now, whole=False) for one in helpers]
    Watch.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(desk: Desk, people: Iterable[int], about: About, entry: OpenTask, actor: int) -> None:
    desk.notices += [Notice(to, about, entry.task.place) for to in dict.fromkeys(people) if to != actor]
