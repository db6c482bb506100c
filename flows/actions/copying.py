"""A copy of a request: a new draft with the same values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from designer.document.fields import Field
from designer.form import check_draft
from designer.queries import live_version
from designer.values import Malformed, read
from flows import access, errors
from flows.actions.filling import keep, unseen_links
from flows.actions.start import Beginning, _already, _apply_start, _write
from flows.assisting import assists
from flows.audit.door import only_reads
from flows.engine.desk import Desk
from flows.models import Case
from flows.staff import staff
from org.queries import snapshot

LEFT_BEHIND = ("files", "computed")


@transaction.atomic(durable=True)
def copy_case(*, case: int, actor: int, press: str | None = None) -> int:
    """A new draft of the process's present version with the same values, referring to the old request. Files
    are not copied, nor days that have passed. Whoever copies his own request, or as an assistant that of his
    boss, copies for whom it was and in which capacity, too; anybody else copies for himself. Raises
    NoSuchRequest, OnlyReads, ProcessNotLive, MayNotStart."""
    known = _already(actor, press)
    if known is not None:
        return known
    old = access.visible_cases(actor).filter(pk=case).select_related("process").first()
    if old is None:
        raise errors.NoSuchRequest
    if only_reads(old, actor):
        raise errors.OnlyReads
    return _write(_apply_copy(old, actor, press), actor, press)


def _apply_copy(old: Case, actor: int, press: str | None) -> Desk:
    """The transition; the caller writes it down. Raises ProcessNotLive, MayNotStart before anything."""
    version = live_version(old.process.code)
    if version is None:
        raise errors.ProcessNotLive
    beginning = _beginning(old, actor, press)
    access.require_start(beginning.owner, old.process.code)
    desk = _apply_start(version, beginning)
    _copy_values(desk, old, actor)
    return desk


def _beginning(old: Case, actor: int, press: str | None) -> Beginning:
    """Whose copy it is. People and positions that are gone are not copied."""
    org = snapshot()
    people = staff(org)
    boss = old.requester_id if assists(org, actor, old.requester_id) else None
    if boss is None and actor != old.requester_id:
        return Beginning(actor, copied_from=old.pk, press=press)
    for_whom = people.code(old.requested_for_id)
    if not org.employees[for_whom].active:
        return Beginning(actor, copied_from=old.pk, press=press, requester=boss)
    held = people.position_codes.get(old.position_id or 0) in org.positions_of.get(for_whom, ())
    return Beginning(actor, old.requested_for_id, old.position_id if held else None, old.pk, press, boss)


def _copy_values(desk: Desk, old: Case, actor: int) -> None:
    fields, visible = desk.document.fields, access.visible_fields(old, actor)
    copied = {
        code: value
        for code, value in old.values.items()
        if code in visible and code in fields and fields[code].asked_of == "requester"
        and fields[code].type not in LEFT_BEHIND and not _has_passed(desk, fields[code], value)
    }  # fmt: skip
    checked = _misfits(desk, copied).union(unseen_links(desk, copied, actor))
    keep(desk, {**desk.case.values, **{code: v for code, v in copied.items() if code not in checked}})


def _has_passed(desk: Desk, field: Field, stored: Any) -> bool:
    """A day before today where the request starts, a moment before now: whoever copies fills in a new one."""
    try:
        value = read(field, stored)
    except Malformed:
        return False
    if isinstance(value, datetime):
        return value < desk.now
    return isinstance(value, date) and value < desk.now.astimezone(desk.zone).date()


def _misfits(desk: Desk, values: Mapping[str, Any]) -> frozenset[str]:
    """The fields whose value does not fit the present version."""
    return frozenset(check_draft(desk.document, values))
