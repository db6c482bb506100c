"""Takes in what a person typed. A draft is checked for types only: whatever is half done can be saved."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from designer.document.process import ProcessDocument
from designer.route.facts import Stored
from designer.values.parse import Unreadable, parse


@dataclass(frozen=True, slots=True)
class FilledIn:
    """`values` are the stored values with what could be read taken in; `errors` the sentences by field code.
    Where there is an error the old value stays, and the caller shows again what was typed."""

    values: Mapping[str, Stored]
    errors: Mapping[str, tuple[str, ...]]


def initial_values(document: ProcessDocument) -> dict[str, Stored]:
    """The stored values of a new draft: the defaults of its fields."""
    found: dict[str, Stored] = {}
    for code, field in document.fields.items():
        default = getattr(field, "default", None)
        if default is not None and default != ():
            found[code] = parse(field, list(default) if isinstance(default, tuple) else default)
    return found


def fill_in(
    document: ProcessDocument,
    values: Mapping[str, Stored],
    typed: Mapping[str, Any],
    allowed: Collection[str],
    zone: tzinfo = UTC,
) -> FilledIn:
    """Reads `typed` (field code → raw value, see `designer.values.parse`) over the stored `values`. Only the
    `allowed` fields may be filled in; anything else is an error and changes nothing."""
    result, errors = dict(values), dict[str, tuple[str, ...]]()
    for code, raw in typed.items():
        field = document.fields.get(code)
        if field is None or code not in allowed:
            errors[code] = (_("You cannot fill in this field."),)
            continue
        try:
            stored = parse(field, raw, zone=zone)
        except Unreadable as error:
            errors[code] = (error.sentence,)
            continue
        if stored is None:
            result.pop(code, None)
        else:
            result[code] = stored
    return FilledIn(result, errors)


def check_draft(document: ProcessDocument, values: Mapping[str, Stored]) -> dict[str, tuple[str, ...]]:
    """Sentences by field code for stored values that are not of their field's type. Emptiness is no error."""
    allowed = [code for code, field in document.fields.items() if field.type != "computed"]
    typed = {code: value for code, value in values.items() if code in allowed}
    unknown = {code: (_("There is no such field."),) for code in values if code not in document.fields}
    return unknown | dict(fill_in(document, {}, typed, allowed).errors)
