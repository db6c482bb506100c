"""The catalogue of one language: read, merged with what the code says now, written with few changes."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from config.messages.extract import Said

HEADER = """\
# Texts of Placet. `manage.py messages` adds what is new; see docs/translating.md.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
SHELL = "wagtail"
"""Where sentences stand that only the shell says, and that its own catalogue leaves in English."""


def read(path: Path, language: str) -> Catalog:
    """The catalogue as it lies there; an empty one if there is none."""
    if not path.exists():
        return Catalog(locale=language)
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def merged(old: Catalog, said: Iterable[Said], shell: Iterable[Said] = ()) -> Catalog:
    """What the code says now, with the translations there were; what nobody says any more is obsolete.

    A sentence that gained a plural, or lost it, begins anew."""
    new = Catalog(locale=old.locale)
    for one in [*said, *shell]:
        text = (one.text, one.plural) if one.plural else one.text
        flags = () if one.file == SHELL else _flags(one)
        new.add(text, locations=[(one.file, 0)], context=one.context or None, flags=flags)
    for message in new:
        known = old.get(message.id, message.context) if message.id else None
        if known is not None and isinstance(known.id, tuple) == isinstance(message.id, tuple):
            message.string = known.string
            message.user_comments = known.user_comments
            message.flags |= known.flags & {"fuzzy"}
    new.obsolete.update(_left_over(old, new))
    return new


def text_of(catalogue: Catalog, language: str) -> str:
    """The file: sorted, without line numbers and moments, so that a change shows only what changed."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    header = HEADER.format(language=language, plurals=catalogue.plural_forms)
    return header + buffer.getvalue().decode().strip() + "\n"


def untranslated(catalogue: Catalog) -> list[Message]:
    """What still has no translation in every form, or an uncertain one."""
    return [one for one in catalogue if one.id and (one.fuzzy or not _whole(one))]


def _whole(message: Message) -> bool:
    forms = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(forms) and all(forms)


def _left_over(old: Catalog, new: Catalog) -> dict[str, Message]:
    gone = [one for one in old if one.id and new.get(one.id, one.context) is None and _whole(one)]
    kept = [one for one in old.obsolete.values() if new.get(one.id, one.context) is None]
    return {f"{one.context or ''}\x04{one.id}": one for one in [*kept, *gone]}


def _flags(one: Said) -> tuple[str, ...]:
    return ("python-format",) if "%(" in one.text else ()
