"""What every act asks under the lock: the same press, who may, whether the page was still fresh."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from flows import access, assisting, errors
from flows.engine.desk import Desk, OpenTask, desk_for_task
from flows.engine.rows import REMARKS, REWORK
from flows.history import Recorded
from flows.history.payloads import Answered, Attached, Detached, Payload, RecalledIt, Saved, SentOff
from flows.models import Assignment, Decision, State, Task
from flows.queries import clock_time

CONTENT = frozenset({Saved.KIND, Attached.KIND, Detached.KIND, Answered.KIND, SentOff.KIND, RecalledIt.KIND})


@dataclass(frozen=True)
class Seat:
    """An open task before whoever is asked there."""

    desk: Desk
    entry: OpenTask
    asked: Assignment

    @property
    def task(self) -> Task:
        return self.entry.task


def repeated(
    desk: Desk, press: str | None, actor: int, payload: type[Payload], task: int | None = None
) -> Recorded | None:
    """The event that this very press caused already. Raises PressUsed when the press was somebody else's, or
    meant another act or another task: what was not done must never be told as done."""
    if not press:
        return None
    found = next((event for event in desk.events if event.press == press), None)
    if found is None:
        return None
    if found.actor_id != actor or found.kind != payload.KIND or not _of_task(found, task):
        raise errors.PressUsed
    return found


def _of_task(event: Recorded, task: int | None) -> bool:
    place = event.deed.said.get("place")
    if task is None or place is None:
        return True
    return Task.objects.filter(pk=task, place=place).exists()


def active(desk: Desk, actor: int) -> str:
    """The actor's code. Raises NoSuchRequest for one who is not active: to him nothing exists."""
    code = desk.staff.codes.get(actor)
    if code is None or not desk.org.employees[code].active:
        raise errors.NoSuchRequest
    return code


def seat_at(desk: Desk, task: int, actor: int, revision: int) -> Seat:
    """The open task, before the actor. Raises NoSuchRequest, AlreadyDecided, NoLongerNeeded, NotYourTask,
    Stale."""
    code = active(desk, actor)
    entry = next((entry for entry in desk.open.values() if entry.task.pk == task), None)
    if entry is None or code not in entry.asked:
        if not access.may_see(desk.case, actor):
            raise errors.NoSuchRequest
        if entry is None:
            raise closed(desk, task)
        raise errors.NotYourTask(who=names(desk, entry.asked) or _("nobody"))
    fresh(desk, revision)
    return Seat(desk, entry, entry.asked[code])


def take_seat(task: int, actor: int, press: str | None) -> tuple[Desk, bool]:
    """Lock the task's request; whether this press has given its answer already."""
    desk = desk_for_task(task)
    return desk, repeated(desk, press, actor, Answered, task) is not None


def fresh(desk: Desk, revision: int) -> None:
    """Raises Stale when values or files changed after the page was shown (ROUTING 14, 24)."""
    if revision >= desk.case.content_revision:
        return
    last = next((event for event in reversed(desk.events) if event.kind in CONTENT), None)
    if last is None or last.deed.by is None:
        raise errors.Stale(what=_("The request has changed."))
    who, time = desk.name(last.deed.by), clock_time(last.at, desk.now)
    raise errors.Stale(what=_("{who} changed it at {time}.").format(who=who, time=time))


def names(desk: Desk, codes: Iterable[str]) -> str:
    """The names of employees, as a sentence lists them."""
    return ", ".join(desk.name(code) for code in codes)


def of_requester(desk: Desk, actor: int) -> str:
    """The actor's code when the request is his: he sends it, or entered it for the boss whom he assists.
    Raises NoSuchRequest, NotYourRequest."""
    code = active(desk, actor)
    if not assisting.is_owner(desk.org, desk.case, actor):
        raise _stranger(desk, actor)
    return code


def of_editor(desk: Desk, actor: int) -> str:
    """The actor's code when he may edit it now: the requester, or whoever is asked to rework it
    (ROUTING 35). Raises NoSuchRequest, NotYourRequest, NotADraft."""
    code = active(desk, actor)
    if code not in reworking(desk) and not assisting.is_owner(desk.org, desk.case, actor):
        raise _stranger(desk, actor)
    if desk.case.state not in (State.DRAFT, State.REWORK):
        raise errors.NotADraft
    return code


def reworking(desk: Desk) -> set[str]:
    """Whose turn it is in the requester's own tasks: his, or of whoever does it for him."""
    own = (entry for entry in desk.open.values() if entry.task.step in (REWORK, REMARKS))
    return {code for entry in own for code in entry.asked}


def _stranger(desk: Desk, actor: int) -> Exception:
    if not access.may_see(desk.case, actor):
        return errors.NoSuchRequest()
    return errors.NotYourRequest(who=desk.name(desk.code(desk.case.requester_id)))


def closed(desk: Desk, task: int) -> Exception:
    """Why a task is not open any more."""
    decision = Decision.objects.filter(task=task).only("by_name", "at").first()
    if decision is None:
        return errors.NoLongerNeeded()
    return errors.AlreadyDecided(who=decision.by_name, time=clock_time(decision.at, desk.now))
