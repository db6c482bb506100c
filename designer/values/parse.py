"""What a person typed → the stored value, or a sentence for the person.

Markup and template code are text like any other: kept letter by letter, never executed, escaped where
shown. `parse` looks at one field by itself; whether a field is required, and whether an item or a person
exists, is asked by `designer.form`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.money import minor_units
from designer.document.fields import (
    ChoiceField,
    ChoicesField,
    Field,
    FilesField,
    LongTextField,
    MoneyField,
    NumberField,
    TextField,
)
from designer.route.facts import Stored
from designer.values.shapes import Malformed, StoredFile, decimal_text, read

LARGEST = Decimal(10) ** 15
"""Numbers and amounts are smaller than this, whatever the form allows."""

MOST_TYPED = 100_000
DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})\Z"),
    re.compile(r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})\Z"),
)
SPACES = str.maketrans("", "", " \u00a0\u202f\u2009\u2007'’\t")
GROUPED = re.compile(r"-?[0-9]{1,3}(?P<mark>[.,])[0-9]{3}((?P=mark)[0-9]{3})+\Z")


class Unreadable(ValueError):
    """The typed value is refused; `sentence` says why, in the reader's language."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def parse(field: Field, raw: Any, *, zone: tzinfo = UTC) -> Stored:
    """The stored value, None for nothing. `raw` is what a form or the API gives: text; for money a mapping
    of `amount` and `currency`; for choices a list of codes; for files a list in the stored shape. `zone`
    is the time zone in which a moment was typed. Raises Unreadable."""
    if raw is None or raw == "" or raw == []:
        return False if field.type == "yes_no" else None
    reader = _READERS.get(field.type)
    if reader is None:
        raise Unreadable(_("This is worked out by itself and cannot be filled in."))
    if field.type == "datetime":
        return _moment(raw, zone)
    return reader(field, raw)


# -- texts -------------------------------------------------------------------------------------------------


def clean_text(raw: Any, *, lines: bool = False) -> str:
    """Text without leading and trailing blanks; `lines` allows several lines. Raises Unreadable for what is
    no text and for control characters."""
    if not isinstance(raw, str) or len(raw) > MOST_TYPED:
        raise Unreadable(_("Enter a text.") if not isinstance(raw, str) else _("This text is far too long."))
    text = raw.replace("\r\n", "\n").replace("\r", "\n").strip()
    allowed = "\n\t" if lines else ""
    if any(unicodedata.category(one) in ("Cc", "Cs") and one not in allowed for one in text):
        raise Unreadable(_("The text contains control characters. Type it again, or paste it as plain text."))
    return text


def _text(field: TextField | LongTextField, raw: Any) -> Stored:
    text = clean_text(raw, lines=field.type == "long_text")
    if len(text) > field.max_length:
        sentence = _("At most {most} characters; these are {there}.")
        raise Unreadable(sentence.format(most=field.max_length, there=len(text)))
    return text or None


def _code(field: Field, raw: Any) -> Stored:
    code = clean_text(raw)
    if len(code) > 60:
        raise Unreadable(_("Choose one of those offered."))
    return code or None


# -- numbers -----------------------------------------------------------------------------------------------


