"""The keyed anchor: the heads of all histories, sealed outside the database.

Whoever owns the database can recompute a whole chain, cut its tail or delete a request; he cannot forge the
seal without the key, which lies elsewhere. An anchor is a file: a line per request (`case events head`), then
one for every object whose changes are logged (`object kind code number head`, the code quoted as in an
address), one that says how many of each there are (`total cases objects`), and a last line that seals them,
the number of the anchor and the seal of the one before.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain as chained
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from common import clock
from designer import standing
from flows.history.verify import Finding, Head, check_chains
from org import chain
from org.chain import End

HEADS = "SELECT id, events_count, head FROM flows_case ORDER BY id"
ENDINGS = """
SELECT e.case_id, e.number, e.hash FROM flows_event e
JOIN unnest(%s::bigint[], %s::int[]) AS wanted(case_id, number)
  ON wanted.case_id = e.case_id AND wanted.number = e.number
"""
BATCH = 1_000
NOTHING = "-"
"""Where there is no head, and no seal before."""
OBJECT, TOTAL = "object ", "total "
ENDS_WITH = 1_000
"""The last two lines of an anchor are among so many bytes."""
KEPT = 30
"""So many anchors stay; each seals everything, so the newest one suffices."""


class Torn(RuntimeError):
    """An anchor's file is empty or cut off."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """An anchor that was written: its number, when, over how many requests and objects, its seal and the
    one before."""

    number: int
    at: datetime
    cases: int
    seal: str
    before: str = NOTHING
    objects: int = 0


def folder() -> Path:
    """Where anchors are kept: outside the database."""
    return Path(os.environ.get("PLACET_ANCHORS") or Path(settings.DATA) / "anchors")


def key() -> bytes:
    """The key: PLACET_ANCHOR_KEY, or a file beside the anchors that is made at the first anchor."""
    if text := os.environ.get("PLACET_ANCHOR_KEY"):
        return text.encode()
    path = folder() / "key"
    if not path.exists():
        _make_key(path)
    return path.read_bytes().strip()


def _make_key(path: Path) -> None:
    """Whole or not at all, and only one, when several seal for the first time at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"key.{secrets.token_hex(4)}.partial")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two that seal at once would write the same number."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(folder() / "lock", os.O_WRONLY | os.O_CREAT, 0o600), "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def write() -> Anchor:
    """Seal the heads of all requests as they stand; the anchor. Whoever seals meanwhile waits. An anchor
    before that cannot be read is left to `verify`: sealing goes on."""
    with _one_at_a_time():
        return _write()


