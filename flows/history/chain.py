"""The chain: every event of a request holds the hash of the one before, over stored canonical bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from common.hashing import canonical, digest
from flows.history.fold import Deed
from flows.history.payloads import Payload, load

SCHEME = 1
"""How bodies are written and hashed: canonical JSON of the ten names below, sha256."""

NAMES = ("by_name", "by_title", "on_behalf_name")
"""Columns of a decision with names of people: an event holds only what `veil` makes of them."""


@dataclass(frozen=True)
class Recorded:
    """An event as it is stored."""

    number: int
    kind: str
    actor_id: int | None
    at: datetime
    press: str | None
    body: bytes
    hash: str

    @cached_property
    def said(self) -> dict[str, Any]:
        """The ten names of the body."""
        read: dict[str, Any] = json.loads(self.body)
        return read

    @cached_property
    def deed(self) -> Deed:
        """What routing sees of it."""
        said = self.said
        return Deed(self.kind, self.at, said["actor"], said["on_behalf_of"], said["payload"])

    @property
    def payload(self) -> Payload:
        """The typed payload, whatever release wrote it."""
        return load(self.kind, self.said["payload"])

    @property
    def then(self) -> dict[str, Any]:
        """What followed at once: `opened` (place → employee codes), `closed` (places), `ended` (codes of
        those who are asked no longer, where the task stays), `state`."""
        followed: dict[str, Any] = self.said["payload"].get("then", {})
        return followed


def seal(case: int, number: int, previous: str, deed: Deed, press: str | None) -> tuple[bytes, str]:
    """The canonical bytes of an event and their hash."""
    body = canonical(
        {
            "scheme": SCHEME,
            "case": case,
            "number": number,
            "kind": deed.kind,
            "actor": deed.by,
            "on_behalf_of": deed.on_behalf_of,
            "at": deed.at,
            "press": press,
            "payload": deed.said,
            "previous": previous,
        }
    )
    return body, digest(body)


def veil(case: int, place: str, column: str, text: str) -> str:
    """What an event holds instead of a name: enough to notice a change of it, and other in every request."""
    return digest(canonical([case, place, column, text]))
