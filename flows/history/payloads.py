"""What an event says, by kind: typed payloads. Codes of employees, places and fields, never names or ids of
people: personal data can be anonymised without breaking a chain.

A payload of an older release is brought up by `UPCASTERS`, kind → functions from version *n* to *n* + 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from designer.route.facts import Stored

Changes = Mapping[str, tuple[Stored, Stored]]
"""Field code → (old, new)."""


@dataclass(frozen=True, slots=True)
class Payload:
    """What every event may say: `then` is what followed from the act at once."""

    KIND: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class Started(Payload):
    """A draft was made; `by_repeat`: by the platform, on the day its owner had named."""

    KIND: ClassVar[str] = "started"
    process: str
    version: int
    requester: str
    requested_for: str
    unit: str
    position: str | None = None
    values: Mapping[str, Stored] = field(default_factory=dict)
    copied_from: int | None = None
    by_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Saved(Payload):
    """The requester changed values."""

    KIND: ClassVar[str] = "saved"
    changes: Changes


@dataclass(frozen=True, slots=True)
class Attached(Payload):
    """A file was added; `field` empty: beside the form."""

    KIND: ClassVar[str] = "attached"
    field: str
    name: str
    sha256: str
    size: int
    file_kind: str


@dataclass(frozen=True, slots=True)
class Detached(Payload):
    """A file was taken away again."""

    KIND: ClassVar[str] = "detached"
    field: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SentOff(Payload):
    """Sent for approval, or sent again; `values` are what was sent, `rates` the frozen ones, `unit` is where
    the route starts."""

    KIND: ClassVar[str] = "sent"
    round: int
    number: str
    ask: str
    values: Mapping[str, Stored]
    rates: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Answered(Payload):
    """An answer to a task. `changes` are the values that were filled in or changed with it, `stands_for` the
    places that the sign-off covers beside its own (ROUTING 7, 8), `names` the veiled names of who gave it.
    `entered_by` typed it from paper, of which `scan` is the sha256 and `paper` tells the rest: the date `on`
    it, the `revision` it was printed of, and the scan's `name`, `size` and `kind`; `together` is how many
    requests were decided with this one press."""

    KIND: ClassVar[str] = "decided"
    place: str
    step: str
    round: int
    outcome: str
    as_what: str
    position: str | None = None
    reason: str = ""
    remarks: tuple[str, ...] = ()
    covered: Mapping[str, Stored] = field(default_factory=dict)
    fingerprint: str = ""
    changes: Changes = field(default_factory=dict)
    stands_for: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    entered_by: str | None = None
    scan: str = ""
    paper: Mapping[str, Stored] = field(default_factory=dict)
    together: int = 0


@dataclass(frozen=True, slots=True)
class TookIt(Payload):
    """One of a group took the task; `back`: gave it back."""

    KIND: ClassVar[str] = "taken"
    place: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class GaveTo(Payload):
    """A task was given to another person, or the owner of a red item chose one."""

    KIND: ClassVar[str] = "reassigned"
    place: str
    to: str
    reason: str
    red: bool = False


@dataclass(frozen=True, slots=True)
class RemarkAnswered(Payload):
    """The requester answered a remark. `remark` is its place among the remarks of the request, from 1."""

    KIND: ClassVar[str] = "remark_answered"
    remark: int
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class RecalledIt(Payload):
    """Taken back into a draft."""

    KIND: ClassVar[str] = "recalled"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CancelledIt(Payload):
    """Ended by the requester."""

    KIND: ClassVar[str] = "cancelled"
    reason: str


@dataclass(frozen=True, slots=True)
class Commented(Payload):
    """A word in the discussion."""

    KIND: ClassVar[str] = "commented"
    text: str


@dataclass(frozen=True, slots=True)
class Replanned(Payload):
    """The route was worked out again and something changed. `cause`: company, absence, retry."""

    KIND: ClassVar[str] = "replanned"
    cause: str


@dataclass(frozen=True, slots=True)
class Overdue(Payload):
    """A task (`place`), or the whole request (no place), is late since `due`. `whole` is the due time of the
    whole, where it became late together with the task."""

    KIND: ClassVar[str] = "overdue"
    due: str
    place: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Reminded(Payload):
    """The requester reminded whoever is asked at the place."""

    KIND: ClassVar[str] = "reminded"
    place: str


@dataclass(frozen=True, slots=True)
class SubstituteAsked(Payload):
    """The requester asked that somebody stand in for `absent`, who is asked at the place."""

    KIND: ClassVar[str] = "substitute_asked"
    place: str
    absent: str


KINDS: dict[str, type[Payload]] = {
    one.KIND: one
    for one in (
        Started, Saved, Attached, Detached, SentOff, Answered, TookIt, GaveTo, RemarkAnswered, RecalledIt,
        CancelledIt, Commented, Replanned, Overdue, Reminded, SubstituteAsked,
    )
}  # fmt: skip

UPCASTERS: dict[str, dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}


def dump(payload: Payload) -> dict[str, Any]:
    """The payload as plain JSON values, with its version under `v`; empty parts are left out."""
    said: dict[str, Any] = {"v": payload.VERSION}
    for one in fields(payload):
        value = getattr(payload, one.name)
        if value not in (None, "", (), {}, False):
            said[one.name] = value
    return said


def load(kind: str, raw: Mapping[str, Any]) -> Payload:
    """The typed payload, brought up from an older version. Raises KeyError for an unknown kind."""
    said = dict(raw)
    version = said.pop("v", 1)
    said.pop("then", None)
    steps = UPCASTERS.get(kind, {})
    while version in steps:
        said, version = steps[version](said), version + 1
    return KINDS[kind](**{key: tuple(v) if isinstance(v, list) else v for key, v in said.items()})
