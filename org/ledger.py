"""The one way of writing the company: lock the revision, write, note who changed what, bump, tell.

Every write of the company takes the same row lock first, so two writes never overlap and what was checked
under the lock still holds when it is written.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from common import clock
from org import ports
from org.chain import SCHEME, Said, ends_of, seal
from org.leaves import leave_changes
from org.models import Employee, OrgChange, OrgRevision
from org.records import Change
from org.records.company import readable
from org.records.kinds import LONGEST_CODE
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
    actor = _code_of(actor_id)
    _append([_said(change, number, actor, source) for change in changes], actor_id)
    _announce(changes, number, actor_id)


def note(
    kind: str,
    code: str,
    verb: str,
    *,
    actor_id: int | None,
    changes: Mapping[str, Sequence[Any]] | None = None,
    source: str = "",
) -> None:
    """Note something that changes no record of the company: an invitation, a right, a process, an item.
    `changes` are field → (old, new), plain values. Requires an open transaction; takes the company's lock, so
    whoever locks an employee's row besides takes `lock_company` first."""
    note_all([Noted(kind, code, verb, changes or {})], actor_id=actor_id, source=source)


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the log about something that is no record of the company."""

    kind: str
    code: str
    verb: str
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def note_all(noted: Sequence[Noted], *, actor_id: int | None, source: str = "") -> None:
    """Several entries at once, as `note`."""
    if not noted:
        return
    number, actor, now = lock_company().number, _code_of(actor_id), clock.now()
    _append([_of(one, now, actor, number, source) for one in noted], actor_id)


def _of(one: Noted, now: datetime, actor: str | None, revision: int, source: str) -> Said:
    fields = {name: [as_noted(old), as_noted(new)] for name, (old, new) in one.changes.items() if old != new}
    return Said(one.kind, one.code[:LONGEST_CODE], now, actor, revision, one.verb, fields, source)


def as_noted(value: Any) -> Any:
    """A value as an entry holds it: plain JSON without floats, which have no canonical form."""
    return json.loads(json.dumps(readable(value), default=str), parse_float=str)


def _append(said: Sequence[Said], actor_id: int | None) -> None:
    """Write entries, each at the end of its object's chain. Under the company's lock."""
    ends = {name: (end.number, end.hash) for name, end in ends_of((o.kind, o.code) for o in said).items()}
    rows = []
    for one in said:
        number, previous = ends.get((one.kind, one.code), (0, ""))
        body, hash_ = seal(one, number + 1, previous)
        ends[one.kind, one.code] = (number + 1, hash_)
        rows.append(_row(one, actor_id, number + 1, body, hash_))
    OrgChange.objects.bulk_create(rows, batch_size=1000)


def _row(said: Said, actor_id: int | None, number: int, body: bytes, hash_: str) -> OrgChange:
    return OrgChange(
        at=said.at,
        actor_id=actor_id,
        revision=said.revision,
        kind=said.kind,
        code=said.code,
        verb=said.verb,
        changes=said.changes,
        source=said.source,
        number=number,
        scheme=SCHEME,
        body=body,
        hash=hash_,
    )


def _code_of(actor_id: int | None) -> str | None:
    if actor_id is None:
        return None
    return Employee.objects.values_list("code", flat=True).get(pk=actor_id)


def _bump(revision: OrgRevision) -> int:
    revision.number += 1
    revision.stamp = secrets.token_hex(8)
    revision.save(update_fields=["number", "stamp"])
    return revision.number


def _said(change: Change, revision: int, actor: str | None, source: str) -> Said:
    fields = {one.field: [readable(one.old), readable(one.new)] for one in change.fields}
    return Said(change.kind, change.name, clock.now(), actor, revision, change.verb, fields, source)


def _announce(changes: Sequence[Change], revision: int, actor_id: int | None) -> None:
    people = {code for change in changes for code in _people(change)}
    units = {change.name for change in changes if change.kind == "unit"}
    positions = {change.name for change in changes if change.kind == "position"}
    if people:
        ports.employee_changed(people, actor_id)
    if leaves := tuple(leave_changes(changes)):
        ports.leaves_changed(leaves, revision, actor_id)
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
