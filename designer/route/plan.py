"""What the planner answers. Plain immutable values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from designer.route.facts import Decided, Stored
from org.reasons import Reason


class Status(StrEnum):
    """Where a place stands."""

    DONE = "done"
    """Decided, and the decision still counts."""
    OPEN = "open"
    """Asked now."""
    AHEAD = "ahead"
    """Will be asked, as far as it can be told today."""
    SKIPPED = "skipped"
    """Not asked; the reason says why."""
    UNKNOWN = "unknown"
    """Ahead, and depends on something not filled in yet."""
    RED = "red"
    """Nobody can be asked, or a condition cannot be evaluated: the process owner mends it."""


class Outcome(StrEnum):
    """Where the request stands."""

    DRAFT = "draft"
    """Never sent, or recalled."""
    RUNNING = "running"
    """Somebody is asked, or a red item waits for the owner."""
    REWORK = "rework"
    """Returned to the requester."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    COMPLETED = "completed"


class Capacity(StrEnum):
    """As what somebody is asked."""

    OWN = "own"
    ACTING = "acting"
    SUBSTITUTE = "substitute"
    CLIMBED = "climbed"
    GROUP = "group"
    FALLBACK = "fallback"
    CHOSEN = "chosen"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Asked:
    """A person who may decide at a place. `reasons` lead from the place to the person, first step first."""

    employee: str
    capacity: Capacity
    on_behalf_of: str | None = None
    position: str | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A covered value that differs from what was signed off."""

    field: str
    old: Stored
    new: Stored


@dataclass(frozen=True, slots=True)
class Place:
    """A step asked of one position, person or group: exactly one entry per place on the path.

    `key` is `step/seat`, where seat is `p:<position code>`, `e:<employee code>` or `g:<step code>`.
    `people` may decide (any of them; the first wins): the holder, and a substitute while he is absent.
    `covered_by` is the key of the place whose sign-off stands for this one (ROUTING 7, 8, 20).
    `decision` is the act that counts; `changes` say why an earlier sign-off fell, or what would be asked
    about again. `paths` are the codes of the branch and parallel paths it lies on, outermost first."""

    key: str
    step: str
    status: Status
    reason: Reason
    people: tuple[Asked, ...] = ()
    covered_by: str | None = None
    decision: Decided | None = None
    changes: tuple[Change, ...] = ()
    paths: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PathTaken:
    """Which path of a branch is taken, and why; `path` None when that cannot be told yet."""

    branch: str
    path: str | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole route of a request at one moment. `stage` is the board column it stands in; `final` is the
    step after which nothing more is approved, None before that is known."""

    outcome: Outcome
    stage: str
    round: int
    places: tuple[Place, ...]
    paths: tuple[PathTaken, ...] = ()
    notes: Mapping[str, Reason] = field(default_factory=dict)

    def place(self, key: str) -> Place | None:
        """The place with this key, or None."""
        return next((place for place in self.places if place.key == key), None)

    def with_status(self, *statuses: Status) -> tuple[Place, ...]:
        """The places that stand so, in the route's order."""
        return tuple(place for place in self.places if place.status in statuses)

    @property
    def open(self) -> tuple[Place, ...]:
        """The places asked now."""
        return self.with_status(Status.OPEN)

    @property
    def red(self) -> tuple[Place, ...]:
        """The places that wait for the process owner."""
        return self.with_status(Status.RED)
