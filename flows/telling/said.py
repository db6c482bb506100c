"""What a notice says, in no language yet: names, texts of the process in all their languages, codes. Kept
with the notice, so that the list under the bell reads nothing else, in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from designer.part import Text

Changed = tuple[Text, str, str]
"""A field's label, what it showed before, what it shows now."""


@dataclass(frozen=True, slots=True)
class Said:
    """`who` did it (the platform: empty), `behalf` in whose stead, `acting` in a position, `holder`
    for whom the reader is asked. `typed_by` entered it from paper; `told` are the fields of the step that
    the reader may see, with what they show. `again`: now, later or no: whether the reader is asked again.
    Moments are ISO texts, the amount a decimal one; `whole` is when all of it was due, where that is late,
    too. `page` is where the link leads: card, edit, attention, absence, leaves, standing_in; `anchor` is
    the part of the card. `answers`: remarks are to be answered, and nothing else is asked. `remind` and
    `substitute_for` are the late tasks that the reader may push, 0 for none.

    Of an absence: `leave` is new, changed or gone, `starts` to `ends` its days as ISO texts and what they
    were before, `substitute` or who was `refused` as one, and the only `processes`, in their languages."""

    noun: Text
    number: str = ""
    title: str = ""
    amount: str = ""
    currency: str = ""
    urgent: bool = False
    requester: str = ""
    who: str = ""
    behalf: str = ""
    holder: str = ""
    typed_by: str = ""
    acting: bool = False
    told: tuple[tuple[Text, str], ...] = ()
    step: Text | None = None
    kind: str = ""
    final: bool = False
    outcome: str = ""
    outcome_label: Text | None = None
    own: Text | None = None
    quotes: tuple[str, ...] = ()
    at: str = ""
    due: str = ""
    whole: str = ""
    waits: tuple[str, ...] = ()
    changes: tuple[Changed, ...] = ()
    again: str = ""
    answer: str = ""
    round: int = 1
    mine: bool = False
    absent: str = ""
    absent_code: str = ""
    task: int = 0
    page: str = "card"
    anchor: str = ""
    answers: bool = False
    leave: str = ""
    starts: str = ""
    ends: str = ""
    starts_before: str = ""
    ends_before: str = ""
    substitute: str = ""
    refused: str = ""
    processes: tuple[Text, ...] = ()
    remind: int = 0
    substitute_for: int = 0


def pack(said: Said) -> dict[str, Any]:
    """As plain JSON; what is empty is left out."""
    return {name: value for name, value in asdict(said).items() if value not in (None, "", (), False, 0)}


def unpack(stored: Mapping[str, Any]) -> Said:
    """What was packed, by this release or an older one."""
    known = {one.name for one in fields(Said)}
    found = {name: value for name, value in stored.items() if name in known}
    for name in ("quotes", "waits", "processes"):
        found[name] = tuple(found.get(name, ()))
    found["told"] = tuple((label, text) for label, text in found.get("told", ()))
    found["changes"] = tuple((label, old, new) for label, old, new in found.get("changes", ()))
    return Said(**{"noun": "", **found})
