"""A plan as a report for people: names in place of codes of fields, counts per kind."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from org.imports.plan import Plan
from org.imports.report import ImportReport, RowChange, SheetReport, ValueChange
from org.names import full_name
from org.reasons import Reason
from org.records import KINDS, Change, FieldChange, Kind


def describe(plan: Plan) -> ImportReport:
    """One part per kind of record that the file names or changes, in the order of `KINDS`."""
    sheets = []
    for name, kind in KINDS.items():
        changes = [change for change in plan.changes if change.kind == name]
        if changes or name in plan.mentioned:
            sheets.append(_part(plan, kind, changes, plan.mentioned.get(name, set())))
    return ImportReport(tuple(sheets), tuple(plan.errors), tuple(plan.warnings))


PERSONAL = frozenset({"employee", "absence", "assistant", "grant"})
"""Kinds that are about a person: his name says more than a key."""


def _part(plan: Plan, kind: Kind, changes: list[Change], mentioned: set[Any]) -> SheetReport:
    touched = {kind.key_of(change.new) for change in changes}
    rows = {
        verb: tuple(_row(plan, kind, c) for c in changes if c.verb == verb)
        for verb in ("added", "changed", "deactivated")
    }
    return SheetReport(
        kind=kind.name,
        label=str(kind.model._meta.verbose_name_plural),
        unchanged=len(mentioned - touched),
        **rows,
    )


def _row(plan: Plan, kind: Kind, change: Change) -> RowChange:
    record: Any = change.new
    about = getattr(record, "employee", None) or getattr(record, "boss", None) or getattr(record, "code", "")
    person = plan.after.employee(about) if kind.name in PERSONAL else None
    if person is not None:
        name = full_name(person.last_name, person.first_name, person.patronymic)
    else:
        name = getattr(record, "title", None) or getattr(record, "name", None) or ""
    return RowChange(change.name, name, tuple(_value(kind, field) for field in change.fields))


def _value(kind: Kind, field: FieldChange) -> ValueChange:
    label = str(kind.model._meta.get_field(field.field).verbose_name)  # type: ignore[union-attr]
    return ValueChange(label, shown(field.old), shown(field.new))


def shown(value: Any) -> str:
    """A value as text for a person."""
    if value is None or value == "" or value == ():
        return "—"
    if value is True or value is False:
        return _("yes") if value else _("no")
    if isinstance(value, Reason):
        return _("refused")
    if isinstance(value, tuple):
        return ", ".join(shown(part) for part in value)
    return str(value)
