"""The chain of managers above the requester (ROUTING 1, 2, 3, 6, 9, 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from org.reasons import Reason
from org.resolve.authority import may_decide
from org.resolve.line import Rung, keepers, rungs, start_unit
from org.resolve.types import Found, StartPoint, Until
from org.snapshot import OrgSnapshot


class _Ladder(NamedTuple):
    """The path up from the start; `own` is the index of the highest rung that is the requester's, else -1."""

    org: OrgSnapshot
    rungs: tuple[Rung, ...]
    own: int

    @property
    def above(self) -> tuple[int, ...]:
        return tuple(i for i in range(self.own + 1, len(self.rungs)) if self.rungs[i][1] is not None)

    def filled(self, index: int) -> bool:
        head = self.rungs[index][1]
        return head is not None and self.org.in_post(head) is not None


def direct_manager(org: OrgSnapshot, start: StartPoint) -> Found | None:
    """The place directly above, filled or vacant (a vacant one is climbed from by `who_decides`); None for
    the company's head and for whoever has no unit."""
    ladder = _ladder(org, start)
    places = _places(ladder, ladder.above[:1])
    return replace(places[0], reason=_about("direct_manager", places[0])) if places else None


def managers_up(
    org: OrgSnapshot, start: StartPoint, until: Until, day: date | None = None
) -> tuple[Found, ...]:
    """Every place strictly above the requester up to the stop, vacant ones included, lowest first.

    The requester is the stop, or stands above it: the next filled place above (ROUTING 1). A vacant stop
    never stops lower: on to the next filled one above (6). The stop is not on the path: every head below
    the company's head, else the company's head (3); but a limit nobody reaches, and more steps than there
    are, lead to the very top. Empty: nobody is above, which is the fallback approvers' turn.
    """
    ladder = _ladder(org, start)
    stop = _stop(ladder, until, day)
    if stop is None:
        return _without_stop(ladder, until)
    if stop <= ladder.own:
        return _ended(_places(ladder, _on_to_filled(ladder, ladder.own)), "requester_is_stop")
    here = tuple(i for i in ladder.above if i <= stop)
    if ladder.filled(stop):
        return _places(ladder, here)
    further = _on_to_filled(ladder, stop)
    places = _places(ladder, here + further)
    return _ended(places, "stop_vacant") if further and places else places


def _ladder(org: OrgSnapshot, start: StartPoint) -> _Ladder:
    line = rungs(org, start_unit(org, start))
    own = [i for i, (_u, head) in enumerate(line) if head and start.employee in keepers(org, head)]
    return _Ladder(org, line, max(own, default=-1))


def _stop(ladder: _Ladder, until: Until, day: date | None) -> int | None:
    """The index of the rung where the chain should end; None when it is not on the path."""
    last = len(ladder.rungs) - 1
    match until.kind:
        case "unit_kind":
            return _first(
                i for i, (u, _h) in enumerate(ladder.rungs) if ladder.org.units[u].kind == until.value
            )
        case "role":
            heads = ((i, head) for i, (_u, head) in enumerate(ladder.rungs) if head)
            return _first(i for i, head in heads if ladder.org.positions[head].role == until.value)
        case "level":
            index = len(ladder.rungs) - int(until.value or 1)
            return index if 0 <= index <= last else None
        case "limit":
            return _first(i for i in ladder.above if ladder.filled(i) and _may(ladder, i, until, day))
        case "steps":
            counted = ladder.above[: int(until.value or 1)]
            return counted[-1] if counted else None
        case "top":
            return last if last >= 0 else None


def _first(indices: Iterable[int]) -> int | None:
    return next(iter(indices), None)


def _may(ladder: _Ladder, index: int, until: Until, day: date | None) -> bool:
    head = ladder.rungs[index][1]
    return (
        head is not None
        and until.amount is not None
        and may_decide(ladder.org, head, until.amount, process=until.process, item=until.item, day=day)
    )


def _without_stop(ladder: _Ladder, until: Until) -> tuple[Found, ...]:
    if until.kind == "limit":
        return _ended(_places(ladder, ladder.above), "limit_not_reached")
    top = len(ladder.rungs) - 1
    below = _places(ladder, tuple(i for i in ladder.above if i < top))
    return _ended(below or _places(ladder, ladder.above), "stop_not_on_path")


def _on_to_filled(ladder: _Ladder, index: int) -> tuple[int, ...]:
    """The rungs above this one up to the next filled one; the vacant ones passed are places too."""
    passed: list[int] = []
    for i in ladder.above:
        if i > index:
            passed.append(i)
            if ladder.filled(i):
                break
    return tuple(passed)


def _places(ladder: _Ladder, indices: tuple[int, ...]) -> tuple[Found, ...]:
    """One place per position, however many units it heads (9)."""
    places: dict[str, Found] = {}
    for i in indices:
        unit, head = ladder.rungs[i]
        if head is None or head in places:
            continue
        level = len(places) + 1
        reason = Reason.of("head_above", unit=unit, level=level)
        places[head] = Found(head, ladder.org.in_post(head), reason, level, unit)
    return tuple(places.values())


def _ended(places: tuple[Found, ...], code: str) -> tuple[Found, ...]:
    if not places:
        return ()
    return (*places[:-1], replace(places[-1], reason=_about(code, places[-1])))


def _about(code: str, place: Found) -> Reason:
    return Reason.of(code, unit=place.unit or "", level=place.level)
