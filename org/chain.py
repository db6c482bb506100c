"""The log of changes as chains: one for each object (kind and code), every entry over stored canonical bytes
that hold the hash of the entry before it.

The bytes hold no names of people and no causes of an absence, only what `veil` makes of them: enough to
notice a change, and they can still be removed from the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from common.hashing import canonical, digest
from org.records.company import Company, readable
from org.records.kinds import KINDS

SCHEME = 1
"""How bodies are written and hashed: canonical JSON of the eleven names below, sha256."""

PERSONAL: Mapping[str, frozenset[str]] = {
    "employee": frozenset({"last_name", "first_name", "patronymic", "email"}),
    "absence": frozenset({"kind", "note"}),
}
"""Fields of which a body holds the veil."""

NOT_HELD = frozenset({"language"})
"""Fields that a person changes for himself, past the log."""

ADDED = frozenset({"added", "installed"})
"""Verbs of an entry that says all there is to an object."""

BATCH = 2_000
OBJECTS = "org_orgchange"
CHAINS = f"""
SELECT c.kind, c.code, c.number, c.at, a.code, c.revision, c.verb, c.changes, c.source,
    c.scheme, c.body, c.hash
FROM {OBJECTS} c LEFT JOIN org_employee a ON a.id = c.actor_id
"""
ENDS = f"""
SELECT DISTINCT ON (kind, code) kind, code, number, hash FROM {OBJECTS}
ORDER BY kind, code, number DESC
"""
ENDS_OF = f"""
SELECT wanted.kind, wanted.code, last.number, last.hash
FROM unnest(%s::text[], %s::text[]) AS wanted(kind, code)
CROSS JOIN LATERAL (
    SELECT number, hash FROM {OBJECTS} c WHERE c.kind = wanted.kind AND c.code = wanted.code
    ORDER BY number DESC LIMIT 1
) AS last
"""
AT = f"""
SELECT c.kind, c.code, c.number, c.hash FROM {OBJECTS} c
JOIN unnest(%s::text[], %s::text[], %s::int[]) AS wanted(kind, code, number)
  ON wanted.kind = c.kind AND wanted.code = c.code AND wanted.number = c.number
"""

Changes = Mapping[str, list[Any]]
"""Field → [old, new], JSON-safe."""
Name = tuple[str, str]
"""Kind and code of an object."""


@dataclass(frozen=True, slots=True)
class End:
    """Where the chain of an object ends: the number of its newest entry, and that entry's hash."""

    kind: str
    code: str
    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was changed: the object, the number of the entry (None: the whole), a sentence."""

    kind: str
    code: str
    number: int | None
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a sound chain says last of each field; `whole` when it begins with the object itself, and so says
    of every other field that it holds nothing, or what is on."""

    fields: Mapping[str, Any]
    whole: bool

    def agrees(self, field: str, value: Any) -> bool:
        """Whether this is what it says of the field; of what nothing was ever said everything agrees."""
        if field in self.fields:
            return bool(_plain(value) == _plain(self.fields[field]))
        return not self.whole or _plain(value) in (None, True)


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says, before it is sealed. `actor` is a personnel number, None a command."""

    kind: str
    code: str
    at: datetime
    actor: str | None
    revision: int
    verb: str
    changes: Changes
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is stored."""

    said: Said
    number: int
    scheme: int
    body: bytes
    hash: str

    @property
    def name(self) -> Name:
        return self.said.kind, self.said.code


# -- writing -------------------------------------------------------------------------------------------------


def seal(said: Said, number: int, previous: str) -> tuple[bytes, str]:
    """The canonical bytes of an entry and their hash."""
    body = canonical(
        {
            "scheme": SCHEME,
            "kind": said.kind,
            "code": said.code,
            "number": number,
            "at": said.at,
            "actor": said.actor,
            "revision": said.revision,
            "verb": said.verb,
            "changes": veiled(said, number),
            "source": said.source,
            "previous": previous,
        }
    )
    return body, digest(body)


def veiled(said: Said, number: int) -> dict[str, list[Any]]:
    """The changes, with personal fields hidden behind digests that differ from entry to entry."""
    personal = PERSONAL.get(said.kind, frozenset())
    return {
        field: [veil(said, number, field, one) for one in pair] if field in personal else list(pair)
        for field, pair in said.changes.items()
    }


def veil(said: Said, number: int, field: str, value: Any) -> str | None:
    """What an entry holds instead of a personal value."""
    return None if value is None else digest(canonical([said.kind, said.code, number, field, value]))


def ends_of(names: Iterable[Name]) -> dict[Name, End]:
    """Where the chains of these objects end; one statement, however many. New objects are absent."""
    wanted = sorted(set(names))
    with connection.cursor() as cursor:
        cursor.execute(ENDS_OF, [[kind for kind, _code in wanted], [code for _kind, code in wanted]])
        return {(row[0], row[1]): End(*row) for row in cursor.fetchall()}


# -- checking ------------------------------------------------------------------------------------------------


