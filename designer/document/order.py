"""The order in which a package is written: as the parts of a document name their fields."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from designer.document import fields, process, route
from designer.part import Part


def ordered(value: Any) -> Any:
    """The plain value with the keys of every mapping in a stable, readable order."""
    if isinstance(value, dict):
        return {key: ordered(value[key]) for key in sorted(value, key=_rank)}
    return [ordered(one) for one in value] if isinstance(value, list) else value


def _rank(key: str) -> tuple[int, str]:
    return _ranks().get(key, len(_ranks())), key


@cache
def _ranks() -> dict[str, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(_names()))}


def _names() -> Iterator[str]:
    """What a part is called stands first, then what kind it is, then the rest; English before Russian."""
    yield from ("schema", "step", "branch", "parallel", "code", "field", "type", "source", "name", "label")
    yield from ("en", "ru", "help", "kind", "stage", "who", "when", "not", "left", "op", "right")
    for part in (process.ProcessDocument, fields.Form, fields.Section, fields.FieldBase, route.Step):
        yield from part.model_fields
    for module in (process, fields, route):
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Part):
                yield from found.model_fields