def _write() -> Anchor:
    """Heads are streamed."""
    newest = max(map(_number, _paths()), default=0)
    number, before, at = newest + 1, _seal_of(newest), clock.now()
    path = _path(number)
    mac = hmac.new(key(), _first(number, at, before).encode(), hashlib.sha256)
    partial = path.with_suffix(".partial")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(_first(number, at, before))
        many = {"cases": 0, "objects": 0}
        for line in chained(map(_line, _heads()), map(_object_line, chain.ends())):
            mac.update(line.encode())
            file.write(line)
            many["objects" if line.startswith(OBJECT) else "cases"] += 1
        total = f"{TOTAL}{many['cases']} {many['objects']}\n"
        mac.update(total.encode())
        file.write(f"{total}seal {mac.hexdigest()}\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    for old in _paths()[:-KEPT]:
        old.unlink()
    return Anchor(number, at, many["cases"], mac.hexdigest(), before, many["objects"])


def last() -> Anchor | None:
    """The newest anchor that can be read, from its first and last line; its seal is not checked."""
    for path in reversed(_paths()):
        with suppress(Torn):
            return _read_ends(path)
    return None


def verify() -> Iterator[Finding]:
    """Everything that was changed: each chain in itself and against its rows, those of requests and those of
    other objects, the anchors, and the chains against the newest anchor that is as it was sealed."""
    for found in check_chains():
        if isinstance(found, Finding):
            yield found
    for wrong in chained(chain.check(), standing.check()):
        yield _of_object(wrong.kind, wrong.code, wrong.number, wrong.what)
    checked = check_anchors(_all)
    for one in checked:
        yield from one.findings
    sound = [one.anchor for one in checked if one.anchor is not None]
    if sound:
        yield from _against(sound[-1])


@dataclass(frozen=True, slots=True)
class Checked:
    """An anchor's file: the anchor when it is as it was sealed, else None, and what is wrong with it."""

    name: str
    anchor: Anchor | None
    findings: tuple[Finding, ...]


def check_anchors(wanted: Callable[[str], bool]) -> list[Checked]:
    """Every anchor that is kept, the oldest first, each against the one before; those whose name is `wanted`
    are read to the end and held against their seal, which takes long."""
    sound: list[Anchor] = []
    found = []
    for path in _paths():
        before = len(sound)
        findings = tuple(_check_anchor(path, sound, wanted(path.name)))
        found.append(Checked(path.name, sound[-1] if len(sound) > before else None, findings))
    return found


def _all(name: str) -> bool:
    return True


def _of_object(kind: str, code: str, number: int | None, what: str) -> Finding:
    return Finding(None, number, what, of=f"{kind} {code}")


def _check_anchor(path: Path, sound: list[Anchor], whole: bool) -> Iterator[Finding]:
    """What is wrong with an anchor, the sound ones before it given; it joins them when nothing is."""
    try:
        anchor = _read_ends(path)
    except Torn:
        yield _of_anchor(path, _("it is empty or cut off"))
        return
    if anchor.number != _number(path) or (whole and not _is_sealed(path)):
        yield _of_anchor(path, _("it is not what was sealed"))
        return
    kept = [_number(one) for one in _paths()]
    if anchor.number - 1 not in kept and anchor.number > kept[0]:
        yield _of_anchor(path, _("the anchor before it is missing"))
    if sound and sound[-1].number == anchor.number - 1 and sound[-1].seal != anchor.before:
        yield _of_anchor(path, _("it does not follow from the anchor before it"))
    sound.append(anchor)


def _of_anchor(path: Path, what: str) -> Finding:
    return Finding(None, None, _("anchor {name}: {what}").format(name=path.name, what=what))


def _against(anchor: Anchor) -> Iterator[Finding]:
    """What the anchor knows and the database does not say any more. Its seal was checked."""
    heads: list[Head] = []
    ends: list[End] = []
    for one in _sealed(_path(anchor.number)):
        if isinstance(one, Head):
            heads.append(one)
        else:
            ends.append(one)
        if len(heads) == BATCH or len(ends) == BATCH:
            yield from (*_compare(heads), *_compare_objects(ends))
            heads, ends = [], []
    yield from (*_compare(heads), *_compare_objects(ends))


def _compare_objects(sealed: list[End]) -> Iterator[Finding]:
    now = chain.hashes_at(sealed)
    for one in sealed:
        found = now.get((one.kind, one.code, one.number))
        if found is None:
            what = _("this entry was sealed and is not there any more")
        elif found != one.hash:
            what = _("up to this entry the log was written anew after it was sealed")
        else:
            continue
        yield _of_object(one.kind, one.code, one.number, what)


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


def _is_sealed(path: Path) -> bool:
    mac = hmac.new(key(), b"", hashlib.sha256)
    seal = ""
    with open(path) as file:
        for line in file:
            if line.startswith("seal "):
                seal = line.split()[1]
            else:
                mac.update(line.encode())
    return hmac.compare_digest(seal, mac.hexdigest())


def _sealed(path: Path) -> Iterator[Head | End]:
    with open(path) as file:
        next(file)
        for line in file:
            if line.startswith(OBJECT):
                _word, kind, code, number, end = line.split()
                yield End(kind, unquote(code), int(number), end)
            elif not line.startswith(("seal ", TOTAL)):
                case, events, head = line.split()
                yield Head(int(case), int(events), head)


def _heads() -> Iterator[Head]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(HEADS)
        for row in cursor:
            yield Head(*row)


def _first(number: int, at: datetime, before: str) -> str:
    return f"anchor {number} {at.isoformat()} {before}\n"


def _line(head: Head) -> str:
    return f"{head.case} {head.events} {head.hash or NOTHING}\n"


def _object_line(end: End) -> str:
    return f"{OBJECT}{end.kind} {quote(end.code, safe='')} {end.number} {end.hash}\n"


def _path(number: int) -> Path:
    return folder() / f"{number:08d}.anchor"


def _paths() -> list[Path]:
    """The anchors that are kept, the oldest first."""
    return sorted(folder().glob("[0-9]*.anchor"))


def _number(path: Path) -> int:
    return int(path.stem)


def _seal_of(number: int) -> str:
    try:
        return _read_ends(_path(number)).seal if number else NOTHING
    except Torn:
        return NOTHING


def _read_ends(path: Path) -> Anchor:
    """From its first and last lines only. Raises Torn."""
    try:
        with open(path, "rb") as file:
            _word, number, at, before = file.readline().decode().split()
            file.seek(max(file.seek(0, os.SEEK_END) - ENDS_WITH, 0))
            *_rest, last, seal = file.read().decode().splitlines()
        word, seal = seal.split()
        cases, objects = (
            map(int, last.removeprefix(TOTAL).split()) if last.startswith(TOTAL) else _count(path)
        )
        anchor = Anchor(int(number), datetime.fromisoformat(at), cases, seal, before, objects)
    except ValueError as error:
        raise Torn(path.name) from error
    if word != "seal":
        raise Torn(path.name)
    return anchor


def _count(path: Path) -> tuple[int, int]:
    """How many requests and objects an anchor of an earlier release seals."""
    with open(path) as file:
        kinds = Counter("object" if line.startswith(OBJECT) else line[:5] for line in file)
    objects = kinds.pop("object", 0)
    return kinds.total() - 2, objects
