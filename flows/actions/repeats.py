"""A request that comes again: rent, telecom. Its owner sets it up, changes and stops it; a job makes the
drafts."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from flows import access, assisting, errors
from flows.actions.copying import _apply_copy
from flows.actions.start import _write
from flows.engine.desk import Desk
from flows.models import Case, Repeat, State
from flows.notices import Notice, send_notices
from flows.repeats import following, has_come
from flows.staff import staff
from org.queries import snapshot

REPEATABLE = (State.RUNNING, State.REWORK, State.COMPLETED)
FARTHEST = timedelta(days=731)
STOPS = {
    errors.NoSuchEmployee: Repeat.Stopped.LEFT,
    errors.ProcessNotLive: Repeat.Stopped.RETIRED,
    errors.MayNotStart: Repeat.Stopped.NO_RIGHT,
    errors.AuditorsStartNothing: Repeat.Stopped.NO_RIGHT,
    errors.NotYourRequest: Repeat.Stopped.NO_OWNER,
}


@transaction.atomic(durable=True)
def repeat_case(*, case: int, actor: int, period: str, first_on: date | None) -> int:
    """From `first_on` on, once a period, a copy of the request appears as a draft of the actor's; the id of
    the repeat. The same again: the same one. Raises NoSuchRequest, NotYourRequest, NotRepeatable,
    RepeatedAlready, MayNotStart, NotSaved."""
    row = access.visible_cases(actor).filter(pk=case).first()
    if row is None:
        raise errors.NoSuchRequest
    row = Case.objects.select_for_update(of=("self",)).select_related("process", "requester").get(pk=case)
    _may_repeat(row, actor)
    first = _checked(actor, period, first_on)
    known = Repeat.objects.filter(case=row, owner=actor, active=True).first()
    if known is not None:
        if (known.period, known.next_on) == (period, first):
            return known.pk
        raise errors.RepeatedAlready
    made = Repeat.objects.create(case=row, owner_id=actor, period=period, day=first.day, next_on=first)
    return made.pk


@transaction.atomic(durable=True)
def change_repeat(*, repeat: int, actor: int, period: str, next_on: date | None) -> None:
    """Another period, another next day. Raises NoSuchRepeat, RepeatStopped, NotSaved."""
    row = _own(repeat, actor)
    if not row.active:
        raise errors.RepeatStopped
    row.next_on, row.period = _checked(actor, period, next_on), period
    row.day = row.next_on.day
    row.save(update_fields=["next_on", "period", "day"])


@transaction.atomic(durable=True)
def stop_repeat(*, repeat: int, actor: int) -> bool:
    """No more drafts; those that were made stay. Whether it was going on: one that something else has stopped
    is taken off his list. Raises NoSuchRepeat."""
    row = _own(repeat, actor)
    going_on = row.active
    if row.stopped != Repeat.Stopped.BY_OWNER:
        _apply_stop(row, Repeat.Stopped.BY_OWNER)
    return going_on


@transaction.atomic(durable=True)
def make_draft(*, repeat: int) -> int | None:
    """The draft, when its day has come; None when it has not, or was made already. One for all the days that
    were missed: nobody wants five rents at once. Where nothing can be started any more the repeat is stopped,
    and says why; one that was set up for a boss, after its owner assists him no longer, to the boss, too."""
    row = (
        Repeat.objects.select_for_update(of=("self",))
        .select_related("case__process", "case__requester")
        .get(pk=repeat)
    )
    org = snapshot()
    owner = staff(org).code(row.owner_id)
    zone = org.zone_of(owner)
    if not row.active or not has_come(row.next_on, zone, clock.now()):
        return None
    try:
        desk = _copied(row, active=org.employees[owner].active)
    except tuple(STOPS) as error:
        _apply_stop(row, STOPS[type(error)])
        if isinstance(error, errors.NotYourRequest):
            told = Notice(row.case.requester_id, "repeat_stopped")
            send_notices(row.case_id, row.case.events_count, [told])
        return None
    desk.notices.append(Notice(row.owner_id, "repeated"))
    row.last_id = _write(desk, row.owner_id, None, by_repeat=True)
    row.next_on = following(row.period, row.day, row.next_on, clock.today(zone))
    row.save(update_fields=["last", "next_on"])
    return row.last_id


def _copied(row: Repeat, *, active: bool) -> Desk:
    """Raises what stops a repeat."""
    if not active:
        raise errors.NoSuchEmployee
    _require_owner(row.case, row.owner_id)
    return _apply_copy(row.case, row.owner_id, None)


def _apply_stop(row: Repeat, why: Repeat.Stopped) -> None:
    row.active, row.stopped = False, why
    row.save(update_fields=["active", "stopped"])


def _own(repeat: int, actor: int) -> Repeat:
    row = Repeat.objects.select_for_update().filter(pk=repeat, owner=actor, owner__is_active=True).first()
    if row is None:
        raise errors.NoSuchRepeat
    return row


def _require_owner(row: Case, actor: int) -> None:
    """Its requester, and who entered it for him while he assists him. Raises NotYourRequest."""
    if not assisting.is_owner(snapshot(), row, actor):
        raise errors.NotYourRequest(who=row.requester.short_name)


def _may_repeat(row: Case, actor: int) -> None:
    _require_owner(row, actor)
    if row.state not in REPEATABLE:
        raise errors.NotRepeatable
    access.require_start(actor, row.process.code)


def _checked(actor: int, period: str, day: date | None) -> date:
    """The day, when both can be used."""
    org = snapshot()
    today = clock.today(org.zone_of(staff(org).code(actor)))
    if period not in Repeat.Period.values:
        raise errors.NotSaved({"period": [_("Choose how often.")]})
    if day is None or not today <= day <= today + FARTHEST:
        raise errors.NotSaved({"day": [_("Choose a day from today on, at most two years ahead.")]})
    return day
