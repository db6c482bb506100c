"""Texts that people type: keys that we store beside names, because the database relies on no locale, and
numbers. Pure."""

import unicodedata

# Sorts after every letter, so that ё comes right after е and before ж in plain code point order.
AFTER = "\uffff"


def search_key(text: str) -> str:
    """What a search compares: letter case, ё/е, form of characters and width of spaces do not matter."""
    folded = unicodedata.normalize("NFKC", printable(text)).casefold()
    return " ".join(folded.replace("ё", "е").split())


def printable(text: str) -> str:
    """The text without control characters, which nobody types and PostgreSQL does not store; line breaks and
    tabs stay."""
    return "".join(c for c in text if c in "\n\r\t" or unicodedata.category(c) != "Cc")


def sort_key(text: str) -> str:
    """What lists of names are ordered by, compared by code point: letter case aside, ё right after е."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.replace("ё", "е" + AFTER).split())


def number_in(raw: str, longest: int = 9) -> int | None:
    """The whole number that somebody posted or that an address names; None for anything else, and for more
    digits than any number here has."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= longest else None
