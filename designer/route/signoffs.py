"""What a sign-off vouches for, and whether it still does (ROUTING, principle 7 and rows 18, 24, 26)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from common.money import Money
from designer.document.process import ProcessDocument
from designer.document.route import Step
from designer.route.facts import Decided, Stored
from designer.route.plan import Change
from designer.values.shapes import Malformed, read, same, type_of


def changes_since(
    document: ProcessDocument, step: Step, decision: Decided, values: Mapping[str, Stored]
) -> tuple[Change, ...]:
    """What the sign-off covered and is different now, in the form's order; empty: it still counts.

    A smaller amount of the same currency is no change; a larger one is, and one of the other sign. Files are
    compared by checksum.
    Whatever the decision recorded as covered is compared too: it may stand for other places (ROUTING 7)."""
    covered = dict.fromkeys([*document.covered_fields(step), *decision.covered])
    return tuple(
        Change(code, decision.covered.get(code), values.get(code))
        for code in covered
        if decision.covered.get(code) != values.get(code)
        and not _still_vouched(document, code, decision.covered.get(code), values.get(code))
    )


def _still_vouched(document: ProcessDocument, code: str, old: Stored, new: Stored) -> bool:
    field = document.fields.get(code)
    if field is None:
        return new is None
    if same(field, old, new):
        return True
    if type_of(field) != "money":
        return False
    try:
        return _not_larger(read(field, old), read(field, new))
    except Malformed:
        return False


def _not_larger(old: object, new: object) -> bool:
    return (
        isinstance(old, Money)
        and isinstance(new, Money)
        and old.currency == new.currency
        and min(old.amount, Decimal(0)) <= new.amount <= max(old.amount, Decimal(0))
    )