def parse_decimal(raw: Any) -> Decimal | None:
    """A number as people type it: blanks and apostrophes group digits, a comma or a point begins the
    decimals. None for nothing. Raises Unreadable."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    if isinstance(raw, Decimal):
        raw = decimal_text(raw) if raw.is_finite() else "?"
    text = clean_text(raw).replace("\u2212", "-").translate(SPACES)
    if not text:
        return None
    text = _with_point(text)
    if not re.match(r"-?[0-9]{1,40}(\.[0-9]{1,40})?\Z", text):
        raise Unreadable(_("Enter a number in digits, for example 1250.50."))
    number = Decimal(text)
    if abs(number) >= LARGEST:
        raise Unreadable(_("This number is too large."))
    return number


def _with_point(text: str) -> str:
    if GROUPED.match(text):
        return text.replace(",", "").replace(".", "")
    if "," in text and "." in text:
        return _both_marks(text)
    return text.replace(",", ".")


def _both_marks(text: str) -> str:
    decimal_mark = "," if text.rindex(",") > text.rindex(".") else "."
    group_mark = "." if decimal_mark == "," else ","
    whole, _mark, rest = text.rpartition(decimal_mark)
    if re.match(rf"-?[0-9]{{1,3}}({re.escape(group_mark)}[0-9]{{3}})+\Z", whole):
        whole = whole.replace(group_mark, "")
    return f"{whole}.{rest}"


def _number(field: NumberField, raw: Any) -> Stored:
    number = parse_decimal(raw)
    if number is None:
        return None
    _check_decimals(number, field.decimals)
    _check_limits(number, field)
    return decimal_text(number)


def _money(field: MoneyField, raw: Any) -> Stored:
    if not isinstance(raw, Mapping):
        raise Unreadable(_("Enter an amount and its currency."))
    amount = parse_decimal(raw.get("amount") or "")
    if amount is None:
        return None
    currency = raw.get("currency") or field.currencies[0]
    if currency not in field.currencies:
        raise Unreadable(_("Choose one of these currencies: {all}.").format(all=", ".join(field.currencies)))
    digits = minor_units(currency)
    _check_decimals(amount, digits)
    _check_limits(amount, field)
    return {"amount": decimal_text(amount.quantize(Decimal(1).scaleb(-digits))), "currency": currency}


def _check_decimals(number: Decimal, most: int) -> None:
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > most:
        sentence = _("At most {most} digits after the decimal point.") if most else _("Enter a whole number.")
        raise Unreadable(sentence.format(most=most))


def _check_limits(number: Decimal, field: NumberField | MoneyField) -> None:
    if field.min is not None and number < field.min:
        raise Unreadable(_("At least {least}.").format(least=decimal_text(field.min)))
    if field.max is not None and number > field.max:
        raise Unreadable(_("At most {most}.").format(most=decimal_text(field.max)))


# -- dates -------------------------------------------------------------------------------------------------


def parse_date(raw: Any) -> date | None:
    """`2026-11-21` or `21.11.2026`, from 1900 to 2199; None for nothing. Raises Unreadable."""
    text = clean_text(raw.isoformat() if isinstance(raw, date) else raw)
    if not text:
        return None
    found = next((match for pattern in DATES if text.isascii() and (match := pattern.match(text))), None)
    if found is None:
        raise Unreadable(_("Enter a date, for example 2026-11-21."))
    try:
        day = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError as error:
        raise Unreadable(_("There is no such date.")) from error
    if not 1900 <= day.year < 2200:
        raise Unreadable(_("The year is between 1900 and 2199."))
    return day


def _date(field: Field, raw: Any) -> Stored:
    day = parse_date(raw)
    return day.isoformat() if day else None


def _moment(raw: Any, zone: tzinfo) -> Stored:
    text = clean_text(raw.isoformat() if isinstance(raw, datetime) else raw)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if not 1900 <= moment.year < 2200:
            raise Unreadable(_("The year is between 1900 and 2199."))
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(UTC).isoformat()
    except Unreadable:
        raise
    except (ValueError, OverflowError) as error:
        raise Unreadable(_("Enter a date and a time, for example 2026-11-21 14:30.")) from error


# -- choices and files -------------------------------------------------------------------------------------

TICKED = ("on", "true", "1", "yes")
NOT_TICKED = ("off", "false", "0", "no")


def _yes_no(field: Field, raw: Any) -> Stored:
    if isinstance(raw, bool):
        return raw
    text = clean_text(raw).lower()
    if text not in TICKED + NOT_TICKED:
        raise Unreadable(_("Say yes or no."))
    return text in TICKED


def _choice(field: ChoiceField, raw: Any) -> Stored:
    code = clean_text(raw)
    if code and code not in [option.code for option in field.options]:
        raise Unreadable(_("Choose one of those offered."))
    return code or None


def _choices(field: ChoicesField, raw: Any) -> Stored:
    if not isinstance(raw, list | tuple):
        raise Unreadable(_("Choose among those offered."))
    codes = [option.code for option in field.options]
    if any(not isinstance(one, str) or one not in codes for one in raw):
        raise Unreadable(_("Choose among those offered."))
    return [code for code in codes if code in raw]


def _files(field: FilesField, raw: Any) -> Stored:
    try:
        files = read(field, raw)
    except Malformed as error:
        raise Unreadable(_("Attach files.")) from error
    found = files if isinstance(files, tuple) else ()
    unique = {file.sha256: file for file in found if isinstance(file, StoredFile)}
    if len(unique) > field.max_count:
        raise Unreadable(_("At most {most} files.").format(most=field.max_count))
    for file in unique.values():
        check_file(field, file)
    return [
        {"sha256": one.sha256, "name": one.name, "size": one.size, "kind": one.kind}
        for one in unique.values()
    ] or None


def check_file(field: FilesField, file: StoredFile) -> None:
    """Is the file of a kind and size that the field accepts, and its name a name? Raises Unreadable."""
    name = clean_text(file.name)
    if not name or len(name) > 255:
        raise Unreadable(_("A file needs a name of at most 255 characters."))
    if file.kind not in field.accept:
        sentence = _("“{name}” is not of a kind accepted here: {kinds}.")
        raise Unreadable(sentence.format(name=name, kinds=", ".join(field.accept)))
    if file.size > field.max_megabytes * 1024 * 1024:
        sentence = _("“{name}” is larger than {most} MB.")
        raise Unreadable(sentence.format(name=name, most=field.max_megabytes))
    if file.size == 0:
        raise Unreadable(_("“{name}” is empty.").format(name=name))


_READERS: dict[str, Callable[[Any, Any], Stored]] = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "datetime": _date,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "item": _code,
    "employee": _code,
    "unit": _code,
    "request": _code,
    "files": _files,
}
