"""What speaks against a substitute before an absence is saved: he is away himself, or works here no more.

That is asked, not refused: whoever enters the absence may choose another, or save anyway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from org.names import short_name
from org.records import AbsenceRecord, Company


@dataclass(frozen=True, slots=True)
class Doubt:
    """`days` are his own absences within the period; none: he is not active."""

    substitute: str
    name: str
    days: tuple[tuple[date, date], ...]

    @property
    def key(self) -> str:
        """What is confirmed: this person on these days, not another one chosen since."""
        return "/".join([self.substitute, *(day.isoformat() for period in self.days for day in period)])


def doubt_about(company: Company, record: AbsenceRecord) -> Doubt | None:
    """What speaks against whoever is named; None when nothing does."""
    named = company.employee(record.named_substitute)
    if named is None or named.code == record.employee:
        return None
    name = short_name(named.last_name, named.first_name, named.patronymic)
    if not named.is_active:
        return Doubt(named.code, name, ())
    days = tuple(sorted(_away(company, record, named.code)))
    return Doubt(named.code, name, days) if days else None


def _away(company: Company, record: AbsenceRecord, code: str) -> set[tuple[date, date]]:
    ends = record.ends or record.starts
    return {
        (max(record.starts, one.starts), min(ends, one.ends or one.starts))
        for one in (cast(AbsenceRecord, each) for each in company.of("absence").values())
        if one.employee == code and not one.withdrawn and _share(one, record)
        if one.starts <= ends and record.starts <= (one.ends or one.starts)
    }


def _share(one: AbsenceRecord, other: AbsenceRecord) -> bool:
    return not one.processes or not other.processes or bool(set(one.processes) & set(other.processes))
