"""Which contents of the store a row names, and the removal of those that none does: of refused attempts, of
orders that crashed after their paper was stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db.models import Model

from common import clock
from flows import files
from flows.models import Attachment, Decision, Document, Preview, PrintOrder

NAMING: tuple[tuple[type[Model], str], ...] = (
    (Attachment, "sha256"),
    (Document, "sha256"),
    (Decision, "scan"),
    (PrintOrder, "sha256"),
    (Preview, "image"),
)
"""Every column that names a content. What is stored is named within a day, or never."""
DAYS = 28
"""Each content is looked at once in so many days."""
TOGETHER = 5_000


def named(contents: Iterable[str]) -> set[str]:
    """Those that a row names."""
    wanted = list(contents)
    found = [
        model._default_manager.filter(**{f"{column}__in": wanted}).order_by().values_list(column, flat=True)
        for model, column in NAMING
    ]
    return set(found[0].union(*found[1:])) if wanted else set()


def drop(sha256: str) -> None:
    """Remove a content whose row has gone, unless another names it."""
    if sha256 and not named([sha256]):
        files.drop(sha256)


def sweep() -> int:
    """Remove what no row names of today's part of the store; how many. A content that is being attached again
    meanwhile is touched first (`files.drop` looks under the lock), so it stays."""
    part = clock.unshifted().date().toordinal() % DAYS
    return sum(_sweep(part, DAYS))


def _sweep(part: int, parts: int) -> Iterator[bool]:
    found = files.old_contents(part, parts)
    while old := set(islice(found, TOGETHER)):
        yield from (files.drop(one, files.DAY) for one in sorted(old - named(old)))
