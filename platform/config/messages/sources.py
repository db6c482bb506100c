"""Which files say something to people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from config import environment

PACKAGES = (
    "flows",
    "designer",
    "org",
    "platform/config",
    "platform/outbox",
    "platform/common",
)
NOT_READ = frozenset({"migrations", "commands"})
"""Commands speak English: an operator's terminal."""


def python_files(root: Path = environment.ROOT) -> Iterator[Path]:
    """Every module of ours whose texts people see."""
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            if not NOT_READ & set(path.parts):
                yield path


def templates(root: Path = environment.ROOT) -> Iterator[Path]:
    """Every template of ours, pages and plain texts."""
    yield from sorted(path for path in (root / "templates").rglob("*.*") if path.suffix in {".html", ".txt"})


def catalogues(root: Path = environment.ROOT) -> Iterator[Path]:
    """The catalogues that translators write, one for each language but English."""
    yield from sorted((root / "locale").glob("*/LC_MESSAGES/django.po"))
