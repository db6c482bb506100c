"""Checks that nothing of the history was changed, and says what was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from common.hashing import digest
from flows.history.agree import disagreements
from flows.history.told import Told

CHAINS = """
SELECT c.id, c.events_count, c.head, e.number, e.kind, e.at, e.scheme, e.body, e.hash, e.press,
    a.code
FROM flows_case c
LEFT JOIN flows_event e ON e.case_id = c.id
LEFT JOIN org_employee a ON a.id = e.actor_id
ORDER BY c.id, e.number
"""
OF_ONE = CHAINS.replace("ORDER BY", "WHERE c.id = %s ORDER BY")
STRAYS = """
SELECT DISTINCT e.case_id FROM flows_event e LEFT JOIN flows_case c ON c.id = e.case_id WHERE c.id IS NULL
"""
BATCH = 2_000
TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """What was changed: the request (None: an anchor, or `of` names another object whose changes are logged),
    the event (None: the whole), and a sentence."""

    case: int | None
    number: int | None
    what: str
    of: str = ""

    def __str__(self) -> str:
        where = "/".join(str(one) for one in (self.case, self.of or None, self.number) if one is not None)
        return f"{where}: {self.what}" if where else self.what


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a request's chain, as it stands."""

    case: int
    events: int
    hash: str


@dataclass(frozen=True, slots=True)
class _Row:
    case: int
    events_count: int
    head: str
    number: int | None
    kind: str
    at: datetime
    scheme: int
    body: bytes
    hash: str
    press: str | None
    actor: str | None


def check_chains() -> Iterator[Finding | Head]:
    """Every request's chain from its first event to its head; for each its findings and the end found. A
    sound chain is then held against the request's other rows. Rows are streamed: the memory needed does not
    grow with their number."""
    told: dict[int, Told] = {}
    for case, grouped in groupby(_stream(), key=attrgetter("case")):
        rows = list(grouped)
        found = list(_check(rows))
        yield from found
        if not any(isinstance(one, Finding) for one in found):
            told[case] = _told(rows)
        if len(told) >= TOGETHER:
            yield from _held_against_rows(told)
            told = {}
    yield from _held_against_rows(told)
    for (case,) in _strays():
        yield Finding(case, None, _("there are events of a request that is not there"))


def check_case(case: int, *, read_files: bool = True) -> list[Finding]:
    """The same for one request, now; nothing when all is as it was written."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, [case])
        rows = [_Row(*row) for row in cursor.fetchall()]
    found = [one for one in _check(rows) if isinstance(one, Finding)] if rows else []
    return found or list(_held_against_rows({case: _told(rows)} if rows else {}, read_files=read_files))


def _told(rows: list[_Row]) -> Told:
    told = Told()
    for row in rows:
        told.hear(json.loads(row.body))
    return told


def _held_against_rows(told: dict[int, Told], *, read_files: bool = True) -> Iterator[Finding]:
    found = disagreements(told, read_files=read_files)
    yield from (Finding(case, None, what) for case, what in found)


def _stream() -> Iterator[_Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(CHAINS)
        while rows := cursor.fetchmany(BATCH):
            yield from (_Row(*row) for row in rows)


def _strays() -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(STRAYS)
        return list(cursor.fetchall())


def _check(rows: list[_Row]) -> Iterator[Finding | Head]:
    case = rows[0].case
    events = [row for row in rows if row.number is not None]
    previous = ""
    for expected, row in enumerate(events, start=1):
        yield from (Finding(case, row.number, what) for what in _wrong(row, expected, previous))
        previous = row.hash
    if not events:
        yield Finding(case, None, _("its whole history is missing"))
    elif rows[0].events_count != len(events):
        yield Finding(
            case,
            None,
            _("it should have {many} events, and has {few}").format(
                many=rows[0].events_count, few=len(events)
            ),
        )
    elif rows[0].head != previous:
        yield Finding(case, None, _("the newest event is not the one that the request remembers"))
    yield Head(case, len(events), previous)


def _wrong(row: _Row, expected: int, previous: str) -> Iterator[str]:
    """What is wrong with one event."""
    if row.number != expected:
        yield _("an event before it is missing, or it was moved")
    if digest(bytes(row.body)) != row.hash:
        yield _("its content was changed")
    said = _read(row.body)
    if said is None:
        yield _("its content cannot be read")
        return
    if said.get("previous") != previous:
        yield _("it does not follow from the event before it")
    for name, stored in _columns(row):
        if said.get(name) != stored:
            yield _("its column “{name}” does not say what its content says").format(name=name)


def _columns(row: _Row) -> Iterator[tuple[str, Any]]:
    yield "case", row.case
    yield "number", row.number
    yield "kind", row.kind
    yield "scheme", row.scheme
    yield "actor", row.actor
    yield "press", row.press
    yield "at", row.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None
