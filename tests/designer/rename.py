"""A package with every code replaced by a random word, consistently: proves that nothing knows a process.

Item codes, units and employees belong to the company and stay. Role codes are replaced only as given."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from designer.document.load import to_yaml
from designer.document.placeholders import PLACE
from designer.document.yaml_text import read_yaml

FIELD_KEYS = {"field", "count_of", "person", "series", "total", "title", "amount", "urgent", "of", "annex_to"}
PRINTED_TEXTS = {"title", "intro", "closing"}
FIELD_LISTS = {"sees", "edits", "must_fill", "summary", "marks", "same", "fields"}
KINDS = {
    "stage": "stage",
    "stage_of_draft": "stage",
    "stage_when_done": "stage",
    "step": "node",
    "branch": "node",
    "parallel": "node",
    "after": "node",
    "catalog": "catalog",
    "attribute": "attribute",
    "others": "process",
    "setting": "setting",
    "role": "role",
    "holds_role": "role",
    "roles": "role",
}
OWNERS = {
    "sections": "section",
    "fields": "field",
    "stages": "stage",
    "settings": "setting",
    "catalogs": "catalog",
    "attributes": "attribute",
    "options": "option",
    "documents": "document",
    "checks": "check",
    "paths": "path",
}
"""The list a part stands in → what its `code` names."""


@dataclass
class Renamed:
    """`text` is the new package; `new` maps (kind, old code) to the new code."""

    text: str
    new: dict[tuple[str, str], str]

    def __call__(self, kind: str, old: str) -> str:
        return self.new[kind, old]


@dataclass
class _Walk:
    roles: Mapping[str, str]
    random: random.Random
    new: dict[tuple[str, str], str] = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)

    def word(self, kind: str, old: str) -> str:
        if kind == "role":
            return self.roles.get(old, old)
        if (kind, old) not in self.new:
            self.new[kind, old] = self._fresh()
        return self.new[kind, old]

    def _fresh(self) -> str:
        while True:
            word = "".join(self.random.choices("abcdefghijklmnopqrstuvwxyz", k=self.random.randint(6, 12)))
            if word not in self.new.values():
                return word

    def part(self, value: Any, owner: str) -> Any:
        """`owner` is the key under which the value stands."""
        if isinstance(value, list):
            return [self.listed(one, owner) for one in value]
        if owner == "attributes" and isinstance(value, dict):
            return {self.word("attribute", key): one for key, one in value.items()}
        return self.mapping(value, owner)

    def mapping(self, value: Any, owner: str) -> Any:
        if not isinstance(value, dict):
            return value
        return {key: self.value(key, one, value, owner) for key, one in value.items()}

    def listed(self, one: Any, owner: str) -> Any:
        if isinstance(one, str) and owner in FIELD_LISTS:
            return self.word("field", one)
        return (
            self.word(KINDS[owner], one)
            if isinstance(one, str) and owner in KINDS
            else self.mapping(one, owner)
        )

    def value(self, key: str, value: Any, inside: dict[str, Any], owner: str) -> Any:
        if isinstance(value, str) and owner in PRINTED_TEXTS:
            return PLACE.sub(self.placeholder, value)
        if isinstance(value, str):
            kind = self.kind(key, value, inside, owner)
            return self.word(kind, value) if kind else value
        if key in ("left", "right") and "value" in value and self.compares_choice(inside):
            return {"value": self.options(value["value"])}
        return self.part(value, key)

    def placeholder(self, found: re.Match[str]) -> str:
        return f"{{{self.word('field', found[1])}}}" if found[1] in self.fields else found[0]

    def kind(self, key: str, value: str, inside: dict[str, Any], owner: str) -> str | None:
        if key == "code":
            return "process" if owner == "" else OWNERS.get(owner)
        if key == "default":
            return {"choice": "option", "role": "role"}.get(inside.get("type", "")) if inside else None
        if key == "person" and value == "requester":
            return None
        if key == "item" or key in FIELD_KEYS:
            return "field"
        return KINDS.get(key)

    def compares_choice(self, compare: dict[str, Any]) -> bool:
        sides = [compare.get("left", {}), compare.get("right", {})]
        return any(isinstance(side, dict) and side.get("field") in self.choices for side in sides)

    def options(self, value: Any) -> Any:
        return [self.options(one) for one in value] if isinstance(value, list) else self.word("option", value)


def rename(text: str, seed: int = 1, roles: Mapping[str, str] | None = None) -> Renamed:
    """The package under other names; `roles` maps role codes to those that the company now has."""
    source: Any = read_yaml(text).value
    fields = [one for section in source["form"]["sections"] for one in section["fields"]]
    choices = {one["code"] for one in fields if one["type"] in ("choice", "choices")}
    codes = {one["code"] for one in fields}
    walk = _Walk(roles or {}, random.Random(seed), choices=choices, fields=codes)
    walked = walk.part(source, "")
    return Renamed(to_yaml(walked), walk.new)
