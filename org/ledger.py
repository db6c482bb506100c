"""The one way of writing the company: lock the revision, write, note who changed what, bump, tell.

Every write of the company takes the same row lock first, so two writes never overlap and what was checked
under the lock still holds when it is written.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from django.db import connection

from common import clock
from org import ports
from org.models import OrgChange, OrgRevision
from org.records import Change
from org.records.company import readable
from org.records.store import write

STANDING = frozenset({"employee", "absence", "assistant"})
STRUCTURE = frozenset({"unit", "position"})


def lock_company() -> OrgRevision:
    """Lock the revision row for the rest of the transaction, making it when there is none yet."""
    if not connection.in_atomic_block:
        raise RuntimeError("The company is written inside a transaction.")
    found = OrgRevision.objects.select_for_update().first()
    if found is not None:
        return found
    OrgRevision.objects.bulk_create([OrgRevision(id=1)], ignore_conflicts=True)
    return OrgRevision.objects.select_for_update().get()


def apply_changes(changes: Sequence[Change], *, actor_id: int | None, source: str = "") -> None:
    """Write, note and announce checked changes. Requires an open transaction; nothing to change: nothing
    is written, and the revision stays."""
    if not changes:
        return
    revision = lock_company()
    write(changes)
    number = _bump(revision)
    OrgChange.objects.bulk_create(
        [_noted(change, number, actor_id, source) for change in changes], batch_size=1000
    )
    _announce(changes, actor_id)


def note(kind: str, code: str, verb: str, *, actor_id: int | None, source: str = "") -> None:
    """Note something that changes no record of the company: an invitation, a password."""
    number = OrgRevision.objects.values_list("number", flat=True).first() or 0
    OrgChange.objects.create(
        at=clock.now(), actor_id=actor_id, revision=number, kind=kind, code=code, verb=verb, source=source
    )


def _bump(revision: OrgRevision) -> int:
    revision.number += 1
    revision.stamp = secrets.token_hex(8)
    revision.save(update_fields=["number", "stamp"])
    return revision.number


def _noted(change: Change, revision: int, actor_id: int | None, source: str) -> OrgChange:
    fields = {field.field: [readable(field.old), readable(field.new)] for field in change.fields}
    return OrgChange(
        at=clock.now(),
        actor_id=actor_id,
        revision=revision,
        kind=change.kind,
        code=change.name[:160],
        verb=change.verb,
        changes=fields,
        source=source,
    )


def _announce(changes: Sequence[Change], actor_id: int | None) -> None:
    people = {code for change in changes for code in _people(change)}
    units = {change.name for change in changes if change.kind == "unit"}
    positions = {change.name for change in changes if change.kind == "position"}
    if people:
        ports.employee_changed(people, actor_id)
    if any(change.kind not in STANDING for change in changes):
        ports.org_changed(units, positions, actor_id)


PEOPLE = {
    "employee": ("code",),
    "absence": ("employee", "substitute"),
    "assistant": ("boss", "assistant"),
    "position": ("holder", "acting"),
}


def _people(change: Change) -> set[str]:
    """Whose standing the change touches: as it was, and as it is."""
    names = PEOPLE.get(change.kind, ())
    return {
        code
        for record in (change.old, change.new)
        if record
        for n in names
        if (code := getattr(record, n)) is not None
    }
