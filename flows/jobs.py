"""What the worker does for requests."""

from __future__ import annotations

from datetime import time

from flows import files
from flows.history import anchor as anchors
from flows.replanning import catch_up
from outbox.registry import daily, every


@every(minutes=1)
def routes() -> int:
    """Requests follow the company and the calendar."""
    return catch_up()


@daily(at=time(2, 30))
def anchor() -> int:
    """The heads of all histories, sealed outside the database."""
    return anchors.write().number


@daily(at=time(3, 0))
def sweep() -> int:
    """Uploads that a killed process left half written are removed."""
    return files.sweep()
