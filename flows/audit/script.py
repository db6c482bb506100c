"""The script inside the one-file export, in the language of the export."""

from __future__ import annotations

import json
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SCRIPT = Path(__file__).with_name("check.py")
SAID = "SAID: dict = {}\n"
SENTENCES = (
    gettext_noop("CHANGED"),
    gettext_noop("Nothing was changed. Files: {files}, events: {events}."),
    gettext_noop("The history ends with {head}"),
    gettext_noop("event {number}"),
    gettext_noop("it cannot be read"),
    gettext_noop("it does not follow from the event before it"),
    gettext_noop("it is missing"),
    gettext_noop("it is not in the manifest"),
    gettext_noop("it should have {many} events, and has {few}"),
    gettext_noop("it stands in another's place"),
    gettext_noop("its content was changed"),
    gettext_noop("its end is not the one that the manifest names"),
    gettext_noop("the file that it attached is not here"),
)
"""Everything that the script says (a test holds it to that)."""


def script() -> str:
    """The script in the language in force: it needs no catalogue where it runs."""
    said = {text: _(text) for text in SENTENCES}
    told = json.dumps({text: own for text, own in said.items() if own != text}, ensure_ascii=False, indent=4)
    return SCRIPT.read_text().replace(SAID, f"SAID: dict = {told}\n", 1)
