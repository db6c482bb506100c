"""pydantic's errors as sentences with paths of the package, without the names of our classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from designer.document.findings import Finding, gettext_noop, shortened

MISSING = gettext_noop("“{name}” is missing.")
EXTRA = gettext_noop("There is no “{name}” here.")
UNKNOWN_TYPE = gettext_noop("Unknown {name} “{given}”; one of: {known}.")
NO_TYPE = gettext_noop("“{name}” is missing; one of: {known}.")
NOT_OFFERED = gettext_noop("“{given}” is not one of: {known}.")
NOT_A_CODE = gettext_noop(
    "“{given}” is no code: lower-case Latin letters, digits and _, a letter first, at most 60 of them."
)
NOT_A_PATTERN = gettext_noop("“{given}” does not have the form asked for here.")
TOO_SHORT = gettext_noop("At least {least} expected here.")
TOO_LONG = gettext_noop("At most {most} allowed here.")
TOO_SMALL = gettext_noop("“{given}” is too small: at least {least}.")
NOT_ABOVE = gettext_noop("“{given}” is too small: it must be more than {least}.")
TOO_GREAT = gettext_noop("“{given}” is too large: at most {most}.")
NOT_TEXT = gettext_noop("A text is expected here (put numbers in quotes), not “{given}”.")
NOT_WHOLE = gettext_noop("A whole number is expected here, not “{given}”.")
NOT_NUMBER = gettext_noop(
    "A number of at most 24 digits, 6 of them decimals, is expected here, not “{given}”."
)
NOT_YES_NO = gettext_noop("true or false is expected here, not “{given}”.")
NOT_LIST = gettext_noop("A list is expected here, not “{given}”.")
NOT_MAPPING = gettext_noop("A mapping (name: value) is expected here, not “{given}”.")
OTHER = gettext_noop("“{given}” does not fit here.")

Words = dict[str, object]


def findings_of(error: ValidationError, raw: Any, prefix: str = "") -> list[Finding]:
    """One finding for each path that is wrong, in the order of the package."""
    found: dict[str, Finding] = {}
    for one in error.errors(include_url=False):
        path = ".".join([*([prefix] if prefix else []), *path_in(raw, one["loc"])])
        template, words = _said(one)
        if path not in found:
            params = tuple((name, shortened(word, 300)) for name, word in words.items())
            found[path] = Finding(path, template, params)
    return list(found.values())


def path_in(raw: Any, place: Sequence[str | int]) -> list[str]:
    """The steps of an error's place that exist in the raw value: the tags of unions are left out."""
    path: list[str] = []
    for at, step in enumerate(place):
        inside = _inside(raw, step)
        last = at == len(place) - 1
        ends_here = all(_is_member(one) for one in place[at + 1 :])
        if inside is not None and (ends_here or isinstance(inside, dict | list)):
            path.append(str(step))
            raw = inside
        elif last and isinstance(raw, dict) and _is_name(step):
            path.append(str(step))
    return path


def _inside(raw: Any, step: str | int) -> Any:
    if isinstance(raw, dict) and step in raw:
        return raw[step] if raw[step] is not None else ""
    if isinstance(raw, list) and isinstance(step, int) and 0 <= step < len(raw):
        return raw[step] if raw[step] is not None else ""
    return None


def _is_name(step: str | int) -> bool:
    return isinstance(step, str) and bool(re.match(r"[a-z_]+\Z", step)) and not _is_member(step)


def _is_member(step: str | int) -> bool:
    """Is it how pydantic names a member of a plain union: `bool`, `constrained-str`, `dict[…]`?"""
    return isinstance(step, str) and (step in _MEMBERS or "[" in step or "-" in step)


_MEMBERS = frozenset({"bool", "int", "str", "tuple", "dict"})


def _said(error: Mapping[str, Any]) -> tuple[str, Words]:
    kind, given = error["type"], _given(error.get("input"))
    name = str(error["loc"][-1]) if error["loc"] else ""
    context = {
        key: value for key, value in error.get("ctx", {}).items() if isinstance(value, str | int | Decimal)
    }
    say = _SENTENCES.get(kind)
    if say is not None:
        return say({**context, "given": given, "name": name})
    if kind in ("node", "operand", "condition", "person_test"):
        return str(error["msg"]), {}
    return OTHER, {"given": given}


def _given(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(str(key) for key in list(value)[:3]) + "}"
    return shortened("[…]" if isinstance(value, list) else value, 60)


def _just(template: str, *names: str, **renamed: str) -> Callable[[Words], tuple[str, Words]]:
    """The sentence with these words of the error; `renamed` maps our words to pydantic's."""

    def say(words: Words) -> tuple[str, Words]:
        kept = {name: words[name] for name in names}
        return template, kept | {name: words.get(theirs, "") for name, theirs in renamed.items()}

    return say


def _discriminator(words: Words) -> tuple[str, Words]:
    name = str(words.get("discriminator", "")).strip("'")
    known = str(words.get("expected_tags", "")).replace("'", "")
    return UNKNOWN_TYPE, {"name": name, "given": words.get("tag", ""), "known": known}


def _no_discriminator(words: Words) -> tuple[str, Words]:
    return MISSING, {"name": str(words.get("discriminator", "")).strip("'")}


def _pattern(words: Words) -> tuple[str, Words]:
    is_code = str(words.get("pattern", "")).startswith("^[a-z][a-z0-9_]")
    return NOT_A_CODE if is_code else NOT_A_PATTERN, {"given": words["given"]}


def _literal(words: Words) -> tuple[str, Words]:
    known = str(words.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return NOT_OFFERED, {"given": words["given"], "known": known}


_NUMBER_ERRORS = (
    "decimal_type",
    "decimal_parsing",
    "decimal_max_digits",
    "decimal_max_places",
    "decimal_whole_digits",
    "finite_number",
)
_SENTENCES: dict[str, Callable[[Words], tuple[str, Words]]] = {
    "missing": _just(MISSING, "name"),
    "extra_forbidden": _just(EXTRA, "name"),
    "union_tag_invalid": _discriminator,
    "union_tag_not_found": _no_discriminator,
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "too_short": _just(TOO_SHORT, least="min_length"),
    "string_too_short": _just(TOO_SHORT, least="min_length"),
    "too_long": _just(TOO_LONG, most="max_length"),
    "string_too_long": _just(TOO_LONG, most="max_length"),
    "greater_than_equal": _just(TOO_SMALL, "given", least="ge"),
    "greater_than": _just(NOT_ABOVE, "given", least="gt"),
    "less_than_equal": _just(TOO_GREAT, "given", most="le"),
    "less_than": _just(TOO_GREAT, "given", most="lt"),
    "string_type": _just(NOT_TEXT, "given"),
    "bool_type": _just(NOT_YES_NO, "given"),
    "bool_parsing": _just(NOT_YES_NO, "given"),
    "int_type": _just(NOT_WHOLE, "given"),
    "int_parsing": _just(NOT_WHOLE, "given"),
    "int_parsing_size": _just(NOT_WHOLE, "given"),
    "int_from_float": _just(NOT_WHOLE, "given"),
    "tuple_type": _just(NOT_LIST, "given"),
    "list_type": _just(NOT_LIST, "given"),
    "dict_type": _just(NOT_MAPPING, "given"),
    "model_type": _just(NOT_MAPPING, "given"),
    "model_attributes_type": _just(NOT_MAPPING, "given"),
} | dict.fromkeys(_NUMBER_ERRORS, _just(NOT_NUMBER, "given"))
