"""Which contents of the store a row names, and the setting aside of those that none does: of refused
attempts, of orders that crashed after their paper was stored."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from itertools import islice

from django.db.models import Model

from common import clock
from flows import files
from flows.models import Attachment, Decision, Document, Preview, PrintOrder
from outbox.installation import may_carry

logger = logging.getLogger(__name__)

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
FEW, SHARE = 20, 0.1
"""How many contents, and which share of the old ones, may lose their names in a day."""


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
    """Set aside what no row names of today's part of the store; how many. A content that is being attached
    again meanwhile is touched first (`files.set_aside` looks under the lock), so it stays.

    Files of an installation are judged by its own database only; and where suddenly many have no name, it is
    the database that is wrong: nothing is touched then, and the log says so."""
    if not may_carry():
        return 0
    files.forget_set_aside()
    part = clock.unshifted().date().toordinal() % DAYS
    old = set(files.old_contents(part, DAYS))
    nameless = sorted(old - _named_of(old))
    if len(nameless) > FEW and len(nameless) > len(old) * SHARE:
        logger.error("%s of %s stored files are named by no row: none is removed", len(nameless), len(old))
        return 0
    return sum(files.set_aside(one) for one in nameless)


def _named_of(contents: set[str]) -> set[str]:
    rest = iter(contents)
    return {one for some in iter(lambda: list(islice(rest, TOGETHER)), []) for one in named(some)}
