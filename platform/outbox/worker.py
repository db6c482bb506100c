"""The worker: django-q2's cluster of processes with a pulse that goes through all of them.

The cluster can stand still for ever when one of its processes is killed, and looks alive: a queue that the
dead one was reading stays locked. So its first process asks a question every few seconds, a row in a queue of
this worker's own that must pass its pusher, worker and monitor to go away. When no question is answered for
`LIMIT`, or the process that looks after the others is gone, it kills all of them and itself; whoever started
it starts it again.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import sys
import time
from datetime import timedelta
from types import FrameType
from typing import Any

from django.db import DatabaseError, connection, connections

from common.machine import worker_name
from outbox import actions, alarm, installation
from outbox.queries import age_of_oldest

LIMIT = float(os.environ.get("PLACET_PULSE_LIMIT") or 180)
"""Seconds without an answer after which the worker is taken for dead: more than two of its longest jobs."""
RUNG = timedelta(seconds=5)
"""What is due is delivered sooner, when somebody has heard the ring."""
PR_SET_NAME = 15
STOP_SECONDS = 70
"""The longest job and a little."""

log = logging.getLogger("outbox")


class Pulse:
    """The questions that were asked, and when the last answer came (seconds of the monotonic clock)."""

    def __init__(self, name: str) -> None:
        self.name = name
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
        actions.beat(name=self.name)
        _ring_again()

    def _ask(self) -> None:
        """A question that was lost with the process that had it does not count against the rest: another is
        asked meanwhile."""
        now = time.monotonic()
        latest = max(self.asked.values(), default=-LIMIT)
        if now >= self.not_before and now - latest > LIMIT / 4:
            self.asked[alarm.ring(alarm.ANSWER, self.name)] = now
            self.not_before = now + self.every


class Asked:
    """Whether a signal has asked to stop."""

    to_stop = False


def run() -> int:
    """Work until SIGTERM or SIGINT; then what is begun is finished first."""
    from django_q.cluster import Cluster

    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    name = worker_name(os.getpid())
    with contextlib.suppress(DatabaseError):
        actions.begin_to_beat(name=name)
    connections.close_all()
    _speak_english()
    _name_processes()
    cluster = Cluster()
    cluster.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    pulse = Pulse(name)
    while not Asked.to_stop and cluster.stop_event is not None:
        time.sleep(min(1.0, pulse.every / 2))
        pulse.feel()
        if not cluster.sentinel.is_alive():
            _end_all("The process that looks after the worker's others is gone")
        if pulse.silent:
            _end_all("The worker answers no more")
    _finish(cluster)
    with contextlib.suppress(DatabaseError):
        actions.stop_beating(name=name)
    return 0


def _finish(cluster: Any) -> None:
    if cluster.stop_event is None:  # it stopped by itself, asked while it started
        return
    cluster.stop_event.set()
    cluster.sentinel.join(STOP_SECONDS)
    if cluster.sentinel.is_alive():
        _end_all("The worker does not stop by itself")


def _ring_again() -> None:
    """A ring is lost with the process that had just taken it, and what somebody dead was about to deliver is
    free again after a while: without this, both would wait for the minute."""
    if age_of_oldest() > RUNG and not installation.is_copy():
        alarm.ring(alarm.CARRY)
        alarm.ring(alarm.CARRY_SLOW)


def _name_processes() -> None:
    """`ps -o comm` shows which of the worker's processes is which: django-q2 names them where it can."""
    from django_q import monitor, pusher, worker

    for module, role in ((monitor, "monitor"), (pusher, "pusher"), (worker, "worker")):
        module.setproctitle = _Title(f"placet-{role}")


class _Title:
    """In place of the package setproctitle: the name of a role, whatever it is doing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def setproctitle(self, title: str) -> None:
        ctypes.CDLL(None).prctl(PR_SET_NAME, self.name.encode())


def _speak_english() -> None:
    """The log has one language. django-q2 says its lines in that of the installation, as they are written."""
    from django_q import cluster, monitor, pusher, scheduler, worker

    for module in (cluster, monitor, pusher, scheduler, worker):
        module._ = str


def _end_all(why: str) -> None:
    """Kill every process of this worker, this one included."""
    log.error("%s: all its processes are killed.", why)
    sys.stderr.flush()
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _stop(number: int, frame: FrameType | None) -> None:
    Asked.to_stop = True
