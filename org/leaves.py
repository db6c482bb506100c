"""What changed of absences, as those above are told: how one was in force before, how it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from org.records import AbsenceRecord, Change


@dataclass(frozen=True, slots=True)
class LeaveChange:
    """`before` is None for an absence that was not there, `after` for one that was taken back. One whose
    first day moved is one change."""

    employee: str
    before: AbsenceRecord | None
    after: AbsenceRecord | None


def leave_changes(changes: Sequence[Change]) -> Iterator[LeaveChange]:
    """The absences among changes of the company. A withdrawn one and a new one of the same person, written
    together, are the same absence on other days."""
    gone: dict[str, list[AbsenceRecord]] = defaultdict(list)
    came: dict[str, list[AbsenceRecord]] = defaultdict(list)
    for change in changes:
        if change.kind != "absence":
            continue
        before, after = _in_force(change.old), _in_force(change.new)
        if before is not None and after is not None:
            yield LeaveChange(after.employee, before, after)
        elif before is not None:
            gone[before.employee].append(before)
        elif after is not None:
            came[after.employee].append(after)
    yield from _paired(gone, came)


def _in_force(record: object) -> AbsenceRecord | None:
    absence = cast("AbsenceRecord | None", record)
    return None if absence is None or absence.withdrawn else absence


def _paired(
    gone: dict[str, list[AbsenceRecord]], came: dict[str, list[AbsenceRecord]]
) -> Iterator[LeaveChange]:
    for employee in dict.fromkeys([*gone, *came]):
        old, new = gone.get(employee, []), came.get(employee, [])
        for at in range(max(len(old), len(new))):
            yield LeaveChange(
                employee, old[at] if at < len(old) else None, new[at] if at < len(new) else None
            )
