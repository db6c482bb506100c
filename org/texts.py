"""Reasons as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, gettext_noop

from org.reasons import SENTENCES, Reason
from org.snapshot import OrgSnapshot

SOURCES: Mapping[str, str] = {
    "screen": gettext_noop("a screen"),
    "invitation": gettext_noop("the page of an invitation"),
    "command": gettext_noop("a command"),
    "import": gettext_noop("an import"),
    "package": gettext_noop("a package"),
}
"""Where a change came from; a name may follow: `import staff.xlsx`."""
PEOPLE = frozenset({"employee", "substitute", "by"})
UNITS = frozenset({"unit", "at"})


def sentence(reason: Reason, org: OrgSnapshot, table: Mapping[str, str] = SENTENCES) -> str:
    """The reason with names in place of codes, as the company calls them now. `table` may hold the
    sentences of other applications too; an unknown code is shown as it is, never hidden."""
    template = table.get(reason.code)
    if template is None:
        return f"{reason.code} {dict(reason.params)}" if reason.params else reason.code
    values = {name: _named(name, value, org) for name, value in reason.params}
    return gettext(template).format_map(_Forgiving(values))


def source_words(source: str) -> str:
    """Where a change of the log came from: `a screen`, `an import: staff.xlsx`."""
    first, _blank, name = source.partition(" ")
    if first not in SOURCES:
        return source
    said = gettext(SOURCES[first])
    return f"{said}: {name}" if name else said


class _Forgiving(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _named(name: str, value: str, org: OrgSnapshot) -> str:
    if name in PEOPLE and value in org.employees:
        return org.employees[value].name
    if name in UNITS and value in org.units:
        return org.units[value].name
    if name == "position" and value in org.positions:
        return org.positions[value].title
    if name == "role" and value in org.roles:
        return org.roles[value].name(get_language() or "en")
    return value
