"""A word in the discussion, and a look: neither changes content or route."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from common.text import printable
from flows import access, errors
from flows.actions.decide import MOST_TEXT
from flows.actions.guard import active, repeated
from flows.audit.door import only_reads
from flows.engine.desk import desk_for_case
from flows.history.payloads import Commented
from flows.models import Comment, Look
from flows.notices import Notice, send_notices


@transaction.atomic(durable=True)
def comment(*, case: int, actor: int, text: str, press: str | None = None) -> int:
    """Say something; the comment's id. The requester and those who are asked now are told. Raises
    NoSuchRequest, OnlyReads, NotSaved."""
    desk = desk_for_case(case)
    active(desk, actor)
    if not access.may_see(desk.case, actor):
        raise errors.NoSuchRequest
    if only_reads(desk.case, actor):
        raise errors.OnlyReads
    said = printable(text).strip()
    if not said or len(said) > MOST_TEXT:
        raise errors.NotSaved({"text": [_("Write between 1 and {most} characters.").format(most=MOST_TEXT)]})
    known = repeated(desk, press, actor, Commented)
    if known is not None:
        return Comment.objects.get(case=case, author=actor, at=known.at).pk
    row = Comment.objects.create(case_id=case, author_id=actor, text=said, at=desk.now)
    desk.act(Commented(said), actor)
    number = desk.note(actor, press)
    asked = [one.employee_id for entry in desk.open.values() for one in entry.asked.values()]
    told = {desk.case.requester_id, *asked} - {actor}
    send_notices(case, number, [Notice(one, "commented") for one in sorted(told)])
    return row.pk


@transaction.atomic(durable=True)
def look(*, case: int, actor: int) -> int:
    """Remember what he has seen; up to which event he had seen it before. No event. Raises NoSuchRequest."""
    row = access.case_for(case, actor)
    seen, created = Look.objects.get_or_create(
        case=row, employee_id=actor, defaults={"seen": row.events_count, "at": clock.now()}
    )
    if created:
        return 0
    before = seen.seen
    if before != row.events_count:
        seen.seen, seen.at = row.events_count, clock.now()
        seen.save(update_fields=["seen", "at"])
    return before
