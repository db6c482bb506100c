"""How the alarm clock reads its queue: that of all workers, and that in which this one alone is asked."""

from __future__ import annotations

import os
from time import sleep

from django_q.brokers.orm import ORM
from django_q.conf import Conf

from common import clock
from common.machine import worker_name
from outbox import alarm


class Broker(ORM):
    """django-q2's own, but for what it takes: no worker can answer for another one."""

    def dequeue(self) -> list[tuple[int, str]]:
        """What was taken, ids and payloads; sleeps for a moment when there is nothing. Every process of a
        worker is of the group of its first one."""
        queues = [self.list_key, alarm.queue_of(worker_name(os.getpgrp()))]
        waiting = self.get_connection().filter(key__in=queues, lock__lt=clock.unshifted())[: Conf.BULK]
        taken = [(row.pk, row.payload) for row in waiting if self._take(row.pk, row.lock)]
        if not taken:
            sleep(Conf.POLL)
        return taken

    def _take(self, row: int, lock: object) -> bool:
        """Whether no other worker has been faster."""
        return bool(self.get_connection().filter(id=row, lock=lock).update(lock=self.timeout(None)))
