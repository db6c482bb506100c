"""What codes of ours in the log of changes are called, in the reader's language: settings and attributes as
their process and list label them, rights, kinds, days. Codes that the company typed stay beside names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from common.days import day_text
from designer.models import Catalog, Process
from designer.part import say
from org.models.rules import Right
from org.models.structure import SubstituteRule, UnitKind
from org.records.kinds import KINDS
from org.snapshot import OrgSnapshot

START, DESIGN, PUBLISH = later("start requests"), later("design the process"), later("publish the process")
BRING_IN, LISTS = later("bring in processes"), later("edit lists")
KEEP = later("keep processes and their numbers")
RIGHTS: Mapping[str, Any] = {
    "start": START,
    "design": DESIGN,
    "publish": PUBLISH,
    "start_process": START,
    "design_process": DESIGN,
    "publish_process": PUBLISH,
    "add_process": BRING_IN,
}


def right_words(codes: Iterable[str]) -> str:
    """Rights over processes, each once: what stands for several in the database is one for people."""
    return ", ".join(dict.fromkeys(str(RIGHTS.get(code) or _kept(code)) for code in codes))


def _kept(code: str) -> Any:
    return LISTS if "_catalog" in code else KEEP if "_" in code else code


def rule_words(codes: Iterable[str]) -> str:
    """Who may stand in for a position."""
    known = dict(SubstituteRule.choices)
    return ", ".join(str(known.get(code, code)) for code in codes)


@dataclass(frozen=True)
class Names:
    """Names of what the company and its processes hold. Processes and lists are read when first asked for."""

    org: OrgSnapshot

    @cached_property
    def _processes(self) -> Mapping[str, tuple[Any, list[dict[str, Any]]]]:
        rows = Process.objects.values_list("code", "name", "current_version__document__settings")
        return {code: (name, settings or []) for code, name, settings in rows}

    @cached_property
    def _catalogs(self) -> Mapping[str, tuple[Any, list[dict[str, Any]]]]:
        return {
            code: (name, told)
            for code, name, told in Catalog.objects.values_list("code", "name", "attributes")
        }

    def process(self, code: str) -> str:
        """Its name with its code."""
        return _named(self._processes, code)

    def catalog(self, code: str) -> str:
        """The list's name with its code."""
        return _named(self._catalogs, code)

    def settings(self, process: str, value: Mapping[str, Any]) -> str:
        """The answers given at installation, under the questions."""
        return self._labelled(self._processes.get(process, ("", []))[1], value)

    def attributes(self, catalog: str, value: Mapping[str, Any]) -> str:
        """What an item says besides its name."""
        return self._labelled(self._catalogs.get(catalog, ("", []))[1], value)

    def _labelled(self, parts: list[dict[str, Any]], value: Mapping[str, Any]) -> str:
        known = {part["code"]: part for part in parts if isinstance(part, dict)}
        return "; ".join(
            _("{field}: {value}").format(
                field=_say(known[code]["label"]) if code in known else code,
                value=self.typed(known[code]["type"] if code in known else "", one),
            )
            for code, one in sorted(
                value.items(), key=lambda pair: list(known).index(pair[0]) if pair[0] in known else 99
            )
        )

    def typed(self, kind: str, value: Any) -> str:
        """A value of a setting or an attribute."""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        text = "—" if value in (None, "") else str(value)
        if kind == "unit_kind":
            return str(dict(UnitKind.choices).get(text, text))
        if kind == "date":
            return day_words(text)
        return self.of(kind, text)

    def of(self, kind: str, code: str) -> str:
        """An employee, unit, position, role, process or list: the name with the code; else the code."""
        find = _FIND.get(kind)
        return find(self, code) if find else code

    # -- objects of the log ------------------------------------------------------------------------------

    def object(self, kind: str, code: str) -> str:
        """What an entry is about: the parts of its key, each with its name."""
        if kind in ("list", "process", *_BY_CODE):
            return self.of({"list": "catalog"}.get(kind, kind), code)
        parts = code.split(" / ")
        if kind == "process_right":
            whose = _("all processes") if parts[0] == "*" else self.process(parts[0])
            return " / ".join([whose, *(self.of("employee", part) for part in parts[1:])])
        if kind == "item":
            return " / ".join([self.catalog(parts[0]), *parts[1:]])
        return (
            " / ".join(self._part(kind, at, part) for at, part in enumerate(parts)) if kind in KINDS else code
        )

    def _part(self, kind: str, at: int, part: str) -> str:
        """Of a long key each part says what it is: `right: see`."""
        keys = KINDS[kind].key
        if len(keys) <= 3:
            return self.key_part(kind, keys[min(at, len(keys) - 1)], part)
        field, colon, value = part.partition(": ")
        if not colon or field not in keys:
            return part
        label = KINDS[kind].model._meta.get_field(field).verbose_name  # type: ignore[union-attr]
        return _("{field}: {value}").format(field=label, value=self.key_part(kind, field, value))

    def key_part(self, kind: str, field: str, text: str) -> str:
        """A value of a key."""
        if field in ("process", "processes"):
            return ", ".join(self.process(code) for code in text.split(", "))
        if field in ("day", "starts"):
            return day_words(text)
        if field == "right":
            return str(dict(Right.choices).get(text, text))
        return self.of(KINDS[kind].refs.get(field, ""), text)


def day_words(text: str) -> str:
    """An ISO day as the reader writes it."""
    try:
        return day_text(date.fromisoformat(text))
    except ValueError:
        return text


def _say(text: Any) -> str:
    return say(text, (get_language() or "en")[:2])


def _named(known: Mapping[str, tuple[Any, Any]], code: str) -> str:
    return with_code(_say(known[code][0]), code) if code in known else code


def with_code(name: str, code: str) -> str:
    """`Казань (KZN)`."""
    return f"{name} ({code})" if name and name != code else code


def _role(names: Names, code: str) -> str:
    role = names.org.roles.get(code)
    return with_code(role.name(get_language() or "en"), code) if role else code


def _org(found: Callable[[OrgSnapshot], Mapping[str, Any]], title: str) -> Callable[[Names, str], str]:
    def find(names: Names, code: str) -> str:
        one = found(names.org).get(code)
        return with_code(getattr(one, title), code) if one is not None else code

    return find


_BY_CODE = ("employee", "unit", "position", "role")
_FIND: Mapping[str, Callable[[Names, str], str]] = {
    "employee": _org(lambda org: org.employees, "name"),
    "unit": _org(lambda org: org.units, "name"),
    "position": _org(lambda org: org.positions, "title"),
    "role": _role,
    "process": Names.process,
    "catalog": Names.catalog,
}
