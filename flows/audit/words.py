"""The log of changes in words of the reader's language: kinds, verbs, fields and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from designer.part import say
from org.reasons import SENTENCES, Reason
from org.records.kinds import KINDS
from org.snapshot import OrgSnapshot
from org.texts import sentence

KIND_LABELS: Mapping[str, Any] = {
    "unit": later("Unit"),
    "position": later("Position"),
    "employee": later("Employee"),
    "absence": later("Absence"),
    "assistant": later("Assistant"),
    "authority": later("Approval limit"),
    "grant": later("Right over requests and company"),
    "process_right": later("Right over a process"),
    "role": later("Role"),
    "calendar": later("Calendar"),
    "calendar_day": later("Day of a calendar"),
    "rate": later("Exchange rate"),
    "process": later("Process"),
    "list": later("List"),
    "item": later("Item of a list"),
}
VERBS: Mapping[str, Any] = {
    "added": later("added"),
    "changed": later("changed"),
    "deactivated": later("switched off"),
    "invited": later("invited"),
    "set a password": later("set a password"),
    "granted": later("granted"),
    "installed": later("installed"),
    "new version": later("new version"),
}
FIELDS: Mapping[str, Any] = {
    "version": later("version"),
    "content_hash": later("fingerprint of the content"),
    "document": later("fingerprint of the stored document"),
    "note": later("note"),
    "settings": later("settings"),
    "label": later("label"),
    "attributes": later("attributes"),
    "is_active": later("active"),
    "everyone_starts": later("everyone may start it"),
    "rights": later("rights"),
    "name": later("name"),
    "served_by": later("served by"),
    "refused": later("why refused"),
    "processes": later("processes"),
}
TONES = {"added": "ok", "installed": "ok", "granted": "warn", "deactivated": "bad"}
NOTHING = "—"


def kind_label(kind: str) -> str:
    """What an entry is about."""
    return str(KIND_LABELS.get(kind, kind))


def verb_label(verb: str) -> str:
    """What was done."""
    return str(VERBS.get(verb, verb))


def field_label(kind: str, field: str) -> str:
    """How a field is called where it is edited."""
    column = _column(kind, field)
    if column is not None:
        return str(column.verbose_name)
    return str(FIELDS.get(field, field.replace("_", " ")))


def object_name(kind: str, code: str, org: OrgSnapshot) -> str:
    """The object's name with its code, where it has one; else the code with the names that stand in it."""
    first, slash, rest = code.partition(" / ")
    if kind in ("absence", "assistant") and first in org.employees:
        other = org.employees[rest].name if kind == "assistant" and rest in org.employees else rest
        return f"{org.employees[first].name}{slash}{other}"
    return _with_code(_NAMES[kind](code, org), code) if kind in _NAMES else code


def value_words(kind: str, field: str, value: Any, org: OrgSnapshot) -> str:
    """A value as a person writes it; codes of people, units and positions with their names."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _listed(kind, field, value, org)
    if isinstance(value, dict):
        return _mapped(value, org)
    return _scalar(kind, field, str(value), org)


def _scalar(kind: str, field: str, text: str, org: OrgSnapshot) -> str:
    target = KINDS[kind].refs.get(field) if kind in KINDS else None
    if target is not None and target in _NAMES:
        return _with_code(_NAMES[target](text, org), text)
    column = _column(kind, field)
    if isinstance(column, models.DateField):
        return day_text(date.fromisoformat(text))
    if isinstance(column, models.DecimalField):
        return _number(text)
    return str(dict(column.flatchoices).get(text, text)) if column is not None else text


def _number(text: str) -> str:
    try:
        return number_format(Decimal(text), use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return text


def _listed(kind: str, field: str, value: list[Any], org: OrgSnapshot) -> str:
    if field == "week":
        return "; ".join(_hours(day) for day in value)
    if field == "intervals":
        return _hours(value)
    if kind == "list" and field == "attributes":
        return ", ".join(_attribute(one) for one in value)
    target = KINDS[kind].many.get(field) if kind in KINDS else None
    names = [_with_code(_NAMES[target](str(one), org), str(one)) if target else str(one) for one in value]
    return ", ".join(names)


def _attribute(value: dict[str, Any] | str) -> str:
    """Its label and code; entries of earlier releases know only the code."""
    if isinstance(value, str):
        return value
    return _with_code(say(value["label"], (get_language() or "en")[:2]), value["code"])


def _hours(intervals: list[list[int]]) -> str:
    """`09:00–13:00 14:00–18:00`; nothing is a day off."""
    found = [f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in intervals]
    return " ".join(found) or NOTHING


def _mapped(value: dict[str, Any], org: OrgSnapshot) -> str:
    if set(value) == {"code", "params"}:
        return sentence(Reason.of(value["code"], **value["params"]), org, SENTENCES)
    if set(value) <= {"en", "ru"}:
        return say(value, (get_language() or "en")[:2])
    return ", ".join(f"{name}: {value_words('', name, one, org)}" for name, one in sorted(value.items()))


def _with_code(name: str, code: str) -> str:
    return f"{name} ({code})" if name and name != code else code


_NAMES: Mapping[str, Callable[[str, OrgSnapshot], str]] = {
    "employee": lambda code, org: org.employees[code].name if code in org.employees else "",
    "unit": lambda code, org: org.units[code].name if code in org.units else "",
    "position": lambda code, org: org.positions[code].title if code in org.positions else "",
    "role": lambda code, org: _role(code, org),
}


def _role(code: str, org: OrgSnapshot) -> str:
    role = org.roles.get(code)
    if role is None:
        return ""
    return role.name(get_language() or "en")


def _column(kind: str, field: str) -> Any:
    if kind not in KINDS:
        return None
    try:
        return KINDS[kind].model._meta.get_field(field)
    except FieldDoesNotExist:
        return None
