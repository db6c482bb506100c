"""The org chart: the tree with heads, vacancies, acting holders, absences; and a search in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import clock
from common.text import search_key
from org.models.structure import UnitKind
from org.queries import snapshot
from org.snapshot import OrgSnapshot, Position, Unit
from org.views.base import CompanyPage

OPEN_TO = 2
PEOPLE_SHOWN_UP_TO = 1500
MOST_FOUND = 100


@dataclass(frozen=True, slots=True)
class Seat:
    """A position as the chart shows it. `until` and `substitute` are set while its holder is absent."""

    code: str
    title: str
    role: str
    person: str = ""
    initials: str = ""
    acting_for: str = ""
    until: Any = None
    substitute: str = ""

    @property
    def vacant(self) -> bool:
        return not self.person


@dataclass(frozen=True, slots=True)
class Node:
    """A unit with all below it. `members` are all in it and below, `vacancies` the empty positions."""

    code: str
    name: str
    kind: str
    city: str
    head: Seat | None
    seats: tuple[Seat, ...]
    below: tuple[Node, ...]
    members: frozenset[str]
    vacancies: int
    open: bool

    @property
    def people(self) -> int:
        return len(self.members)


class Chart(CompanyPage):
    """The chart, or what the search found with the way to it."""

    template = "org/chart.html"
    icon = "site"
    title = _("Company")

    def crumbs(self) -> tuple[()]:
        return ()

    def get(self, request: HttpRequest) -> HttpResponse:
        org, text = snapshot(), request.GET.get("q", "").strip()[:100]
        context: dict[str, Any] = {"text": text}
        if text:
            context |= {"found": find(org, text, clock.now())[:MOST_FOUND]}
        else:
            context |= {"roots": chart(org, clock.now()), "entities": _entities(org)}
        people = {code for codes in org.positions_of.values() for code in codes}
        context["totals"] = {
            "people": sum(1 for person in org.employees.values() if person.active),
            "units": sum(1 for unit in org.units.values() if unit.active and unit.kind != "legal_entity"),
            "vacancies": sum(1 for post in org.positions.values() if post.active and post.code not in people),
        }
        return self.page(context)


def chart(org: OrgSnapshot, now: datetime) -> tuple[Node, ...]:
    """The trees of all units without a parent, legal entities left out."""
    return tuple(
        _node(org, unit, now, 0, frozenset())
        for unit in org.units.values()
        if unit.parent is None and unit.active and unit.kind != "legal_entity"
    )


def _node(org: OrgSnapshot, unit: Unit, now: datetime, depth: int, above: frozenset[str]) -> Node:
    codes = [code for code in org.children.get(unit.code, ()) if code not in above]
    units = [org.units[code] for code in codes if org.units[code].kind != "legal_entity"]
    below = tuple(_node(org, child, now, depth + 1, above | {unit.code}) for child in units)
    places = [org.positions[code] for code in org.positions_in.get(unit.code, ())]
    seats = [seat_of(org, place, now) for place in places]
    head = next((seat for seat in seats if seat.code == unit.head), None)
    own = frozenset(filter(None, (org.in_post(place.code) for place in places)))
    shown = len(org.employees) <= PEOPLE_SHOWN_UP_TO
    return Node(
        code=unit.code,
        name=unit.name,
        kind=kind_label(unit),
        city=unit.city,
        head=head or _head_elsewhere(org, unit, now),
        seats=tuple(seat for seat in seats if seat.code != unit.head) if shown else (),
        below=below,
        members=own.union(*(node.members for node in below)),
        vacancies=sum(seat.vacant for seat in seats) + sum(node.vacancies for node in below),
        open=depth < OPEN_TO,
    )


def kind_label(unit: Unit) -> str:
    return str(UnitKind(unit.kind).label) if unit.kind in UnitKind.values else unit.kind


def _head_elsewhere(org: OrgSnapshot, unit: Unit, now: datetime) -> Seat | None:
    post = org.positions.get(unit.head or "")
    return seat_of(org, post, now) if post is not None else None


def seat_of(org: OrgSnapshot, post: Position, now: datetime) -> Seat:
    known = org.roles.get(post.role or "")
    role = known.name(get_language() or "en") if known is not None else ""
    code = org.in_post(post.code)
    if code is None:
        return Seat(post.code, post.title, role)
    name = org.employees[code].name
    absence = org.absence_at(code, now)
    stands_in = org.employees.get(absence.substitute or "") if absence is not None else None
    holder = org.employees.get(post.holder or "")
    return Seat(
        post.code,
        post.title,
        role,
        person=name,
        initials="".join(part[0] for part in name.split()[:2]),
        acting_for=holder.name
        if holder is not None and code == post.acting
        else "—"
        if code == post.acting
        else "",
        until=absence.ends if absence is not None else None,
        substitute=stands_in.name if stands_in is not None else "",
    )


@dataclass(frozen=True, slots=True)
class Match:
    """Something the search found: a seat or a unit, with the names of the units on the way to it."""

    seat: Seat | None
    unit: str
    path: tuple[str, ...]


def find(org: OrgSnapshot, text: str, now: datetime) -> list[Match]:
    """Units by name or code, positions by title, code or the person in them."""
    words = search_key(text).split()
    found = [
        Match(None, unit.name, _path(org, unit.parent))
        for unit in org.units.values()
        if unit.active and _says(f"{unit.name} {unit.code} {unit.tax_number}", words)
    ]
    for post in org.positions.values():
        code = org.in_post(post.code)
        name = org.employees[code].name if code is not None else ""
        if post.active and _says(f"{name} {code or ''} {post.title} {post.code}", words):
            unit = org.units[post.unit]
            found.append(Match(seat_of(org, post, now), unit.name, _path(org, unit.parent)))
    return found


def _path(org: OrgSnapshot, unit: str | None) -> tuple[str, ...]:
    return tuple(reversed([at.name for at in org.path_up(unit)]))


def _says(text: str, words: list[str]) -> bool:
    said = search_key(text)
    return all(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Entity:
    """A legal entity: who pays, and whose people keep its books."""

    name: str
    tax_number: str
    served_by: tuple[str, ...]


def _entities(org: OrgSnapshot) -> list[Entity]:
    return [
        Entity(
            unit.name,
            unit.tax_number,
            tuple(org.units[code].name for code in unit.served_by if code in org.units),
        )
        for unit in org.units.values()
        if unit.kind == "legal_entity" and unit.active
    ]
