"""The worker: django-q2's cluster of processes with a pulse that goes through all of them.

The cluster can stand still for ever when one of its processes is killed, and looks alive: a queue that the
dead one was reading stays locked. So its first process asks a question every few seconds, a row in the queue
that must pass pusher, worker and monitor to go away. When no question is answered for `LIMIT`, or the process
that looks after the others is gone, it kills all of them and itself; whoever started it starts it again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

from django.db import DatabaseError, connection, connections

from outbox import actions, alarm

NAME = "worker"
LIMIT = float(os.environ.get("PLACET_PULSE_LIMIT") or 180)
"""Seconds without an answer after which the worker is taken for dead: more than two of its longest jobs."""
STOP_SECONDS = 70
"""The longest job and a little."""

log = logging.getLogger("outbox")


class Pulse:
    """The questions that were asked, and when the last answer came (seconds of the monotonic clock)."""

    def __init__(self) -> None:
        self.asked: dict[int, float] = {}
        self.heard = time.monotonic()
        self.every = max(1.0, LIMIT / 12)
        self.not_before = 0.0

    @property
    def silent(self) -> bool:
        return time.monotonic() - self.heard > LIMIT

    def feel(self) -> None:
        """Look for answers and ask anew. A database that cannot be asked is no fault of the worker's."""
        try:
            self._listen()
            self._ask()
        except DatabaseError:
            self.heard, self.asked = time.monotonic(), {}
            with contextlib.suppress(DatabaseError):
                connection.close()

    def _listen(self) -> None:
        left = alarm.unanswered(list(self.asked)) if self.asked else []
        if len(left) == len(self.asked):
            return
        self.heard = time.monotonic()
        alarm.forget(left)
        self.asked = {}
        actions.beat(name=NAME)

    def _ask(self) -> None:
        """A question that was lost with the process that had it does not count against the rest: another is
        asked meanwhile."""
        now = time.monotonic()
        latest = max(self.asked.values(), default=-LIMIT)
        if now >= self.not_before and now - latest > LIMIT / 4:
            self.asked[alarm.ring(alarm.ANSWER)] = now
            self.not_before = now + self.every


class Asked:
    """Whether a signal has asked to stop."""

    to_stop = False


def run() -> int:
    """Work until SIGTERM or SIGINT; then what is begun is finished first."""
    from django_q.cluster import Cluster

    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    connections.close_all()
    cluster = Cluster()
    cluster.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    pulse = Pulse()
    while not Asked.to_stop and cluster.stop_event is not None:
        time.sleep(min(1.0, pulse.every / 2))
        pulse.feel()
        if not cluster.sentinel.is_alive():
            _end_all("The process that looks after the worker's others is gone")
        if pulse.silent:
            _end_all("The worker answers no more")
    return _finish(cluster)


def _finish(cluster: Any) -> int:
    if cluster.stop_event is None:  # it stopped by itself, asked while it started
        return 0
    cluster.stop_event.set()
    cluster.sentinel.join(STOP_SECONDS)
    if cluster.sentinel.is_alive():
        _end_all("The worker does not stop by itself")
    return 0


def _end_all(why: str) -> None:
    """Kill every process of this worker, this one included."""
    log.error("%s: all its processes are killed.", why)
    sys.stderr.flush()
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _stop(number: int, frame: FrameType | None) -> None:
    Asked.to_stop = True
