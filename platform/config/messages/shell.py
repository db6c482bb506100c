"""What the shell's own catalogues leave in English: filled from ours."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from config.messages.catalogue import SHELL
from config.messages.extract import Said

APPS = ("wagtail", "wagtail.admin", "wagtail.users", "wagtail.snippets", "wagtail.search")


BETTER = frozenset({"Account", "More actions"})
"""What they translate, but not into the words of our readers."""


def gaps(language: str) -> list[Said]:
    """Each sentence that the shell has in English and not in this language, and what ours says better."""
    found = []
    for folder in folders():
        theirs = _read(folder / language / "LC_MESSAGES" / "django.po", language)
        for message in _read(folder / "en" / "LC_MESSAGES" / "django.po", "en"):
            text, plural = (message.id, "") if isinstance(message.id, str) else (message.id[0], message.id[1])
            if text and (text in BETTER or not _translated(theirs, text, message.context)):
                found.append(Said(text, plural, message.context or "", SHELL))
    return found


def folders() -> list[Path]:
    """Where the shell's catalogues lie."""
    return [_locale(app) for app in APPS]


def _translated(theirs: Catalog, text: str, context: str | None) -> bool:
    known = theirs.get(text, context)
    if known is None or known.fuzzy:
        return False
    forms = known.string if isinstance(known.string, tuple | list) else [known.string]
    return bool(forms) and all(forms)


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def _locale(app: str) -> Path:
    spec = importlib.util.find_spec(app)
    return Path(next(iter(spec.submodule_search_locations))) / "locale"  # type: ignore[union-attr, arg-type]
