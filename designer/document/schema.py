"""A JSON Schema of packages, for editors that complete and check while one types.

It describes the shape; what holds across parts (every field that a condition names exists) is checked on
installing. Wherever a plain value stands, `{setting: code}` may stand instead."""

from __future__ import annotations

import json
from typing import Any

from designer.document.process import ProcessDocument

SETTING = {"$ref": "#/$defs/SettingAnswer"}
_SETTING_SHAPE = {
    "type": "object",
    "title": "The answer to a setting",
    "properties": {"setting": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,59}$"}},
    "required": ["setting"],
    "additionalProperties": False,
}
_PLAIN = frozenset({"string", "integer", "number", "boolean"})
_FIXED = frozenset({"Setting"})
"""Definitions in which no setting is filled in."""


def package_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12)."""
    schema = ProcessDocument.model_json_schema(by_alias=True)
    definitions = schema.pop("$defs")
    found = {
        name: _without_titles(shape) if name in _FIXED else _with_settings(_without_titles(shape))
        for name, shape in definitions.items()
    }
    found["SettingAnswer"] = _SETTING_SHAPE
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Package of a Placet process",
        **{key: value for key, value in _with_settings(_without_titles(schema)).items() if key != "title"},
        "$defs": dict(sorted(found.items())),
    }


def schema_text() -> str:
    """The schema as it is kept in the documentation."""
    return json.dumps(package_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _without_titles(shape: Any) -> Any:
    """pydantic gives every property a title made of its name; it says nothing."""
    if isinstance(shape, dict):
        titled = isinstance(shape.get("title"), str) and "properties" not in shape
        return {key: _without_titles(one) for key, one in shape.items() if not (titled and key == "title")}
    return [_without_titles(one) for one in shape] if isinstance(shape, list) else shape


def _with_settings(shape: Any) -> Any:
    """The shape with `{setting: …}` allowed wherever it allows a plain value."""
    if isinstance(shape, list):
        return [_with_settings(one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    found = {key: _with_settings(one) if key not in ("const", "enum") else one for key, one in shape.items()}
    if "properties" in found:
        found["properties"] = {
            name: _or_setting(one) if _is_plain(one) else one for name, one in found["properties"].items()
        }
    return found


def _is_plain(shape: Any) -> bool:
    """A plain value, and not one that tells the kind of the part it stands in."""
    if not isinstance(shape, dict) or "const" in shape:
        return False
    inside = shape.get("anyOf")
    return any(_is_plain(one) for one in inside) if inside else shape.get("type") in _PLAIN


def _or_setting(shape: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {key: shape[key] for key in ("default", "description") if key in shape}
    rest = {key: one for key, one in shape.items() if key not in kept}
    inside = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
    return {**kept, "anyOf": [*inside, SETTING]}
