"""Absences tell people: who is away, of what others entered; who stands in, for whom and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from common import clock
from designer.part import Text
from designer.queries import live_processes
from flows.staff import staff
from flows.telling.find import Found
from flows.telling.said import Said
from org.leaves import LeaveChange
from org.models import Employee
from org.queries import people, snapshot
from org.records import AbsenceRecord
from org.snapshot import OrgSnapshot
from outbox.actions import Wanted, put_all

CARRIER = "leave_notice"
"""The kind of outbox items that tell of an absence."""
ABSENT, STANDS_IN = "leave", "standing_in"
NEW, CHANGED, GONE = "new", "changed", "gone"


@dataclass(frozen=True, slots=True)
class Days:
    """An absence as one reader cares for it: ISO days, codes of processes (none: all), who stands in, who was
    refused."""

    starts: str
    ends: str
    processes: tuple[str, ...] = ()
    substitute: str = ""
    refused: str = ""

    @classmethod
    def of(cls, record: AbsenceRecord) -> Days:
        ends = record.ends or record.starts
        named = record.named_substitute if record.substitute is None else None
        days = record.starts.isoformat(), ends.isoformat()
        return cls(*days, tuple(record.processes), record.substitute or "", named or "")

    @classmethod
    def stored(cls, said: Mapping[str, Any] | None) -> Days | None:
        return None if said is None else cls(**{**said, "processes": tuple(said["processes"])})


@dataclass(frozen=True, slots=True)
class LeaveOrder:
    """Whom to tell what of whose absence: the payload of an outbox item. One of `before` and `after` may be
    None; `by` is who entered it."""

    to: int
    about: str
    of: str
    by: str
    before: Days | None
    after: Days | None

    case: ClassVar[None] = None
    event: ClassVar[int] = 0
    place: ClassVar[str] = ""

    @classmethod
    def of_payload(cls, payload: Mapping[str, Any]) -> LeaveOrder:
        named = {name: payload[name] for name in ("to", "about", "of", "by")}
        return cls(
            **named, before=Days.stored(payload.get("before")), after=Days.stored(payload.get("after"))
        )


# -- in the transaction of the absence ---------------------------------------------------------------------


def put_notices(changes: Sequence[LeaveChange], revision: int, actor: int | None) -> None:
    """Put what is to be told into the outbox, each person once per change. Nobody is told of what he did
    himself, nor of days that are over; a command (no actor) tells nobody. Requires an open transaction."""
    if actor is None:
        return
    org = snapshot()
    known = staff(org)
    orders = [
        one for change in changes if _matters(org, change) for one in _orders(change, known.code(actor))
    ]
    put_all([_wanted(at, order, known.ids[who], revision) for at, (who, order) in enumerate(orders)])


def _matters(org: OrgSnapshot, change: LeaveChange) -> bool:
    today = clock.today(org.zone_of(change.employee))
    return any(one is not None and (one.ends or one.starts) >= today for one in (change.before, change.after))


def _orders(change: LeaveChange, by: str) -> Iterator[tuple[str, LeaveOrder]]:
    before = Days.of(change.before) if change.before is not None else None
    after = Days.of(change.after) if change.after is not None else None
    if change.employee != by and before != after:
        yield change.employee, LeaveOrder(0, ABSENT, change.employee, by, before, after)
    named = (one.substitute for one in (before, after) if one is not None and one.substitute)
    for who in dict.fromkeys(named):
        his = [one if one is not None and one.substitute == who else None for one in (before, after)]
        if who != by and his[0] != his[1]:
            yield who, LeaveOrder(0, STANDS_IN, change.employee, by, his[0], his[1])


def _wanted(at: int, order: LeaveOrder, to: int, revision: int) -> Wanted:
    payload = {**asdict(order), "to": to}
    return Wanted(f"leave:{revision}:{at}:{to}:{order.about}", CARRIER, payload)


# -- when it is told ---------------------------------------------------------------------------------------


def find_leave(order: LeaveOrder) -> Found | None:
    """What the notice says; None for somebody who has left."""
    reader = Employee.objects.filter(pk=order.to, is_active=True).first()
    days = order.after or order.before
    if reader is None or days is None:
        return None
    was = _days_before(order)
    names = people([order.of, order.by, days.substitute, days.refused])
    said = Said(
        noun="",
        who=_name(names, order.by),
        absent=_name(names, order.of),
        absent_code=order.of,
        leave=_what(order),
        starts=days.starts,
        ends=days.ends,
        substitute=_name(names, days.substitute),
        refused=_name(names, days.refused),
        processes=_processes(days.processes),
        page="leaves" if order.about == ABSENT else "standing_in",
        starts_before=was[0],
        ends_before=was[1],
    )
    return Found(reader, said, holds(order.about, reader.code, said))


def _what(order: LeaveOrder) -> str:
    if order.before is None:
        return NEW
    return GONE if order.after is None else CHANGED


def _days_before(order: LeaveOrder) -> tuple[str, str]:
    before, after = order.before, order.after
    if before is None or after is None or (before.starts, before.ends) == (after.starts, after.ends):
        return "", ""
    return before.starts, before.ends


def _name(names: Mapping[str, Any], code: str) -> str:
    found = names.get(code)
    return found.short_name if found is not None else code


def _processes(codes: tuple[str, ...]) -> tuple[Text, ...]:
    """Their names, as the processes have them."""
    if not codes:
        return ()
    names = dict(live_processes().filter(code__in=codes).values_list("code", "name"))
    return tuple(names.get(code, code) for code in codes)


def holds(about: str, reader: str, said: Said) -> bool:
    """Whether it is still so: an absence that was taken back meanwhile is not mailed any more."""
    here = any(
        (one.starts.isoformat(), one.ends.isoformat()) == (said.starts, said.ends)
        and (about == ABSENT or one.substitute == reader)
        for one in snapshot().absences_of.get(said.absent_code, ())
    )
    return here != (said.leave == GONE)
