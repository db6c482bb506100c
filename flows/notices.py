"""Who is told what: outbox rows in the transaction of the act. They are delivered elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from outbox.actions import Wanted, put_all

CARRIER = "notice"
About = Literal[
    "task",
    "approved",
    "returned",
    "declined",
    "completed",
    "not_needed",
    "recalled",
    "cancelled",
    "remark_answered",
    "commented",
    "attention",
    "reassigned",
    "sent_again",
    "overdue",
    "reminded",
    "substitute_asked",
    "repeated",
    "repeat_stopped",
    "entered_from_paper",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """One person is told one thing. `place` is the task's place where the notice is about one."""

    to: int
    about: About
    place: str = ""


def send_notices(case: int, event: int, notices: Sequence[Notice]) -> int:
    """Put them into the outbox, each person and thing once per event; how many are new."""
    return put_all(wanted(case, event, notices))


def wanted(case: int, event: int, notices: Sequence[Notice]) -> list[Wanted]:
    """The outbox rows of notices, each person and thing once per event."""
    rows = {
        f"{case}/{event}:{one.to}:{one.about}": Wanted(
            key=f"{case}/{event}:{one.to}:{one.about}",
            kind=CARRIER,
            payload={"case": case, "event": event, "to": one.to, "about": one.about, "place": one.place},
        )
        for one in notices
    }
    return list(rows.values())
