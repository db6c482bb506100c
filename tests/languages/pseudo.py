"""A language in which every translated text stands in brackets, and what of a page stands outside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, DjangoTranslation

OPEN, CLOSE = "⟦", "⟧"
DATA_OPEN, DATA_CLOSE = "‹", "›"
"""What stands between these was written by people of the company or by the process."""
DATA = re.compile(f"{DATA_OPEN}[^{DATA_OPEN}{DATA_CLOSE}]*{DATA_CLOSE}")

MET = ("title", "placeholder", "aria-label", "aria-description", "alt", "label", "summary")
"""Attributes that a person sees or hears."""
SENTENCE = re.compile(r"^[A-Z][a-z]+( [a-z]+)+[.…!?]?$")
"""What a text looks like that stands untranslated in an attribute for scripts."""
SILENT = frozenset({"script", "style"})
LETTERS = re.compile(r"[^\W\d_]{2,}|[^\W\d_](?=\W|$)")


@contextmanager
def bracketed() -> Iterator[None]:
    """Inside, each text that comes out of any catalogue is in brackets, also the texts with a context, a
    plural or a later moment."""
    one, many = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: DjangoTranslation, message: str) -> str:
        return f"{OPEN}{_bare(one(self, message))}{CLOSE}"

    def ngettext(self: DjangoTranslation, single: str, plural: str, n: int) -> str:
        return f"{OPEN}{_bare(many(self, single, plural, n))}{CLOSE}"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DjangoTranslation, "gettext", gettext)
        patch.setattr(DjangoTranslation, "ngettext", ngettext)
        yield


def said_outside(page: str, known: re.Pattern[str]) -> list[str]:
    """The words of a page that no catalogue and no data gave it; `known` is taken away as data."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    pieces = [*reader.attributes, "\n".join(reader.texts)]
    found = (known.sub(" ", outside(piece)) for piece in pieces)
    return [word.strip() for piece in found for word in piece.split("\n") if LETTERS.search(word)]


def outside(text: str) -> str:
    """What stands in none of the brackets, however deep."""
    depth, kept = 0, []
    for character in without_data(text):
        depth += character == OPEN
        if not depth:
            kept.append(character)
        depth -= character == CLOSE
    return "".join(kept) if depth == 0 else f"{depth} brackets are not closed: {text}"


def without_data(text: str) -> str:
    """Data never spans two texts; an initial is a lone bracket."""
    while (less := DATA.sub("", text)) != text:
        text = less
    return text.replace(DATA_OPEN, "").replace(DATA_CLOSE, "")


class Reader(HTMLParser):
    """The texts of a page in their order, and those of its attributes that people meet."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.attributes: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.attributes.append(given.get("value", ""))
        self.attributes += [given[name] for name in MET if name in given]
        for_scripts = (value for name, value in given.items() if name.startswith("data-"))
        self.attributes += [value for value in for_scripts if OPEN in value or SENTENCE.match(value)]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(without_data(" ".join(data.split())))


def _bare(text: str) -> str:
    return text.rpartition(CONTEXT_SEPARATOR)[2]
