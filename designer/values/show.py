"""What a person reads: the text of a stored value in his language. Plain text; whoever puts it on a page
escapes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Protocol

from babel.numbers import format_decimal, get_decimal_symbol
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.days import day_text, local_moment_text
from common.money import Money
from designer.document.fields import Field
from designer.part import say
from designer.route.facts import Stored
from designer.values.shapes import Malformed, StoredFile, Typed, decimal_text, read, type_of


class Lookups(Protocol):
    """The names behind codes, each in the reader's language; an unknown code is answered by itself."""

    def item(self, catalog: str, code: str) -> str: ...

    def employee(self, code: str) -> str: ...

    def unit(self, code: str) -> str: ...

    def request(self, number: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Codes:
    """Lookups that know no names."""

    def item(self, catalog: str, code: str) -> str:
        return code

    def employee(self, code: str) -> str:
        return code

    def unit(self, code: str) -> str:
        return code

    def request(self, number: str) -> str:
        return number


def show(field: Field, stored: Stored, language: str, lookups: Lookups, zone: tzinfo) -> str:
    """The text of a value, `""` for an empty one. Moments are shown in `zone`. A malformed value is shown
    as it is stored, so that nothing is hidden from who looks."""
    try:
        value = read(field, stored)
    except Malformed:
        return str(stored)
    if value is None:
        return ""
    named = _NAMED.get(type_of(field))
    return named(field, value, language, lookups) if named else _show(value, language, zone)


def _show(value: Typed, language: str, zone: tzinfo) -> str:
    if isinstance(value, bool):
        with override(language):
            return _("yes") if value else _("no")
    if isinstance(value, Money):
        return show_money(value, language)
    if isinstance(value, Decimal):
        return show_number(value, language)
    if isinstance(value, datetime):
        with override(language):
            return local_moment_text(value.astimezone(zone))
    if isinstance(value, date):
        with override(language):
            return day_text(value)
    if isinstance(value, tuple):
        return ", ".join(one.name if isinstance(one, StoredFile) else one for one in value)
    return value


def show_number(number: Decimal, language: str) -> str:
    """The number with the digits it has, grouped as in this language."""
    text = decimal_text(number)
    decimals = len(text.partition(".")[2])
    return str(
        format_decimal(number, format="#,##0." + "0" * decimals, locale=language, decimal_quantization=False)
    )


def typed_number(stored: str, language: str) -> str:
    """A stored number as a person of this language would type it: only the decimal mark differs."""
    return stored.replace(".", str(get_decimal_symbol(language)))


def show_money(money: Money, language: str) -> str:
    """The amount with its currency, as this language writes it."""
    return money.text(language)


def _option(field: Field, value: Typed, language: str, lookups: Lookups) -> str:
    codes = value if isinstance(value, tuple) else (value,)
    labels = {one.code: say(one.label, language) for one in getattr(field, "options", ())}
    return ", ".join(labels.get(str(code), str(code)) for code in codes)


def _item(field: Field, value: Typed, language: str, lookups: Lookups) -> str:
    return lookups.item(getattr(field, "catalog", ""), str(value))


_NAMED: dict[str, Callable[[Field, Typed, str, Lookups], str]] = {
    "choice": _option,
    "choices": _option,
    "item": _item,
    "employee": lambda field, value, language, lookups: lookups.employee(str(value)),
    "unit": lambda field, value, language, lookups: lookups.unit(str(value)),
    "request": lambda field, value, language, lookups: lookups.request(str(value)),
}
