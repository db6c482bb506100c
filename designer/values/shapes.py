"""Stored JSON ↔ typed values. Pure: the shapes are listed in `designer.values`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from common.errors import Invalid
from common.money import Money
from designer.document.fields import Field
from designer.route.facts import Stored

SHA256 = re.compile(r"[0-9a-f]{64}\Z")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,12})?\Z")


class Malformed(ValueError):
    """A stored value has not the shape of its field's type."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file by content: `sha256` in lower-case hex, `size` in bytes, `kind` what the content is."""

    sha256: str
    name: str
    size: int
    kind: str


Typed: TypeAlias = str | Decimal | Money | date | datetime | bool | tuple[str, ...] | tuple[StoredFile, ...]


def type_of(field: Field) -> str:
    """The type that decides the shape: a computed field has that of its result."""
    return field.result if field.type == "computed" else field.type


def is_empty(field: Field, stored: Stored) -> bool:
    """Nothing was filled in; an unticked yes/no counts as empty."""
    if field.type == "yes_no":
        return stored is not True
    return stored is None or stored == "" or stored == [] or stored == {}


def read(field: Field, stored: Stored) -> Typed | None:
    """The typed value; None when it is empty, except that an unticked yes/no is False.

    Raises Malformed when the stored value has not the shape of the field's type."""
    return read_as(type_of(field), stored)


def read_as(type_: str, stored: Stored) -> Typed | None:
    """`read` by the name of a field type; also for the attributes of list items."""
    if type_ == "yes_no":
        if stored is None or isinstance(stored, bool):
            return bool(stored)
        raise Malformed(type_)
    if stored is None or stored == "" or stored == [] or stored == {}:
        return None
    try:
        return _READERS[type_](stored)
    except (KeyError, TypeError, ValueError, InvalidOperation, Invalid) as error:
        raise Malformed(type_) from error


def store(field: Field, typed: Typed | None) -> Stored:
    """The stored form of a typed value; None for nothing. Raises Malformed for a value of another type."""
    if typed is None or typed == () or typed == "":
        return None
    stored = _dump(typed)
    if read(field, stored) != typed:
        raise Malformed(type_of(field))
    return stored


def canonical(field: Field, stored: Stored) -> Stored:
    """The one stored form of equal values: 100 and 100.00 are the same amount, the order of files and
    options and a file's name do not matter. Raises Malformed."""
    value = read(field, stored)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Money):
        return {"amount": plain(value.amount), "currency": value.currency}
    if isinstance(value, tuple):
        return sorted(one.sha256 if isinstance(one, StoredFile) else one for one in value)
    return None if value is None else _dump(value)


def same(field: Field, one: Stored, other: Stored) -> bool:
    """Do both stored values say the same? A malformed value equals only what is written exactly like it."""
    try:
        return bool(canonical(field, one) == canonical(field, other))
    except Malformed:
        return bool(one == other)


def plain(number: Decimal) -> str:
    """`100.00` → `100`, `1E+2` → `100`: digits without exponent and trailing zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def decimal_text(number: Decimal) -> str:
    """The digits as they are, without exponent."""
    return format(number, "f")


def _dump(typed: Typed) -> Stored:
    if isinstance(typed, bool | str):
        return typed
    if isinstance(typed, Decimal):
        return decimal_text(typed)
    if isinstance(typed, Money):
        return {"amount": decimal_text(typed.amount), "currency": typed.currency}
    if isinstance(typed, datetime):
        return typed.astimezone(UTC).isoformat()
    if isinstance(typed, date):
        return typed.isoformat()
    return [_dump_file(one) if isinstance(one, StoredFile) else one for one in typed]


def _dump_file(file: StoredFile) -> dict[str, Any]:
    return {"sha256": file.sha256, "name": file.name, "size": file.size, "kind": file.kind}


def _text(stored: Stored) -> str:
    if not isinstance(stored, str):
        raise TypeError
    return stored


def _decimal(stored: Stored) -> Decimal:
    if not DECIMAL.match(_text(stored)):
        raise ValueError(stored)
    return Decimal(stored)


def _money(stored: Stored) -> Money:
    if not isinstance(stored, Mapping) or set(stored) != {"amount", "currency"}:
        raise TypeError
    return Money(_decimal(stored["amount"]), _text(stored["currency"]))


def _date(stored: Stored) -> date:
    if not re.match(r"\d{4}-\d{2}-\d{2}\Z", _text(stored)):
        raise ValueError(stored)
    return date.fromisoformat(stored)


def _datetime(stored: Stored) -> datetime:
    moment = datetime.fromisoformat(_text(stored))
    if moment.tzinfo is None:
        raise ValueError(stored)
    return moment.astimezone(UTC)


def _codes(stored: Stored) -> tuple[str, ...]:
    if not isinstance(stored, list | tuple):
        raise TypeError
    return tuple(_text(one) for one in stored)


def _files(stored: Stored) -> tuple[StoredFile, ...]:
    if not isinstance(stored, list | tuple):
        raise TypeError
    return tuple(_file(one) for one in stored)


def _file(stored: Stored) -> StoredFile:
    if not isinstance(stored, Mapping) or set(stored) != {"sha256", "name", "size", "kind"}:
        raise TypeError
    if not SHA256.match(_text(stored["sha256"])) or type(stored["size"]) is not int or stored["size"] < 0:
        raise ValueError
    return StoredFile(stored["sha256"], _text(stored["name"]), stored["size"], _text(stored["kind"]))


_READERS: dict[str, Callable[[Stored], Typed]] = {
    "text": _text,
    "long_text": _text,
    "number": _decimal,
    "money": _money,
    "date": _date,
    "datetime": _datetime,
    "choice": _text,
    "choices": _codes,
    "item": _text,
    "employee": _text,
    "unit": _text,
    "request": _text,
    "files": _files,
}
