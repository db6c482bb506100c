"""One person is asked once for the same kind of sign-off (ROUTING 7, 8, 9, 20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from designer.route.plan import Capacity
from designer.route.seats import Seat, StepNode
from org.reasons import Reason

Mine = tuple[str, str]
"""A kind of sign-off, and a person."""


def cover(nodes: Sequence[StepNode]) -> None:
    """Lets one place of a person stand for his others of the same kind; the others are skipped.

    Only what is his own counts: a substitute covers nothing and is covered nowhere; a manager reached by
    climbing, a fallback approver and whoever was chosen decide in their own right. Asked once: at the last
    place if that is the final approver's, else at the first. A sign-off already given is the one that
    stands, except before the final approver: he is asked at the end."""
    seats = [seat for node in nodes for seat in node.seats if seat.skipped is None and not seat.refused]
    if len(seats) < 2:
        return
    finals = {mine for seat in seats if seat.final and not seat.hasty for mine in _asked(seat)}
    signed = _signed(seats)
    for mine, stands in signed.items():
        if mine not in finals:
            _stand_for(stands, [seat for seat in seats if mine in _his(seat)])
    for group in _groups(seats):
        _stand_for(_where_to_ask(group, seats), group)


def _signed(seats: Sequence[Seat]) -> dict[Mine, Seat]:
    """Where each person has signed off in his own right: as the final approver, else first."""
    found: dict[Mine, Seat] = {}
    for seat in seats:
        if seat.signer is not None:
            mine = (seat.kind, seat.signer)
            if mine not in found or (seat.final and not found[mine].final):
                found[mine] = seat
    return found


def _groups(seats: Sequence[Seat]) -> list[list[Seat]]:
    """The places, still to be asked, of each person who has several of one kind."""
    groups: dict[Mine, list[Seat]] = defaultdict(list)
    for seat in seats:
        if seat.covered_by is None:
            for mine in _asked(seat):
                groups[mine].append(seat)
    return [group for group in groups.values() if len(group) > 1]


def _asked(seat: Seat) -> Iterator[Mine]:
    if seat.decision is None and seat.asker is not None:
        yield seat.kind, seat.asker


def _his(seat: Seat) -> Iterator[Mine]:
    """The place is his own: he is asked there, or it is his and he is only absent."""
    yield from _asked(seat)
    if seat.decision is None and seat.keeper is not None:
        yield seat.kind, seat.keeper


def _where_to_ask(group: Sequence[Seat], seats: Sequence[Seat]) -> Seat | None:
    """None while it is not certain that he will be asked at any of them."""
    certain = [seat for seat in group if not seat.hasty]
    final = [seat for seat in certain if seat.final]
    if final:
        return final[-1]
    if not certain:
        return None
    own = next((seat for seat in certain if seat.people[0].capacity is not Capacity.CLIMBED), None)
    if own is not None and _nobody_between(certain[0], own, group, seats):
        return own
    return certain[0]


def _nobody_between(first: Seat, then: Seat, group: Sequence[Seat], seats: Sequence[Seat]) -> bool:
    between = (seat for seat in seats if first.order < seat.order < then.order and seat.covered_by is None)
    return all(seat in group for seat in between)


def _may_stand_for(stands: Seat, seat: Seat) -> bool:
    """Where somebody else may answer first, he is not passed over for a place that comes later, unless that
    is the final approver's."""
    if seat is stands or seat.decision is not None or seat.covered_by is not None:
        return False
    return not seat.hasty or stands.final or stands.order < seat.order


def _stand_for(stands: Seat | None, group: Sequence[Seat]) -> None:
    for seat in group:
        if stands is None or not _may_stand_for(stands, seat):
            continue
        climbed = bool(seat.people) and seat.people[0].capacity is Capacity.CLIMBED
        seat.covered_by = stands
        seat.skipped = (
            seat.people[0].reasons[0]
            if climbed
            else Reason.of("covered", place=stands.key, step=stands.step.step)
        )
        seat.people = ()
