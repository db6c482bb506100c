"""Events folded into what the planner is told: its typed acts, and how many remarks wait for an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from designer.route.facts import Act, Cancelled, Decided, History, Reassigned, Recalled, Sent, Taken
from flows.history.payloads import Answered, CancelledIt, GaveTo, RecalledIt, RemarkAnswered, SentOff, TookIt


@dataclass(frozen=True, slots=True)
class Deed:
    """An event as routing sees it, written or about to be. Codes of employees; `said` is the payload."""

    kind: str
    at: datetime
    by: str | None
    on_behalf_of: str | None
    said: Mapping[str, Any]


def acts(deeds: Iterable[Deed]) -> History:
    """The acts that routing knows, oldest first."""
    return tuple(_ACTS[deed.kind](deed) for deed in deeds if deed.kind in _ACTS)


def remarks_made(deeds: Iterable[Deed]) -> int:
    """How many remarks were ever made."""
    return sum(len(deed.said.get("remarks", ())) for deed in deeds if deed.kind == Answered.KIND)


def open_remarks(deeds: Iterable[Deed]) -> int:
    """How many remarks the requester has not answered."""
    deeds = tuple(deeds)
    answered = {deed.said["remark"] for deed in deeds if deed.kind == RemarkAnswered.KIND}
    return remarks_made(deeds) - len(answered)


def _by(deed: Deed) -> str:
    if deed.by is None:
        raise ValueError(f"An event of kind {deed.kind} names nobody.")
    return deed.by


def _decided(deed: Deed) -> Act:
    said = deed.said
    return Decided(
        at=deed.at,
        by=_by(deed),
        place=said["place"],
        outcome=said["outcome"],
        on_behalf_of=deed.on_behalf_of,
        position=said.get("position"),
        covered=said.get("covered", {}),
        stands_for=tuple(said.get("stands_for", ())),
        entered_by=said.get("entered_by"),
    )


_ACTS: dict[str, Callable[[Deed], Act]] = {
    SentOff.KIND: lambda deed: Sent(deed.at, _by(deed), deed.said["ask"]),
    Answered.KIND: _decided,
    TookIt.KIND: lambda deed: Taken(deed.at, None if deed.said.get("back") else deed.by, deed.said["place"]),
    GaveTo.KIND: lambda deed: Reassigned(deed.at, _by(deed), deed.said["place"], deed.said["to"]),
    RecalledIt.KIND: lambda deed: Recalled(deed.at, _by(deed)),
    CancelledIt.KIND: lambda deed: Cancelled(deed.at, _by(deed)),
}
