"""What the resolvers are asked and what they answer. Codes only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from org.reasons import Reason

Capacity = Literal["own", "acting", "climbed", "substitute"]


@dataclass(frozen=True, slots=True)
class StartPoint:
    """Where a route starts: the person it is for, and the unit (of the capacity he picked, or the one that
    pays, ROUTING 10). `unit` None is worked out from `position`, else from his main position."""

    employee: str | None
    unit: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Until:
    """Where a chain of managers ends, the named one included. `value` is a role code, a unit kind, a level
    (1 is the company's head, counted downwards) or a number of steps; `limit` needs `amount`, in the
    company's currency."""

    kind: Literal["role", "unit_kind", "level", "steps", "limit", "top"]
    value: str | int | None = None
    amount: Decimal | None = None
    process: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A place to be asked. `employee` fills it in his own right, None when it is vacant. `position` is None
    for a person asked as such. `level` counts the places of a chain from the requester upwards, from 1.
    `unit` is the unit the place was found for: climbing goes on above it."""

    position: str | None
    employee: str | None
    reason: Reason
    level: int = 0
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides at a place now. `position` is the one in whose right; `on_behalf_of` is set for a
    substitute only. `reasons` lead from the place to the person, first step first."""

    employee: str
    as_what: Capacity
    position: str | None = None
    on_behalf_of: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody is left up to the company's head: the fallback approvers' turn (ROUTING 3, 4)."""

    reasons: tuple[Reason, ...] = ()
