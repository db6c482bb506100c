"""What differs between two records of the same row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from org.records.kinds import KINDS, Record


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A row to be written: `old` None when it is new; `fields` are the differences, in field order."""

    kind: str
    old: Record | None
    new: Record
    fields: tuple[FieldChange, ...]

    @property
    def verb(self) -> str:
        if self.old is None:
            return "added"
        for change in self.fields:
            if change.field in ("is_active", "active") and change.new is False:
                return "deactivated"
        return "changed"

    @property
    def name(self) -> str:
        return KINDS[self.kind].code_of(self.new)


def differences(kind: str, old: Record | None, new: Record) -> Change | None:
    """What writing `new` would change; None when nothing. Of a new row, every value that says something."""
    names = KINDS[kind].fields
    if old is None:
        said = ((name, getattr(new, name)) for name in names)
        found = tuple(
            FieldChange(n, None, value)
            for n, value in said
            if value is not True and value not in (None, "", ())
        )
        return Change(kind, None, new, found)
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in names)
    found = tuple(FieldChange(name, before, after) for name, before, after in pairs if before != after)
    return Change(kind, old, new, found) if found else None
