"""Answers to remarks: none is lost."""

from __future__ import annotations

from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from common.text import printable
from flows import access, errors
from flows.actions.decide import MOST_TEXT
from flows.actions.guard import active, of_requester, reworking
from flows.engine import flow
from flows.engine.desk import Desk, desk_for_case
from flows.engine.rows import REMARKS, Done
from flows.history import open_remarks
from flows.history.payloads import RemarkAnswered
from flows.models import Remark, State
from flows.notices import Notice

Taken = Literal["taken", "not_taken"]


@transaction.atomic(durable=True)
def answer_remark(*, remark: int, actor: int, answer: Taken, text: str = "") -> None:
    """The requester says that a remark was taken into account, or why not. Answered again: the new answer
    counts; the same answer again changes nothing. Raises NoSuchRemark, NotYourRequest, NotNow, NotSaved."""
    row = Remark.objects.filter(pk=remark).only("case_id").first()
    if row is None:
        raise errors.NoSuchRemark
    desk = desk_for_case(row.case_id)
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRemark
    _may_answer(desk, actor)
    said = _said(answer, text)
    row = Remark.objects.get(pk=remark)
    if (row.answer, row.answer_text) == (answer, said):
        return
    row.answer, row.answer_text = answer, said
    row.answered_by_id, row.answered_at = actor, desk.now
    row.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    desk.act(RemarkAnswered(row.number, answer, said), actor)
    desk.notices.append(Notice(row.owner_id, "remark_answered"))
    if desk.case.state == State.RUNNING:
        _go_on(desk, actor)
    desk.finish(actor)


def _go_on(desk: Desk, actor: int) -> None:
    """The route may have waited for this answer."""
    waiting = next((one.task for one in desk.open.values() if one.task.step == REMARKS), None)
    if waiting is not None and not open_remarks(desk.deeds):
        desk.done = Done(waiting, actor)
        flow.answer(waiting)
    else:
        flow.turn(desk.case)


def _may_answer(desk: Desk, actor: int) -> None:
    code = active(desk, actor)
    if code not in reworking(desk):
        of_requester(desk, actor)
    if desk.case.state not in (State.DRAFT, State.REWORK, State.RUNNING):
        raise errors.NotNow(state=desk.case.get_state_display())


def _said(answer: str, text: str) -> str:
    said = printable(text).strip()
    if answer not in Remark.Answer.values:
        raise errors.NotSaved({"answer": [_("Choose an answer.")]})
    if answer == Remark.Answer.NOT_TAKEN and not said:
        raise errors.NotSaved({"text": [_("Say why not.")]})
    if len(said) > MOST_TEXT:
        raise errors.NotSaved({"text": [_("At most {most} characters.").format(most=MOST_TEXT)]})
    return said
