"""The log of changes in words of the reader's language: kinds, verbs, fields and values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from designer.part import say
from flows.audit.names import Names, day_words, right_words, rule_words, with_code
from org.reasons import SENTENCES, Reason
from org.records.kinds import KINDS
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


def object_name(kind: str, code: str, names: Names) -> str:
    """The object's name with its code, where it has one; else the parts of its key with theirs."""
    return names.object(kind, code)


def value_words(kind: str, field: str, value: Any, names: Names, about: str = "") -> str:
    """A value as a person writes it; codes with their names. `about` is the code of the object it is of."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _listed(kind, field, value, names)
    if isinstance(value, dict):
        return _mapped(kind, field, value, names, about)
    return _scalar(kind, field, str(value), names)


def _scalar(kind: str, field: str, text: str, names: Names) -> str:
    target = KINDS[kind].refs.get(field) if kind in KINDS else None
    if target is not None:
        return names.of(target, text)
    if field == "process":
        return names.process(text)
    column = _column(kind, field)
    if isinstance(column, models.DateField):
        return day_words(text)
    if isinstance(column, models.DecimalField):
        return _number(text)
    return str(dict(column.flatchoices).get(text, text)) if column is not None else text


def _number(text: str) -> str:
    try:
        return number_format(Decimal(text), use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return text


def _listed(kind: str, field: str, value: list[Any], names: Names) -> str:
    if field == "week":
        days = (f"{WEEKDAYS_ABBR[at]} {_hours(day)}" for at, day in enumerate(value) if at in WEEKDAYS_ABBR)
        return "; ".join(days)
    if field == "intervals":
        return _hours(value)
    if kind == "list" and field == "attributes":
        return ", ".join(_attribute(one) for one in value)
    if field in _LISTS:
        return _LISTS[field](value)
    if field == "processes":
        return ", ".join(map(names.process, value))
    target = KINDS[kind].many.get(field, "") if kind in KINDS else ""
    return ", ".join(names.of(target, str(one)) for one in value)


_LISTS: Mapping[str, Callable[[list[str]], str]] = {"rights": right_words, "may_substitute": rule_words}


def _attribute(value: dict[str, Any] | str) -> str:
    """Its label and code; entries of earlier releases know only the code."""
    if isinstance(value, str):
        return value
    return with_code(say(value["label"], (get_language() or "en")[:2]), value["code"])


def _hours(intervals: list[list[int]]) -> str:
    """`09:00–13:00 14:00–18:00`; nothing is a day off."""
    found = [f"{a // 60:02}:{a % 60:02}–{b // 60:02}:{b % 60:02}" for a, b in intervals]
    return " ".join(found) or NOTHING


def _mapped(kind: str, field: str, value: dict[str, Any], names: Names, about: str) -> str:
    if set(value) == {"code", "params"}:
        return sentence(Reason.of(value["code"], **value["params"]), names.org, SENTENCES)
    if kind == "process" and field == "settings":
        return names.settings(about, value)
    if kind == "item" and field == "attributes":
        return names.attributes(about.partition(" / ")[0], value)
    if set(value) <= {"en", "ru"}:
        return say(value, (get_language() or "en")[:2])
    return ", ".join(f"{name}: {value_words('', name, one, names)}" for name, one in sorted(value.items()))


def _column(kind: str, field: str) -> Any:
    if kind not in KINDS:
        return None
    try:
        return KINDS[kind].model._meta.get_field(field)
    except FieldDoesNotExist:
        return None
