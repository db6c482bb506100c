"""What a condition is made of: its parts, the fields it reads, the other requests it counts."""

from __future__ import annotations

import json
from collections.abc import Iterator

from designer.conditions.tree import (
    All,
    AnyOf,
    Arithmetic,
    Compare,
    Condition,
    CountOf,
    FieldValue,
    Filled,
    ItemAttribute,
    Not,
    Operand,
    OtherRequests,
    PersonTest,
)
from designer.part import Part

MOST_PARTS = 200
"""A condition with more parts than this is refused."""


def parts(node: Condition | Operand) -> Iterator[Part]:
    """The condition or operand itself and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from parts(child)


def children(node: Condition | Operand) -> tuple[Condition | Operand, ...]:
    """The conditions and operands right below."""
    match node:
        case All(all=inner) | AnyOf(any=inner) | Arithmetic(of=inner):
            return inner
        case Not(not_=inner):
            return (inner,)
        case Compare(left=left, right=right):
            return (left, right)
        case _:
            return ()


def fields_read(node: Condition | Operand) -> tuple[str, ...]:
    """Codes of the form's fields it looks at, each once. `requester` in a test of a person is one of them
    only if the form has such a field, which the document's checks refuse."""
    return tuple(dict.fromkeys(code for part in parts(node) for code in _codes(part)))


def others_key(operand: OtherRequests) -> str:
    """The key of its answer in `Facts.others`."""
    return json.dumps(operand.model_dump(mode="json"), sort_keys=True)


def _codes(part: Part) -> tuple[str, ...]:
    match part:
        case FieldValue(field=code) | Filled(field=code) | ItemAttribute(item=code) | CountOf(count_of=code):
            return (code,)
        case PersonTest(person=code) if code != "requester":
            return (code,)
        case OtherRequests(same=codes):
            return codes
        case _:
            return ()