def ends() -> Iterator[End]:
    """The end of every object's chain, streamed, by kind and code."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(ENDS)
        for row in cursor:
            yield End(*row)


def check() -> Iterator[Wrong]:
    """Every chain from its first entry on; then the company as it stands against what sound chains say."""
    told: dict[Name, Told | None] = {}
    for name, grouped in groupby(_stream("ORDER BY c.kind, c.code, c.number"), key=attrgetter("name")):
        entries = list(grouped)
        found = list(check_chain(entries))
        yield from found
        if name[0] in KINDS:
            told[name] = None if found else _told(entries)
    yield from _held_against_records(told)


def told_of(kinds: Sequence[str], codes: Sequence[str] | None = None) -> dict[Name, Told | None]:
    """What the chains of these kinds say, or of these objects only; None of one that was changed itself,
    which `check` names."""
    where, values = "WHERE c.kind = ANY(%s)", [list(kinds)]
    if codes is not None:
        where, values = f"{where} AND c.code = ANY(%s)", [*values, list(codes)]
    stream = _stream(f"{where} ORDER BY c.kind, c.code, c.number", values)
    found: dict[Name, Told | None] = {}
    for name, grouped in groupby(stream, key=attrgetter("name")):
        entries = list(grouped)
        found[name] = None if any(check_chain(entries)) else _told(entries)
    return found


def hold(
    kind: str, stood: Mapping[str, Mapping[str, Any]], told: Mapping[Name, Told | None]
) -> Iterator[Wrong]:
    """The objects of a kind as they stand, field by field, against what is told of them: what was added,
    removed or changed past the log. `told` may tell of other kinds, too."""
    known = {code: one for (of, code), one in told.items() if of == kind}
    for code in sorted(stood.keys() - known.keys()):
        yield Wrong(kind, code, None, _("it was never noted in the log"))
    for code, one in known.items():
        if one is None or not one.fields:
            continue
        if code not in stood:
            yield Wrong(kind, code, None, _("it is not there any more"))
            continue
        for field, value in sorted(stood[code].items()):
            if not one.agrees(field, value):
                sentence = _("its “{field}” is not what the log says")
                yield Wrong(kind, code, None, sentence.format(field=field))


def codes_of(kind: str) -> list[str]:
    """The objects of a kind that have a chain."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT code FROM {OBJECTS} WHERE kind = %s ORDER BY code", [kind])
        return [code for (code,) in cursor.fetchall()]


def check_chain(entries: Iterable[Entry]) -> Iterator[Wrong]:
    """What is wrong with the chain of one object, its entries given in order."""
    previous = ""
    for expected, entry in enumerate(entries, start=1):
        yield from (Wrong(*entry.name, entry.number, what) for what in _wrong(entry, expected, previous))
        previous = entry.hash


def chain_of(kind: str, code: str) -> list[Entry]:
    """The whole chain of one object, the oldest entry first."""
    return list(_stream("WHERE c.kind = %s AND c.code = %s ORDER BY c.number", [kind, code]))


def hashes_at(wanted: Iterable[End]) -> dict[tuple[str, str, int], str]:
    """The hashes of entries as they stand now; those that are not there are absent."""
    ends = list(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            AT, [[one.kind for one in ends], [one.code for one in ends], [one.number for one in ends]]
        )
        return {(row[0], row[1], row[2]): row[3] for row in cursor.fetchall()}


def _stream(where: str, values: list[Any] | None = None) -> Iterator[Entry]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{CHAINS} {where}", values or [])
        while rows := cursor.fetchmany(BATCH):
            yield from (_entry(row) for row in rows)


def _entry(row: tuple[Any, ...]) -> Entry:
    kind, code, number, at, actor, revision, verb, changes, source, scheme, body, hash_ = row
    changes = json.loads(changes) if isinstance(changes, str) else changes
    said = Said(kind, code, at, actor, revision, verb, changes, source)
    return Entry(said, number, scheme, bytes(body), hash_)


def _wrong(entry: Entry, expected: int, previous: str) -> Iterator[str]:
    if entry.number != expected:
        yield _("an entry before it is missing, or it was moved")
    if digest(entry.body) != entry.hash:
        yield _("its content was changed")
    held = _read(entry.body)
    if held is None:
        yield _("its content cannot be read")
        return
    if held.get("previous") != previous:
        yield _("it does not follow from the entry before it")
    for name, stored in _columns(entry):
        if held.get(name) != stored:
            yield _("its column “{name}” does not say what its content says").format(name=name)


def _columns(entry: Entry) -> Iterator[tuple[str, Any]]:
    said = entry.said
    yield "kind", said.kind
    yield "code", said.code
    yield "number", entry.number
    yield "scheme", entry.scheme
    yield "actor", said.actor
    yield "revision", said.revision
    yield "verb", said.verb
    yield "source", said.source
    yield "at", said.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    yield "changes", json.loads(canonical(veiled(said, entry.number)))


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        held = json.loads(body)
    except ValueError:
        return None
    return held if isinstance(held, dict) else None


def _told(entries: list[Entry]) -> Told:
    fields: dict[str, Any] = {}
    for entry in entries:
        fields |= {field: pair[1] for field, pair in entry.said.changes.items()}
    return Told(fields, entries[0].said.verb in ADDED)


def _held_against_records(told: Mapping[Name, Told | None]) -> Iterator[Wrong]:
    company = Company()
    for kind, how in KINDS.items():
        held = [field for field in how.fields if field not in NOT_HELD]
        stood = {
            how.code_of(record): {field: readable(getattr(record, field)) for field in held}
            for record in company.of(kind).values()
        }
        yield from hold(kind, stood, told)


def _plain(value: Any) -> Any:
    """Nothing is nothing, whichever way it is stored."""
    return None if value in ("", [], {}) else value
