"""The company at one revision, as plain immutable values: what routing sees of the org.

Nothing here touches a database. `org.queries.snapshot()` builds an `OrgSnapshot` from a handful of
queries and caches it by the org's revision number; a what-if works on a copy made with
`dataclasses.replace`. Everything refers to everything else by *code* (a unit's code, a position's
code, a role's code, an employee's personnel number), never by a database id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the company's tree. `kind` is one of company, legal_entity, branch, department,
    division, team. `head` is the code of the position that heads it. `served_by` are the units whose
    people work for this one (its accounting, its HR), used when a role is looked for nearby."""

    code: str
    name: str
    kind: str
    parent: str | None = None
    head: str | None = None
    city: str = ""
    time_zone: str = "Europe/Moscow"
    calendar: str = ""
    served_by: tuple[str, ...] = ()
    active: bool = True
    legal_entity: str | None = None
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What routes refer to, with its name in both languages."""

    code: str
    name_en: str = ""
    name_ru: str = ""

    def name(self, language: str = "en") -> str:
        """In this language; a missing one falls back to the other, then to the code."""
        names = (self.name_ru, self.name_en) if language.startswith("ru") else (self.name_en, self.name_ru)
        return names[0] or names[1] or self.code


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the staff list. `holder` holds it, `acting` holds it in his own right for the time
    being («и. о.»); with neither it is vacant. `substitutes` says who may stand in for its holder:
    a subset of {"same_unit", "manager", "reports"}."""

    code: str
    title: str
    unit: str
    role: str | None = None
    holder: str | None = None
    acting: str | None = None
    substitutes: frozenset[str] = frozenset({"same_unit", "manager", "reports"})
    active: bool = True


@dataclass(frozen=True, slots=True)
class Employee:
    """A person, by personnel number. `main_position` is the capacity used when none was picked.
    `assistants` are those without an end date; `OrgSnapshot.assistants_at` knows the periods."""

    code: str
    name: str
    active: bool = True
    main_position: str | None = None
    assistants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Absence:
    """A period, both days included, read in the employee's own time zone. `processes` are process
    codes; none means all of them. `substitute` is None when nobody was named or he was refused;
    `named` is whoever was named, refused or not."""

    employee: str
    starts: date
    ends: date
    substitute: str | None = None
    processes: tuple[str, ...] = ()
    named: str | None = None


@dataclass(frozen=True, slots=True)
class Assistance:
    """Who assists whom, from and until when; None leaves an end open."""

    boss: str
    assistant: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Authority:
    """Who may decide what, up to how much. Exactly one of `position` and `role` is set. `process` and
    `item` (a cash-flow item's code) restrict it, None means any; `limit` None means without limit."""

    position: str | None = None
    role: str | None = None
    process: str | None = None
    item: str | None = None
    limit: Decimal | None = None
    starts: date | None = None
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working time as data. `week` holds for Monday to Sunday the working intervals in minutes from
    midnight; `days` replaces single dates (an empty tuple is a day off)."""

    code: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    days: Mapping[date, tuple[tuple[int, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `currency` costs `value` units of the company's currency from `day` on."""

    currency: str
    day: date
    value: Decimal


