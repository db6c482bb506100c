"""No page, no refusal and no mail says a letter that no catalogue gave it, except data."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.languages.pseudo import bracketed, said_outside
from tests.permissions.addresses import undone, urls
from tests.permissions.office import Scene, body
from tests.personas import POSITIONS, UNITS

Browser = Callable[[str], Client]
pytestmark = pytest.mark.check

READERS = ("anonymous", "requester", "approver", "auditor", "process_admin", "company_editor")
CODES = [*(one[0] for one in UNITS), *(one[0] for one in POSITIONS), *(one[3] for one in POSITIONS)]
"""Units, positions and people by their codes; in its alphabet each ends with what is no letter."""
TYPED = (
    "Chairs", "Which colour?", "a.pdf", "Urgent", "Because", "A word", "A remark", "A view", "unknown",
    "urgent=on", "ACME", "EVIL", "Acme", "purchase-1.yaml", "blocked", "purchase", "suppliers",
)  # fmt: skip
"""What the scene typed, and codes of its process."""
OWN_NAMES = (
    "Placet",
    "English",
    "Русский",
    "SHA-256",
    "YAML",
    "xlsx",
    "XLSX",
    "manage.py",
    "PDF",
    "JPG, PNG",
    "CSV",
    "en",
)
"""The brand, languages in their own words, formats."""
KEYS = re.compile(r"^(Esc|(Ctrl|⌘)( \+ (Shift|[a-z.,?/]))+|\?)$", re.MULTILINE)
"""What stands on a keyboard, in the shell's own list of its shortcuts."""
SHEETS = re.compile(r"^[a-z_]+(, [a-z_]+)*$", re.MULTILINE)
"""Names of sheets and columns that an import reads, shown on its page alone."""
PATTERNS = (
    r"[\w.]+@example\.com",
    r"https?://\S+",
    r"\b[A-Z]\w+(/[A-Z][\w+-]+)+",
    r"\b(RUB|USD|EUR|CNY|MB|KB)\b",
    r"\b[0-9a-fA-F]{8,}\b",
    r"\b[0-9A-F]{4}(-[0-9A-F]{4}){2}\b",
    r"\bP-2026-\d+",
)
"""E-mails, addresses, time zones, currencies and units of files, checksums, numbers of requests."""


def data() -> re.Pattern[str]:
    """All of it, the longest first."""
    known = sorted({*TYPED, *CODES, *OWN_NAMES}, key=len, reverse=True)
    words = "|".join(re.escape(word) for word in known)
    return re.compile("|".join([KEYS.pattern, *PATTERNS, rf"(?<![\w⟧])(?:{words})(?!\w)"]), re.MULTILINE)


DATA = data()


def left(name: str, page: str) -> list[str]:
    """What a page says outside the brackets."""
    words = said_outside(page, DATA)
    return [word for word in words if not (name.startswith("org:import") and SHEETS.match(word))]


def is_page(answer: object) -> bool:
    return "html" in answer.get("Content-Type", "") and not answer.streaming  # type: ignore[attr-defined]


@pytest.mark.parametrize("role", READERS)
def test_every_page_is_translated(role: str, scene: Scene, browser_of: Browser) -> None:
    client, found = browser_of(role), dict[str, list[str]]()
    with bracketed():
        for name, url in urls(scene):
            answer = client.get(url)
            words = left(name, answer.content.decode()) if is_page(answer) else []
            found |= {f"{name} {answer.status_code}": words} if words else {}
    assert found == {}


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("requester", "what the page would send"),
        ("approver", "what the page would send"),
        ("approver", "nothing"),
        ("process_admin", "nothing"),
        ("company_editor", "nothing"),
    ],
)
def test_every_answer_to_a_press_is_translated(
    role: str, said: str, scene: Scene, browser_of: Browser
) -> None:
    client, found = browser_of(role), dict[str, list[str]]()
    with bracketed():
        for name, url in urls(scene):
            with undone():
                answer = client.post(url, {} if said == "nothing" else body(name, scene), follow=True)
            words = left(name, answer.content.decode()) if is_page(answer) else []
            found |= {f"{name} {answer.status_code}": words} if words else {}
            client = browser_of(role) if name == "wagtailadmin_logout" else client
    assert found == {}
