"""What the planner is told of a request: its values and its history. Plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Stored = Any
"""A value as it is stored in JSON: see `designer.values` for the shape of each field type."""


@dataclass(frozen=True, slots=True)
class Facts:
    """A request as it stands now.

    `values` are the stored values by field code (`designer.values` reads them). `unit` is the unit where
    the route starts, `position` the capacity the requester picked (ROUTING 10), None for his main one.
    `items` holds the attributes of the list items that the values name: (catalog, item) → attributes.
    `others` holds the answers to `OtherRequests` operands, by `designer.conditions.others_key`.
    `rates` are the company-currency rates frozen at sending, by currency (ROUTING 33).
    `open_remarks` counts the remarks the requester has not answered. `asked` are the keys of the places whose
    tasks are open at this moment: such a task stays when the company changes (ROUTING 18)."""

    process: str
    requester: str
    entered_by: str
    requested_for: str
    unit: str
    position: str | None = None
    values: Mapping[str, Stored] = field(default_factory=dict)
    items: Mapping[tuple[str, str], Mapping[str, Stored]] = field(default_factory=dict)
    others: Mapping[str, Decimal] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    open_remarks: int = 0
    today: date | None = None
    asked: frozenset[str] = frozenset()


# -- history: every typed act so far, oldest first ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sent:
    """Sent for approval, or sent again. `ask` says whom a further round asks (ROUTING 26)."""

    at: datetime
    by: str
    ask: Literal["everybody", "only_needed"] = "everybody"


@dataclass(frozen=True, slots=True)
class Decided:
    """A response to a task. `place` is the place's key; `on_behalf_of` the absent holder for whom a
    substitute acted; `covered` the stored values vouched for, by field code (empty unless it signs off);
    `position` the position in whose right it was given; `stands_for` the keys of the places that this
    response covered when it was given, and covers for good (`designer.route.acts`, ROUTING 7, 18);
    `entered_by` typed it in for him."""

    at: datetime
    by: str
    place: str
    outcome: Literal["approve", "approve_with_remarks", "return_for_rework", "decline", "complete"]
    on_behalf_of: str | None = None
    position: str | None = None
    covered: Mapping[str, Stored] = field(default_factory=dict)
    stands_for: tuple[str, ...] = ()
    entered_by: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """One of a group took the task for himself; `by` None gives it back."""

    at: datetime
    by: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Reassigned:
    """The task of a place was given to another person, or the owner of a red item chose one (ROUTING 36)."""

    at: datetime
    by: str
    place: str
    to: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """Taken back into a draft by the requester (ROUTING 25)."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Ended by the requester."""

    at: datetime
    by: str


Act = Sent | Decided | Taken | Reassigned | Recalled | Cancelled
History = tuple[Act, ...]