@dataclass(frozen=True)
class OrgSnapshot:
    """The whole company at one revision. Build it once, share it freely: nothing in it changes."""

    revision: int
    units: Mapping[str, Unit]
    positions: Mapping[str, Position]
    employees: Mapping[str, Employee]
    absences: tuple[Absence, ...] = ()
    authorities: tuple[Authority, ...] = ()
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    rates: tuple[Rate, ...] = ()
    currency: str = "RUB"
    roles: Mapping[str, Role] = field(default_factory=dict)
    assistances: tuple[Assistance, ...] = ()

    @cached_property
    def positions_of(self) -> Mapping[str, tuple[str, ...]]:
        """Employee code → codes of the active positions he holds or acts in, main one first."""
        held: dict[str, list[str]] = defaultdict(list)
        for position in self.positions.values():
            person = self.in_post(position.code)
            if person is not None:
                held[person].append(position.code)
        return {
            person: tuple(sorted(codes, key=lambda c: (c != self._main(person), c)))
            for person, codes in held.items()
        }

    @cached_property
    def positions_in(self) -> Mapping[str, tuple[str, ...]]:
        """Unit code → codes of the active positions in that very unit, in code order."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.positions):
            if self.positions[code].active:
                found[self.positions[code].unit].append(code)
        return {unit: tuple(codes) for unit, codes in found.items()}

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Unit code → codes of its active direct children, in code order."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.units):
            unit = self.units[code]
            if unit.active and unit.parent is not None:
                found[unit.parent].append(code)
        return {parent: tuple(codes) for parent, codes in found.items()}

    @cached_property
    def absences_of(self) -> Mapping[str, tuple[Absence, ...]]:
        """Employee code → his absences, earliest first."""
        found: dict[str, list[Absence]] = defaultdict(list)
        for absence in self.absences:
            found[absence.employee].append(absence)
        return {who: tuple(sorted(all_, key=lambda a: (a.starts, a.ends))) for who, all_ in found.items()}

    @cached_property
    def positions_with(self) -> Mapping[str, tuple[str, ...]]:
        """Role code → codes of the active positions with that role, in code order."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.positions):
            role = self.positions[code].role
            if role is not None and self.positions[code].active:
                found[role].append(code)
        return {role: tuple(codes) for role, codes in found.items()}

    @cached_property
    def places_by_role(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """(role, unit) → codes of the active positions with that role in that very unit, in code order."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for role, codes in self.positions_with.items():
            for code in codes:
                found[role, self.positions[code].unit].append(code)
        return {key: tuple(codes) for key, codes in found.items()}

    @cached_property
    def memo(self) -> dict[object, Any]:
        """Answers of resolvers that depend on nothing but this snapshot, kept for the next time."""
        return {}

    @cached_property
    def headed_by(self) -> Mapping[str, tuple[str, ...]]:
        """Position code → codes of the active units it heads, in code order."""
        found: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.units):
            head = self.units[code].head
            if head is not None and self.units[code].active:
                found[head].append(code)
        return {head: tuple(codes) for head, codes in found.items()}

    def subtree(self, unit: str) -> tuple[str, ...]:
        """The unit and all active ones below it, nearest first. Survives a cycle."""
        found = [unit]
        seen = {unit}
        for code in found:
            below = [child for child in self.children.get(code, ()) if child not in seen]
            seen.update(below)
            found += below
        return tuple(found)

    def assistants_at(self, boss: str, day: date) -> tuple[str, ...]:
        """Who assists him on that day."""
        return tuple(
            a.assistant
            for a in self.assistances
            if a.boss == boss and (a.since is None or a.since <= day) and (a.until is None or day <= a.until)
        )

    def in_post(self, position: str) -> str | None:
        """Who fills a position in his own right: an acting holder before the holder; None if vacant.
        A deactivated employee fills nothing."""
        post = self.positions.get(position)
        if post is None or not post.active:
            return None
        for person in (post.acting, post.holder):
            if person is not None and person in self.employees and self.employees[person].active:
                return person
        return None

    def path_up(self, unit: str | None) -> Iterator[Unit]:
        """The unit, its parent, and so on to the root. Survives a cycle (ROUTING 12): a unit comes once."""
        seen: set[str] = set()
        while unit is not None and unit in self.units and unit not in seen:
            seen.add(unit)
            yield self.units[unit]
            unit = self.units[unit].parent

    def zone_of(self, employee: str) -> ZoneInfo:
        """The time zone of the unit of his main position; the company's when he holds none."""
        for position in self.positions_of.get(employee, ()):
            return ZoneInfo(self.units[self.positions[position].unit].time_zone)
        top = next((unit for unit in self.units.values() if unit.parent is None), None)
        return ZoneInfo(top.time_zone if top is not None else "UTC")

    def zone_where(self, unit: str, employee: str) -> ZoneInfo:
        """The one time zone of a request: of the unit where it starts, else of whom it is for. Its *today*,
        the moments typed into it and its due times are all in this zone."""
        found = self.units.get(unit)
        return ZoneInfo(found.time_zone) if found is not None else self.zone_of(employee)

    def absence_at(self, employee: str, now: datetime, process: str | None = None) -> Absence | None:
        """The absence that covers `now` (aware) for this process, one with a substitute first; or None."""
        absences = self.absences_of.get(employee)
        if not absences:
            return None
        day = now.astimezone(self.zone_of(employee)).date()
        covering = [
            a for a in absences if a.starts <= day <= a.ends and (not a.processes or process in a.processes)
        ]
        return next((a for a in covering if a.substitute is not None), next(iter(covering), None))

    def _main(self, employee: str) -> str | None:
        person = self.employees.get(employee)
        return person.main_position if person else None
