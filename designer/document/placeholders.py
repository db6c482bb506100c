"""Texts of printed documents: `{number}` stands for a value. Replaced as plain text in one pass, never
executed: what is not a known name in single braces is printed as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from designer.part import Text

KNOWN = ("number", "title", "requester", "unit", "process", "sent_on", "today")
"""What may stand in braces beside the codes of fields. A field of the same code comes first."""

PLACE = re.compile(r"\{([a-z][a-z0-9_]{0,59})\}")
LOOSE = re.compile(r"\{([^{}]*)\}")


def placeholders(text: Text | None) -> Iterator[tuple[str, str]]:
    """(language, name) of everything in braces; the language is empty where the text has one for all."""
    if text is None:
        return
    texts = {"": text} if isinstance(text, str) else text
    for language, one in texts.items():
        yield from ((language, name) for name in LOOSE.findall(one))


def filled(text: str, value_of: Callable[[str], str | None]) -> str:
    """The text with its placeholders replaced; a value is never looked into again. What has none stays."""

    def value(found: re.Match[str]) -> str:
        known = value_of(found[1])
        return found[0] if known is None else known

    return PLACE.sub(value, text)
