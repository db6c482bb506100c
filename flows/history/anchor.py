"""The keyed anchor: the heads of all histories, sealed outside the database.

Whoever owns the database can recompute a whole chain, cut its tail or delete a request; he cannot forge the
seal without the key, which lies elsewhere. An anchor is a file: a line for every request (`case events head`)
and a last line that seals them, the number of the anchor and the seal of the one before.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from common import clock
from flows.history.verify import Finding, Head, check_chains

HEADS = "SELECT id, events_count, head FROM flows_case ORDER BY id"
ENDINGS = """
SELECT e.case_id, e.number, e.hash FROM flows_event e
JOIN unnest(%s::bigint[], %s::int[]) AS wanted(case_id, number)
  ON wanted.case_id = e.case_id AND wanted.number = e.number
"""
BATCH = 1_000
KEPT = 30
"""So many anchors stay; each seals everything, so the newest one suffices."""


class NoKey(RuntimeError):
    """The key of the anchors is missing."""


class Forged(RuntimeError):
    """An anchor is not what was sealed."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An anchor that was written: its number, when, over how many requests, and its seal."""

    number: int
    at: datetime
    cases: int
    seal: str


def folder() -> Path:
    """Where anchors are kept: outside the database."""
    return Path(os.environ.get("PLACET_ANCHORS") or Path(settings.DATA) / "anchors")


def key() -> bytes:
    """The key: PLACET_ANCHOR_KEY, or a file beside the anchors that is made at the first anchor."""
    if text := os.environ.get("PLACET_ANCHOR_KEY"):
        return text.encode()
    path = folder() / "key"
    if not path.exists():
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_bytes().strip()


def write() -> Anchor:
    """Seal the heads of all requests as they stand; the anchor. Heads are streamed."""
    before = last()
    number = before.number + 1 if before else 1
    at = clock.now()
    path = folder() / f"{number:08d}.anchor"
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    mac = hmac.new(key(), _first(number, at, before).encode(), hashlib.sha256)
    partial = path.with_suffix(".partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_first(number, at, before))
        cases = 0
        for line in map(_line, _heads()):
            mac.update(line.encode())
            file.write(line)
            cases += 1
        file.write(f"seal {mac.hexdigest()}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    for old in sorted(folder().glob("*.anchor"))[:-KEPT]:
        old.unlink()
    return Anchor(number, at, cases, mac.hexdigest())


def last() -> Anchor | None:
    """The newest anchor, from its first and last line; not checked."""
    paths = sorted(folder().glob("*.anchor"))
    return _read_ends(paths[-1]) if paths else None


def verify() -> Iterator[Finding]:
    """Everything that was changed: each chain in itself, and against the newest anchor. Raises Forged."""
    newest = last()
    for found in check_chains():
        if isinstance(found, Finding):
            yield found
    if newest is not None:
        yield from _against(newest)


def _against(anchor: Anchor) -> Iterator[Finding]:
    """What the anchor knows and the database does not say any more. First the whole seal, then the lines."""
    path = folder() / f"{anchor.number:08d}.anchor"
    _check_seal(path)
    batch: list[Head] = []
    for head in _sealed(path):
        batch.append(head)
        if len(batch) == BATCH:
            yield from _compare(batch)
            batch = []
    yield from _compare(batch)


def _compare(sealed: list[Head]) -> Iterator[Finding]:
    ids, numbers = [one.case for one in sealed], [one.events for one in sealed]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM flows_case WHERE id = ANY(%s)", [ids])
        there = {row[0] for row in cursor.fetchall()}
        cursor.execute(ENDINGS, [ids, numbers])
        now = {(row[0], row[1]): row[2] for row in cursor.fetchall()}
    for one in sealed:
        found = now.get((one.case, one.events))
        if one.case not in there:
            yield Finding(one.case, None, _("the request was deleted after it was sealed"))
        elif found is None:
            yield Finding(one.case, one.events, _("this event was sealed and is not there any more"))
        elif found != one.hash:
            yield Finding(
                one.case, one.events, _("up to this event the history was written anew after it was sealed")
            )


def _check_seal(path: Path) -> None:
    mac = hmac.new(key(), b"", hashlib.sha256)
    seal = ""
    with open(path) as file:
        for line in file:
            if line.startswith("seal "):
                seal = line.split()[1]
            else:
                mac.update(line.encode())
    if not hmac.compare_digest(seal, mac.hexdigest()):
        raise Forged(str(path))


def _sealed(path: Path) -> Iterator[Head]:
    with open(path) as file:
        next(file)
        for line in file:
            if not line.startswith("seal "):
                case, events, head = line.split()
                yield Head(int(case), int(events), head)


def _heads() -> Iterator[Head]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(HEADS)
        for row in cursor:
            yield Head(*row)


def _first(number: int, at: datetime, before: Anchor | None) -> str:
    return f"anchor {number} {at.isoformat()} {before.seal if before else '-'}\n"


def _line(head: Head) -> str:
    return f"{head.case} {head.events} {head.hash or '-'}\n"


def _read_ends(path: Path) -> Anchor:
    lines = path.read_text().splitlines()
    _word, number, at, _before = lines[0].split()
    return Anchor(int(number), datetime.fromisoformat(at), len(lines) - 2, lines[-1].split()[1])
