"""Reads: what the engine and the screens know of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, TypeVar

from django.utils import timezone

from common.days import moment_text
from designer.document import ProcessDocument
from designer.queries import ItemKey, Known, document_of, items_named, known_items
from designer.route.facts import Facts
from flows.engine import store
from flows.history import Recorded, open_remarks
from flows.models import Case, Event
from flows.others import answers
from flows.staff import Staff, staff
from org.queries import snapshot
from org.snapshot import OrgSnapshot

K = TypeVar("K")
V = TypeVar("V")

COLUMNS = "number, kind, actor_id, at, press, body, hash"
EVENTS = f"SELECT {COLUMNS} FROM flows_event WHERE case_id = {{case}} ORDER BY number"


def events(case: int) -> list[Recorded]:
    """Everything that happened to a request, oldest first."""
    return [Recorded(*row) for row in store.rows(*events_query("%s", case))]


def events_query(case: str, param: int) -> store.Part:
    """The query of `events`; `case` is an expression with one `%s`."""
    return EVENTS.format(case=case), [param]


def recorded(event: Event) -> Recorded:
    """An event row as the history reads it."""
    return Recorded(
        event.number, event.kind, event.actor_id, event.at, event.press, bytes(event.body), event.hash
    )


def facts(case: Case) -> Facts:
    """What the planner is told of a request as it stands now."""
    org = snapshot()
    document = document_of(case.version_id)
    unanswered = open_remarks(event.deed for event in events(case.pk))
    return facts_of(case, document, org, staff(org), unanswered)


def facts_of(
    case: Case,
    document: ProcessDocument,
    org: OrgSnapshot,
    people: Staff,
    unanswered: int,
    known: Callable[[], Mapping[ItemKey, Known]] | None = None,
    asked: Iterable[str] = (),
) -> Facts:
    """The same, with what is known already. `asked` are the places of the open tasks. List items and other
    requests are read only when a condition looks at them."""
    return Facts(
        process=document.code,
        requester=people.code(case.requester_id),
        entered_by=people.code(case.entered_by_id),
        requested_for=people.code(case.requested_for_id),
        unit=people.unit_codes[case.unit_id],
        position=None if case.position_id is None else people.position_codes[case.position_id],
        values=case.values,
        items=Late(lambda: _attributes((known or partial(items_known, document, case.values))())),
        others=Late(lambda: answers(case, org.currency)),
        rates={currency: Decimal(rate) for currency, rate in case.rates.items()},
        open_remarks=unanswered,
        asked=frozenset(asked),
    )


def items_known(document: ProcessDocument, values: Mapping[str, Any]) -> Mapping[ItemKey, Known]:
    """The list items that values name. One query, none when nothing is named."""
    return known_items(items_named(document, values))


def _attributes(known: Mapping[ItemKey, Known]) -> Mapping[ItemKey, Mapping[str, Any]]:
    return {key: found.attributes for key, found in known.items()}


class Late(Mapping[K, V]):
    """A mapping that is read when somebody looks into it."""

    def __init__(self, read: Callable[[], Mapping[K, V]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> Mapping[K, V]:
        return self._read()

    def __getitem__(self, key: K) -> V:
        return self._found[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def clock_time(moment: datetime, now: datetime) -> str:
    """`12:03` in the time zone in force; with the date when it was another day."""
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    return f"{here:%H:%M}" if here.date() == today else moment_text(moment, now)
