"""Keys that we store beside names, because the database relies on no locale. Pure."""

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
