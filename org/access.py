"""Who may see and change which part of the company. The only door for screens of this application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from common import clock
from org.errors import MayNotChangeTop, MayNotEditCompany
from org.models import Assistant, Employee, Grant, Unit
from org.models.rules import Right
from org.queries import code_of, snapshot
from org.records import Record
from org.resolve import managers_of, reports_to
from org.snapshot import OrgSnapshot


@dataclass(frozen=True, slots=True)
class Scope:
    """Units a right holds over; `everything` is all of them, and what belongs to no unit."""

    everything: bool = False
    units: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.everything or bool(self.units)

    def covers(self, unit: str | None) -> bool:
        return self.everything or unit in self.units


def scope(employee_id: int, right: Right | str, process: str = "") -> Scope:
    """Over which units the employee holds the right for the process (a grant for all processes counts).

    One query for the grants, and the snapshot when one of them is over a unit. An inactive employee holds
    nothing."""
    rows = Grant.objects.filter(
        employee_id=employee_id, employee__is_active=True, active=True, right=right, process__in={"", process}
    )
    return _over(list(rows.values_list("unit__code", flat=True)))


def _over(codes: list[str | None]) -> Scope:
    """The scope of grants over these units; None is everything."""
    if None in codes:
        return Scope(everything=True)
    org = snapshot() if codes else None
    return Scope(units=frozenset(unit for code in codes if org and code for unit in org.subtree(code)))


def edit_scope(user: Any) -> Scope:
    """What of the company the user may edit; read once per user object, which lives as long as a request."""
    return _menu_scopes(user).get(Right.EDIT_COMPANY, Scope())


def _menu_scopes(user: Any) -> dict[str, Scope]:
    """What every page asks to make the menu, in one statement: what he may edit, and whether he sees all."""
    if not isinstance(user, Employee) or not user.is_active:
        return {}
    found: dict[str, Scope] | None = getattr(user, "_scopes", None)
    if found is None:
        held: dict[str, list[str | None]] = {Right.EDIT_COMPANY: [], Right.SEE: []}
        rows = Grant.objects.filter(employee_id=user.pk, active=True, right__in=held, process="")
        for right, code in rows.values_list("right", "unit__code"):
            held[right].append(code)
        found = {right: _over(codes) for right, codes in held.items()}
        user._scopes = found  # type: ignore[attr-defined]
    return found


COMPANY_WIDE = frozenset({"role", "calendar", "calendar_day", "authority", "rate", "grant"})
"""These touch everybody: a right over everything is needed."""


def require_edit(actor_id: int | None, kind: str, *records: Record | None) -> None:
    """Raise `MayNotEditCompany` unless the actor may edit all these records of one kind (old and new).
    The actor None is a command, which may do everything."""
    if actor_id is None:
        return
    held = scope(actor_id, Right.EDIT_COMPANY)
    if held.everything:
        return
    org = snapshot()
    touched = [units_of(org, kind, record) for record in records if record is not None]
    if kind == "unit":
        _require_above(held, *records)
        touched += [parents] if (parents := _moved_between(*records)) else []
    if kind in COMPANY_WIDE or not all(units and all(map(held.covers, units)) for units in touched):
        raise MayNotEditCompany
    if kind == "position" and _gains_authority(org, *records):
        raise MayNotEditCompany


def _moved_between(*records: Any) -> set[str | None]:
    """The units above it, before and after, when a unit moves: it leaves one part and enters another."""
    parents = {record.parent for record in records if record is not None}
    return parents if len(parents) > 1 else set()


def _require_above(held: Scope, *records: Any) -> None:
    """What the approval lines of everybody below hang on (ROUTING 12) is not changed by who edits no more
    than that very unit with all below it: they would be his own lines. Raises MayNotChangeTop."""
    stored = [record for record in records if record is not None]
    hangs_on = {(record.kind, record.head, record.parent) for record in stored}
    if len(hangs_on) > 1 and held.covers(stored[0].code) and not held.covers(stored[0].parent):
        raise MayNotChangeTop(unit=stored[0].name)


def _gains_authority(org: OrgSnapshot, *records: Any) -> bool:
    """Whether a role with approval limits would be given to a position: that is giving away authority."""
    roles = {record.role for record in records if record is not None and record.role is not None}
    return len({r.role if r is not None else None for r in records}) > 1 and any(
        a.role in roles for a in org.authorities
    )


def units_of(org: OrgSnapshot, kind: str, record: Any) -> set[str | None]:
    """The units a record belongs to: whoever edits it must hold a right over all of them."""
    match kind:
        case "unit":
            return {record.code} if record.code in org.units else {record.parent}
        case "position":
            return {record.unit}
        case "employee":
            return employee_units(org, record.code) or {_unit_of(org, record.main_position)}
        case "absence":
            return employee_units(org, record.employee) or {None}
        case "assistant":
            return employee_units(org, record.boss) or {None}
    return {None}


def _unit_of(org: OrgSnapshot, position: str | None) -> str | None:
    post = org.positions.get(position or "")
    return post.unit if post is not None else None


def employee_units(org: OrgSnapshot, code: str) -> set[str | None]:
    """The units of all positions he holds or acts in."""
    return {p.unit for p in org.positions.values() if code in (p.holder, p.acting)}


def may_enter_absence(actor_id: int | None, employee: str) -> bool:
    """The employee himself, his assistant, his managers, and whoever edits his part of the company."""
    if actor_id is None:
        return True
    org, actor = snapshot(), code_of(actor_id)
    if actor is None:
        return False
    if actor == employee or reports_to(org, employee, actor):
        return True
    if actor in org.assistants_at(employee, clock.today(org.zone_of(actor))):
        return True
    held = scope(actor_id, Right.EDIT_COMPANY)
    units = employee_units(org, employee) or {None}
    return held.everything or all(held.covers(unit) for unit in units)


def asked_to_enter_absence(employee: str, now: datetime) -> tuple[str, ...]:
    """Who can be asked to enter his absence, by code: his assistants and the nearest manager who is there;
    where there is nobody, whoever edits his part of the company and nothing wider than needed. Each of them
    may (`may_enter_absence`)."""
    org = snapshot()
    here = [*org.assistants_at(employee, now.astimezone(org.zone_of(employee)).date())]
    above = (one for one in managers_of(org, employee) if org.absence_at(one, now) is None)
    here += [one for one in (next(above, None),) if one is not None and one not in here]
    return tuple(here) or _editors_of(org, employee)


def _editors_of(org: OrgSnapshot, employee: str) -> tuple[str, ...]:
    units = employee_units(org, employee) or {None}
    rows = Grant.objects.filter(
        right=Right.EDIT_COMPANY, active=True, process="", employee__is_active=True
    ).order_by("employee__code")
    over: dict[str, list[str | None]] = {}
    for code, unit in rows.values_list("employee__code", "unit__code"):
        over.setdefault(code, []).append(unit)
    scopes = {code: _over(found) for code, found in over.items() if code != employee}
    part = [code for code, held in scopes.items() if not held.everything and all(map(held.covers, units))]
    return tuple(part) or tuple(code for code, held in scopes.items() if held.everything)


def holds_rights(employee_id: int) -> bool:
    """Whether he holds a grant: only somebody with a right over everything may hand out his password."""
    return Grant.objects.filter(employee_id=employee_id, active=True).exists()


def may_read(user: Any) -> bool:
    """Whether he may look at the screens of the company: who edits a part of it, and who sees everything."""
    return bool(edit_scope(user)) or _menu_scopes(user).get(Right.SEE, Scope()).everything


def may_edit(user: Any, kind: str, record: Record) -> bool:
    """Whether a record's form is open to him. The action checks again, under the lock."""
    held = edit_scope(user)
    if held.everything or not held:
        return held.everything
    units = units_of(snapshot(), kind, record)
    return kind not in COMPANY_WIDE and bool(units) and all(held.covers(unit) for unit in units)


def auditors_only() -> QuerySet[Employee]:
    """Those who see everything and are nothing else: they manage and edit nothing, head no unit, assist
    nobody. They read, and start nothing. A chief executive who sees everything is none of them."""
    grants = Grant.objects.filter(employee=OuterRef("pk"), active=True)
    today = clock.today(settings.TIME_ZONE)
    held = Q(head__holder=OuterRef("pk")) | Q(head__acting=OuterRef("pk"))
    helped = Assistant.objects.filter(assistant=OuterRef("pk")).filter(Q(until=None) | Q(until__gte=today))
    return Employee.objects.filter(
        Exists(grants.filter(right=Right.SEE, process="", unit=None)),
        ~Exists(grants.exclude(right=Right.SEE)),
        ~Exists(Unit.objects.filter(held, active=True)),
        ~Exists(helped),
    )
