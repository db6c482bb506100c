"""An entry of the log of changes in words: what it is about, what was done, what was what before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from org.imports.describe import shown
from org.models import OrgChange
from org.records.kinds import KINDS
from org.texts import source_words

VERBS: Mapping[str, Any] = {
    "added": pgettext_lazy("log of changes", "added"),
    "changed": pgettext_lazy("log of changes", "changed"),
    "deactivated": pgettext_lazy("log of changes", "switched off"),
    "invited": pgettext_lazy("log of changes", "invited"),
    "set a password": pgettext_lazy("log of changes", "set a password"),
    "granted": pgettext_lazy("log of changes", "granted"),
    "installed": pgettext_lazy("log of changes", "installed"),
    "new version": pgettext_lazy("log of changes", "new version"),
}
OTHER_KINDS: Mapping[str, Any] = {
    "process": _("process"),
    "process_right": _("right over a process"),
    "list": _("list"),
    "item": _("item of a list"),
}
OTHER_FIELDS: Mapping[str, Any] = {
    "version": _("version"),
    "content_hash": _("fingerprint of the content"),
    "note": _("note"),
    "settings": _("settings"),
    "label": _("label"),
    "attributes": _("attributes"),
    "everyone_starts": _("everyone may start it"),
    "rights": _("rights"),
    "name": _("name"),
}


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field, old and new as text."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What a row of the log says; `fields` is empty for what is new."""

    kind: str
    verb: str
    source: str
    fields: tuple[FieldLine, ...]


def words_of(change: OrgChange) -> ChangeWords:
    """The entry in the reader's language."""
    pairs = change.changes.items() if change.verb != "added" else ()
    lines = tuple(FieldLine(_field(change.kind, name), shown(old), shown(new)) for name, (old, new) in pairs)
    verb = str(VERBS.get(change.verb, change.verb))
    return ChangeWords(_kind(change.kind), verb, source_words(change.source), lines)


def _kind(kind: str) -> str:
    if kind in KINDS:
        return str(KINDS[kind].model._meta.verbose_name)
    return str(OTHER_KINDS.get(kind, kind))


def _field(kind: str, field: str) -> str:
    if field in OTHER_FIELDS:
        return str(OTHER_FIELDS[field])
    try:
        column: Any = KINDS[kind].model._meta.get_field(field) if kind in KINDS else None
    except FieldDoesNotExist:
        column = None
    return str(column.verbose_name) if column is not None else gettext("field “{name}”").format(name=field)
