"""What the worker does to tell people."""

from __future__ import annotations

from datetime import time

from flows.notices import CARRIER
from flows.telling import actions, digest, leaves, mails
from outbox.models import Item
from outbox.registry import carries, daily, every

MOST_ATTEMPTS = 12
"""Over eight hours: as long as a mail server may be away."""


@carries(CARRIER)
def notice(item: Item) -> None:
    """One person is told one thing."""
    actions.tell(item)


@carries(leaves.CARRIER)
def leave_notice(item: Item) -> None:
    """One person is told of an absence."""
    actions.tell_leave(item)


@carries(actions.MAILS, ready=mails.server_answers, most_attempts=MOST_ATTEMPTS)
def mail(item: Item) -> None:
    """One mail."""
    mails.send(item)


@every(minutes=10)
def digests() -> int:
    """The daily mails that are due."""
    return digest.want_due()


@daily(at=time(3, 45))
def forget() -> int:
    """Notices of half a year ago."""
    return actions.forget_old()
