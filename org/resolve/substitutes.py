"""Who may stand in for whom (ROUTING 17)."""

from __future__ import annotations

from datetime import date

from org.reasons import Reason
from org.resolve.line import line_above
from org.snapshot import Absence, OrgSnapshot


def may_substitute(
    org: OrgSnapshot,
    who: str,
    for_whom: str,
    *,
    starts: date | None = None,
    ends: date | None = None,
    processes: tuple[str, ...] = (),
    entered_by: str | None = None,
) -> Reason | None:
    """Why `who` may not stand in for `for_whom` in this period; None when he may.

    Refused: himself, one who has left, whoever enters the absence for somebody else, two people for each
    other in overlapping periods (even if the other one's naming was refused already), and anybody whom
    none of the absent one's positions allows.
    """
    if who == for_whom:
        return Reason.of("substitute_is_himself")
    known = org.employees.get(who)
    if known is None or not known.active:
        return Reason.of("substitute_unknown", substitute=who)
    if entered_by == who:
        return Reason.of("substitute_entered_it")
    if starts is not None and ends is not None and _each_other(org, who, for_whom, starts, ends, processes):
        return Reason.of("substitute_each_other", substitute=who, employee=for_whom)
    if not any(_allowed(org, who, position) for position in org.positions_of.get(for_whom, ())):
        return Reason.of("substitute_not_allowed", substitute=who, employee=for_whom)
    return None


def _each_other(
    org: OrgSnapshot, who: str, for_whom: str, starts: date, ends: date, processes: tuple[str, ...]
) -> bool:
    return any(
        for_whom in (absence.named, absence.substitute)
        and absence.starts <= ends
        and starts <= absence.ends
        and _share_process(absence, processes)
        for absence in org.absences_of.get(who, ())
    )


def _share_process(absence: Absence, processes: tuple[str, ...]) -> bool:
    return not absence.processes or not processes or bool(set(absence.processes) & set(processes))


def _allowed(org: OrgSnapshot, who: str, position: str) -> bool:
    rules = org.positions[position].substitutes
    return (
        ("same_unit" in rules and _in_same_unit(org, who, position))
        or ("manager" in rules and who in _manager(org, position))
        or ("reports" in rules and _reports_and_heads(org, who, position))
    )


def _in_same_unit(org: OrgSnapshot, who: str, position: str) -> bool:
    unit = org.positions[position].unit
    return any(org.positions[own].unit == unit for own in org.positions_of.get(who, ()))


def _manager(org: OrgSnapshot, position: str) -> tuple[str, ...]:
    """Who fills the nearest filled head above."""
    for _unit, head in line_above(org, position):
        person = org.in_post(head) if head else None
        if person is not None:
            return (person,)
    return ()


def _reports_and_heads(org: OrgSnapshot, who: str, position: str) -> bool:
    """Whether he heads a unit whose next head above is this position."""
    for own in org.positions_of.get(who, ()):
        for unit in org.headed_by.get(own, ()):
            _at, above = next(line_above(org, own, unit), (None, None))
            if above == position:
                return True
    return False
