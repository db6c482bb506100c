"""Recall into a draft, and cancel."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import get_language

from designer.document import say
from designer.route.rework import may_recall
from flows import errors
from flows.actions.decide import required_text
from flows.actions.guard import fresh, of_requester, repeated
from flows.engine.desk import Desk, desk_for_case
from flows.engine.flow import turn
from flows.history.payloads import CancelledIt, Payload, RecalledIt
from flows.models import Decision, State, Verdict
from flows.notices import About, Notice


@transaction.atomic(durable=True)
def recall(*, case: int, actor: int, revision: int, press: str, reason: str = "") -> None:
    """Take a request back into a draft. Whoever approved is told, open tasks close, the history stays; not
    after a step that forbids it (ROUTING 25). Raises NoSuchRequest, NotYourRequest, Stale, NotNow,
    MayNotRecall."""
    desk = desk_for_case(case)
    if repeated(desk, press, actor, RecalledIt) is not None:
        return
    of_requester(desk, actor)
    fresh(desk, revision)
    if desk.case.state not in (State.RUNNING, State.REWORK):
        raise errors.NotNow(state=desk.case.get_state_display())
    _refuse_after_last_recall(desk)
    _apply_end(desk, actor, RecalledIt(_said(reason)), "recalled")
    desk.content_changed()
    desk.finish(actor, press)


@transaction.atomic(durable=True)
def cancel(*, case: int, actor: int, revision: int, press: str, reason: str) -> None:
    """End a request for good. A reason is needed once it was sent. Raises as `recall`, NotSaved."""
    desk = desk_for_case(case)
    if repeated(desk, press, actor, CancelledIt) is not None:
        return
    of_requester(desk, actor)
    fresh(desk, revision)
    if desk.case.finished is not None:
        raise errors.NotNow(state=desk.case.get_state_display())
    if desk.case.sent_at is not None:
        required_text("reason", reason)
        _refuse_after_last_recall(desk)
    _apply_end(desk, actor, CancelledIt(_said(reason)), "cancelled")
    desk.finish(actor, press)


def _said(reason: str) -> str:
    return required_text("reason", reason) if reason.strip() else ""


def _apply_end(desk: Desk, actor: int, payload: Payload, about: About) -> None:
    """The transition; the desk writes it down."""
    desk.act(payload, actor)
    desk.notices += [Notice(one, about) for one in _who_approved(desk) if one != actor]
    turn(desk.case)


def _who_approved(desk: Desk) -> list[int]:
    if desk.case.sent_at is None:
        return []
    agreed = (Verdict.APPROVE, Verdict.APPROVE_WITH_REMARKS, Verdict.COMPLETE)
    return list(
        Decision.objects.filter(case=desk.case, outcome__in=agreed).values_list("by", flat=True).distinct()
    )


def _refuse_after_last_recall(desk: Desk) -> None:
    """After such a step (paid) nothing is taken back."""
    reason = may_recall(desk.document, desk.history)
    if reason is not None and reason.code == "too_late_to_recall":
        label = say(desk.document.steps[reason["step"]].label, get_language() or "en")
        raise errors.MayNotRecall(step=label)
