"""Canonical bytes of plain values, and their digest: the source of every hash. Pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from uuid import UUID


class NotCanonical(TypeError):
    """A value without a single canonical form: a float, a moment without time zone, a key that is no text."""


def canonical(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces, the same for equal values on every machine.

    Decimals become strings without exponent and trailing zeros, aware moments ISO strings in UTC with
    microseconds, dates ISO strings, enumerations their value, tuples lists. Raises NotCanonical.
    """
    text = json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("A text with half a character.") from error


def digest(content: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _plain(value: object) -> object:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int() | str():
            return value
        case Decimal():
            return _decimal(value)
        case datetime() | date() | UUID():
            return _scalar(value)
        case Mapping():
            return _mapping(value)
        case list() | tuple():
            return [_plain(item) for item in value]
    raise NotCanonical(f"A value of type {type(value).__name__} has no canonical form.")


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise NotCanonical("A number that is not finite.")
    if value == 0:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scalar(value: datetime | date | UUID) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise NotCanonical("A moment without time zone.")
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _mapping(value: Mapping[object, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        key = key.value if isinstance(key, Enum) else key
        if not isinstance(key, str):
            raise NotCanonical(f"A key of type {type(key).__name__}.")
        plain[key] = _plain(item)
    return plain
