"""A decision that the boss made on paper, typed in by his assistant: it is the boss's, with the scan as its
proof; the assistant decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from designer.document import Step
from designer.route.facts import Decided, History
from designer.route.history import fold
from designer.route.request import Request
from flows import access, assisting, errors, files
from flows.actions.decide import Paper, Response, _apply_response, _texts, outcomes_of, required_text
from flows.actions.draft import add_file
from flows.actions.guard import Seat, repeated
from flows.actions.preparing import boss_seat
from flows.engine.desk import desk_for_task
from flows.history.payloads import Answered
from flows.models import Task, Verdict
from flows.notices import Notice
from org.queries import snapshot

OnPaper = Literal["approve", "approve_with_remarks", "return_for_rework", "decline"]
FINISHING = ("approve", "approve_with_remarks")
SCANS = files.Accept(("pdf", "image"), field="scan")


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper: the box that was ticked, what was written beside it, its date, and the
    revision of the request that had been printed. `scan` is the open file, `name` what it is called."""

    outcome: OnPaper
    on: date
    revision: int
    scan: BinaryIO
    name: str
    reason: str = ""
    remarks: tuple[str, ...] = ()


def enter_from_paper(*, task: int, boss: int, actor: int, sheet: Sheet, press: str | None) -> None:
    """Enter what the boss decided on paper; a scan of it is attached beside the form. Only an assistant of
    his, as of today, and never where the assistant has a part in the request. The scan is read and checked
    before the request is locked. The boss is told.

    Raises NoSuchRequest, NotAssistant, NotWithBoss, OwnPaper, NotOffered, NotOnPaper, AlreadyDecided,
    NoLongerNeeded, Stale when the request has changed since it was printed, NotSaved, FileRefused,
    DiskFull."""
    _refuse_early(task, boss, actor)
    scan = files.store(sheet.name, sheet.scan, SCANS)
    _enter(task=task, boss=boss, actor=actor, sheet=sheet, scan=scan, press=press)


def paper_outcomes(step: Step | None) -> tuple[str, ...]:
    """What may be entered from paper at a step: what it offers, unless fields must be filled in with it."""
    if step is None or step.kind != "approval":
        return ()
    refused = FINISHING if step.must_fill else ()
    return tuple(one for one in outcomes_of(step) if one not in refused)


@transaction.atomic(durable=True)
def _enter(*, task: int, boss: int, actor: int, sheet: Sheet, scan: files.Stored, press: str | None) -> None:
    desk = desk_for_task(task)
    if repeated(desk, press, boss, Answered, task) is not None:
        return
    seat = boss_seat(desk, task, boss, actor, sheet.revision)
    _refuse_own(seat, actor)
    _check(seat, sheet)
    paper = Paper(actor, scan, sheet.on, sheet.revision)
    _apply_response(seat, boss, _response(sheet, paper))
    add_file(desk, actor, scan)
    desk.notices.append(Notice(boss, "entered_from_paper", seat.task.place))
    desk.finish(boss, press)


def _refuse_early(task: int, boss: int, actor: int) -> None:
    """Nothing is stored for somebody who could not enter it anyway; all is asked again under the lock."""
    access.task_for(task, actor)
    org = snapshot()
    if not assisting.assists(org, actor, boss):
        raise errors.NotAssistant(who=assisting.name_of(org, boss))


def _refuse_own(seat: Seat, actor: int) -> None:
    """Not who may approve in no capacity (ROUTING, principle 6), nor who answers at another place, or did:
    nobody makes both sides of a request."""
    desk, place = seat.desk, seat.task.place
    request = Request(desk.document, desk.facts, fold(desk.history), desk.org, desk.now)
    asked = {code for one in desk.open.values() if one.task.place != place for code in one.asked}
    if desk.code(actor) in parts_in(request, desk.history, place) | asked:
        raise errors.OwnPaper


def parts_in(request: Request, history: History, place: str) -> frozenset[str]:
    """Who has a part in a request that keeps him from typing in an answer at a place: his own it is, he
    carries it out, or he has answered elsewhere. Who has typed in another one goes on doing so."""
    answered = (act.by for act in history if isinstance(act, Decided) and act.place != place)
    return request.principals | request.carriers | frozenset(answered)


def _check(seat: Seat, sheet: Sheet) -> None:
    """Raises NotOffered, NotOnPaper, NotSaved."""
    desk, step = seat.desk, seat.desk.step(seat.task.step)
    if seat.task.kind != Task.Kind.APPROVAL or step is None or sheet.outcome not in outcomes_of(step):
        raise errors.NotOffered
    if sheet.outcome not in paper_outcomes(step):
        raise errors.NotOnPaper
    zone = desk.org.zone_of(desk.code(seat.asked.employee_id))
    if sheet.on > desk.now.astimezone(zone).date():
        raise errors.NotSaved({"on": [_("This day has not come yet.")]})
    if sheet.on < seat.asked.since.astimezone(zone).date():
        raise errors.NotSaved({"on": [_("Nobody was asked on that day yet.")]})
    if sheet.revision > desk.case.revision:
        raise errors.NotSaved({"code": [_("There is no such code: look at the sheet again.")]})


def _response(sheet: Sheet, paper: Paper) -> Response:
    outcome = Verdict(sheet.outcome)
    if outcome == Verdict.APPROVE:
        return Response(outcome, paper=paper)
    if outcome == Verdict.APPROVE_WITH_REMARKS:
        return Response(outcome, remarks=_texts("remarks", sheet.remarks), paper=paper)
    return Response(outcome, required_text("reason", sheet.reason), paper=paper)
