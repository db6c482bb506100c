"""What the worker does for requests."""

from __future__ import annotations

from datetime import time

from flows import contents, files, previews
from flows import overdue as late
from flows.actions import bulk
from flows.audit import dossier as _dossier  # noqa: F401 (prints orders of a kind)
from flows.audit import sealed
from flows.history import anchor as anchors
from flows.printing import jobs as _printing  # noqa: F401 (declares jobs of its own)
from flows.repeats import make_drafts
from flows.replanning import catch_up
from flows.telling import jobs as _telling  # noqa: F401 (declares jobs of its own)
from outbox.models import Item
from outbox.registry import carries, daily, every, when_dead


@every(minutes=1)
def routes() -> int:
    """Requests follow the company and the calendar."""
    return catch_up()


@every(minutes=1)
def overdue() -> int:
    """Whatever is late is told."""
    return late.tell()


@every(minutes=1)
def repeats() -> int:
    """Requests that come again appear as drafts."""
    return make_drafts()


@daily(at=time(2, 30))
def anchor() -> int:
    """The heads of all histories, sealed outside the database, and sent to auditors who want it."""
    made = anchors.write()
    sealed.mail(made)
    return made.number


@daily(at=time(3, 0))
def sweep() -> int:
    """Uploads that a killed process left half written are removed."""
    return files.sweep()


@daily(at=time(3, 20))
def forget_ticked() -> int:
    """What somebody ticked to approve it together is kept for a month."""
    return bulk.forget_old()


@daily(at=time(3, 20))
def sweep_contents() -> int:
    """What lies in the store and no row names is removed: each day another part of it."""
    return contents.sweep()


@carries(previews.KIND, slow=True)
def preview(item: Item) -> None:
    """The first page of an attached file, as a picture."""
    previews.make(item.payload["sha256"], item.payload["kind"])


@when_dead(previews.KIND)
def give_up_preview(item: Item) -> None:
    """Nobody waits for it any more."""
    previews.give_up(item.payload["sha256"])


@every(minutes=30)
def missing_previews() -> int:
    """Pictures that nobody has made yet are wanted."""
    return previews.want_missing()
