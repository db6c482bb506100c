"""The columns of a request that repeat its values, for lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any

from django.conf import settings

from common.money import Money
from designer.document import ProcessDocument, say
from designer.document.fields import Field
from designer.values import Malformed, read
from designer.values.show import Codes, show

MOST_TITLE = 500
LASTING = ("text", "long_text", "number", "money", "date", "choice")
"""Types whose text never changes; that of the others holds names, which do."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """The amount with its currency (none of a plain number), and whether it is urgent."""

    amount: Decimal | None
    currency: str
    urgent: bool


def repeated(document: ProcessDocument, values: Mapping[str, Any]) -> Repeated:
    """What the parts of the document say of the values; what cannot be read is left out."""
    amount = _read(document, values, document.parts.amount)
    urgent = bool(_read(document, values, document.parts.urgent))
    if isinstance(amount, Money):
        return Repeated(amount.amount, amount.currency, urgent)
    return Repeated(amount, "", urgent)


def default_title(document: ProcessDocument, language: str | None = None) -> str:
    """How a request is called whose title is empty; in the installation's language, unless another is asked
    for."""
    return say(document.one or document.name, language or settings.LANGUAGE_CODE)


def lasting_titles(document: ProcessDocument, values: Mapping[str, Any]) -> frozenset[str] | None:
    """The titles it may have, whenever that is asked: the installation's language may have been another one
    when it was written. None when the title holds names, which change."""
    field = document.fields.get(document.parts.title or "")
    if field is not None and values.get(field.code) is not None and field.type not in LASTING:
        return None
    return frozenset(_title(document, field, values, language) for language, _name in settings.LANGUAGES)


def _title(document: ProcessDocument, field: Field | None, values: Mapping[str, Any], language: str) -> str:
    value = values.get(field.code) if field is not None else None
    text = "" if field is None or value is None else show(field, value, language, Codes(), UTC)
    return (text or default_title(document, language))[:MOST_TITLE]


def _read(document: ProcessDocument, values: Mapping[str, Any], code: str | None) -> Any:
    field = document.fields.get(code or "")
    if field is None:
        return None
    try:
        return read(field, values.get(field.code))
    except Malformed:
        return None
