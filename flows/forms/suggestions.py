"""What a search field offers: items, people, units, requests, a screenful at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from common.text import search_key, sort_key
from designer.document.fields import EmployeeField, Field, ItemField, RequestField, UnitField
from designer.queries import offered_items
from flows.forms.inputs import Picked
from flows.models import Case
from org.snapshot import OrgSnapshot

MOST = 20


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was found; `more`: there is more than is shown."""

    picks: tuple[Picked, ...]
    more: bool = False


def suggest(field: Field, typed: str, org: OrgSnapshot, visible: QuerySet[Case], language: str) -> Suggested:
    """What may be chosen in a field and contains every word typed."""
    typed = typed.strip()[:100]
    if isinstance(field, ItemField):
        found = offered_items(field.catalog, typed, MOST + 1)
        return _cut([Picked(one.code, one.text(language), hint=_hint(one.attributes)) for one in found])
    if isinstance(field, EmployeeField):
        return people(org, typed, _may_stand_in(field, org))
    if isinstance(field, UnitField):
        return units(org, typed, field.kinds)
    if isinstance(field, RequestField):
        return requests(visible, typed, field.processes)
    return Suggested(())


def people(org: OrgSnapshot, typed: str, allowed: Callable[[str], bool] = lambda code: True) -> Suggested:
    """Active employees by name or number; the title of the main position tells namesakes apart."""
    words = search_key(typed).split()
    found = [
        Picked(code, person.name, hint=_title(org, code))
        for code, person in org.employees.items()
        if person.active and allowed(code) and _has(f"{person.name} {code}", words)
    ]
    return _cut(sorted(found, key=lambda one: sort_key(one.label)))


def units(org: OrgSnapshot, typed: str, kinds: tuple[str, ...]) -> Suggested:
    """Active units, of the kinds asked for."""
    words = search_key(typed).split()
    found = [
        Picked(unit.code, unit.name, hint=unit.code)
        for unit in org.units.values()
        if unit.active and (not kinds or unit.kind in kinds) and _has(f"{unit.name} {unit.code}", words)
    ]
    return _cut(sorted(found, key=lambda one: sort_key(one.label)))


def requests(visible: QuerySet[Case], typed: str, processes: tuple[str, ...]) -> Suggested:
    """Requests that were sent and that the reader may see."""
    found = visible.exclude(number="")
    if processes:
        found = found.filter(process__code__in=processes)
    for word in search_key(typed).split():
        found = found.filter(search_key__contains=word)
    rows = found.order_by("-created")[: MOST + 1]
    return _cut([Picked(str(row.pk), f"№ {row.number}", hint=row.title) for row in rows])


def _may_stand_in(field: EmployeeField, org: OrgSnapshot) -> Callable[[str], bool]:
    """The roles and units that the field asks for."""

    def allowed(code: str) -> bool:
        held = [org.positions[one] for one in org.positions_of.get(code, ())]
        if field.roles and not any(one.role in field.roles for one in held):
            return False
        above = {unit.code for one in held for unit in org.path_up(one.unit)}
        return not field.units or bool(above & set(field.units))

    return allowed


def _has(text: str, words: Iterable[str]) -> bool:
    key = search_key(text)
    return all(word in key for word in words)


def _title(org: OrgSnapshot, code: str) -> str:
    held = org.positions_of.get(code, ())
    return org.positions[held[0]].title if held else ""


def _hint(attributes: Any) -> str:
    return ", ".join(str(value) for value in attributes.values() if isinstance(value, str) and value)


def _cut(found: list[Picked]) -> Suggested:
    return Suggested(tuple(found[:MOST]), len(found) > MOST)
