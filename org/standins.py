"""Which named substitutes are accepted (ROUTING 17). The absence itself is always kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import cast

from org.queries import build
from org.reasons import Reason
from org.records import AbsenceRecord, Company
from org.resolve import may_substitute
from org.snapshot import OrgSnapshot


def reviewed(company: Company, people: Collection[str]) -> Iterator[AbsenceRecord]:
    """The absences of these people, and those in which one of them is named, each with the substitute
    accepted or the reason why not. `company` already holds the absences as they would be."""
    absences = [cast(AbsenceRecord, a) for a in company.of("absence").values()]
    concerned = [a for a in absences if not a.withdrawn and {a.employee, a.named_substitute} & set(people)]
    if not concerned:
        return
    org = build(company)
    for absence in concerned:
        yield _judged(org, absence)


def _judged(org: OrgSnapshot, absence: AbsenceRecord) -> AbsenceRecord:
    named = absence.named_substitute
    if named is None:
        return replace(absence, substitute=None, refused=None)
    refused = _refusal(org, absence, named)
    return replace(absence, substitute=named if refused is None else None, refused=refused)


def _refusal(org: OrgSnapshot, absence: AbsenceRecord, named: str) -> Reason | None:
    return may_substitute(
        org,
        named,
        absence.employee,
        starts=absence.starts,
        ends=absence.ends,
        processes=absence.processes,
        entered_by=absence.entered_by if absence.entered_by != absence.employee else None,
    )
