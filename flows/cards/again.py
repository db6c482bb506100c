"""What of a request may come again: a copy of what was refused, a repeat of what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flows.actions.repeats import FARTHEST, REPEATABLE
from flows.assisting import is_owner
from flows.cards.reading import Reading
from flows.models import Repeat, State

ENDED = (State.DECLINED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Again:
    """What is offered to whose request it is. `copy`: it has ended badly, and a copy can be sent anew.
    `every` and `next_on` when it is repeated already; else it can be, from `first` to `last`, with these
    periods as (code, label)."""

    copy: bool = False
    repeats: bool = False
    every: str = ""
    next_on: date | None = None
    first: date | None = None
    last: date | None = None
    periods: tuple[tuple[str, str], ...] = ()


def again_of(read: Reading) -> Again | None:
    """None for anybody but the requester and who entered it."""
    case, me = read.case, read.reader.pk
    if me not in (case.requester_id, case.entered_by_id):
        return None
    if case.state in ENDED:
        return Again(copy=True)
    if case.state not in REPEATABLE or not is_owner(read.org, case, me):
        return None
    known = Repeat.objects.filter(case=case, owner=me, active=True).first()
    if known is not None:
        return Again(repeats=True, every=str(Repeat.Period(known.period).label), next_on=known.next_on)
    today = read.now.astimezone(read.org.zone_of(read.reader.code)).date()
    periods = tuple((code, str(label)) for code, label in Repeat.Period.choices)
    return Again(repeats=True, first=today + timedelta(days=1), last=today + FARTHEST, periods=periods)
