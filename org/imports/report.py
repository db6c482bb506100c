"""What an import would do, or did."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`skip_bad_rows`: apply the good rows of a file with errors. `deactivate_missing`: the employees sheet
    is complete, so that whoever is not on it has left."""

    skip_bad_rows: bool = False
    deactivate_missing: bool = False


PLAIN = Options()


@dataclass(frozen=True, slots=True)
class RowError:
    """Something wrong with a row (numbered as the spreadsheet shows it, 0 for the sheet as a whole)."""

    sheet: str
    row: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A field by its label, old and new as text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    key: str
    name: str
    values: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What happens to the records of one kind (`kind` as in `org.records.KINDS`, `label` for people)."""

    kind: str
    label: str
    added: tuple[RowChange, ...] = ()
    changed: tuple[RowChange, ...] = ()
    deactivated: tuple[RowChange, ...] = ()
    unchanged: int = 0

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """Added, changed, deactivated, unchanged."""
        return len(self.added), len(self.changed), len(self.deactivated), self.unchanged


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`errors` are rows that change nothing; `warnings` rows that are applied, but for a part of them (a
    substitute who was refused)."""

    sheets: tuple[SheetReport, ...]
    errors: tuple[RowError, ...] = ()
    warnings: tuple[RowError, ...] = ()

    @property
    def empty(self) -> bool:
        return not any(sheet.added or sheet.changed or sheet.deactivated for sheet in self.sheets)

    @property
    def fingerprint(self) -> str:
        """The same for reports that say the same: what was looked at is what is applied."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:24]

    def sheet(self, kind: str) -> SheetReport | None:
        return next((sheet for sheet in self.sheets if sheet.kind == kind), None)
