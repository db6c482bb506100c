"""The alarm clock's own queue, written by hand: a job that is wanted now is a row in it, in the transaction
of what it is wanted for. The row's text is signed once per process: ringing costs no more than a row.

Whoever carries takes the rings that wait away first: each was committed together with what it rang for, so
nothing that one of them told of is missed, and a thousand acts do not leave a thousand jobs.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import connection

from common import clock

CARRY, CARRY_SLOW = "outbox.jobs.carry", "outbox.jobs.carry_slow"
ANSWER = "outbox.jobs.answer"

RING = "INSERT INTO django_q_ormq (key, payload, lock) VALUES ('{queue}', '{payload}', %s)"
DROP = "DELETE FROM django_q_ormq WHERE key = %s"
DROP_OLD = "DELETE FROM django_q_ormq WHERE starts_with(key, %s) AND lock < %s"
HUSH = "DELETE FROM django_q_ormq WHERE key = %s AND lock <= %s AND starts_with(payload, %s)"
LEFT = "SELECT id FROM django_q_ormq WHERE id = ANY(%s)"
FORGET = "DELETE FROM django_q_ormq WHERE id = ANY(%s)"


def ringing(job: str, worker: str = "") -> tuple[str, list[datetime]]:
    """The statement that wants a job done now, with its parameters; to be a part of a larger one."""
    queue = queue_of(worker) if worker else _queue()
    return RING.format(queue=queue, payload=_payload(job)), [clock.unshifted()]


def ring(job: str, worker: str = "") -> int:
    """Want a job done when this transaction commits, by any worker or by this one; the row's id, which is
    gone once it is done."""
    sql, params = ringing(job, worker)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} RETURNING id", params)
        return int(cursor.fetchone()[0])


def hush(job: str) -> int:
    """Take away the rings for a job that nobody has heard yet; how many. What they rang for is committed."""
    with connection.cursor() as cursor:
        cursor.execute(HUSH, [_queue(), clock.unshifted(), _payload(job).partition(":")[0] + ":"])
        return int(cursor.rowcount)


def unanswered(rings: list[int]) -> list[int]:
    """Which of these rows are still there: waiting, being done, or done and not acknowledged."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT, [rings])
        return [row[0] for row in cursor.fetchall()]


def forget(rings: list[int]) -> None:
    """Want them no more."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [rings])


def queue_of(worker: str) -> str:
    """The queue from which nobody else takes."""
    return f"{_queue()}:{worker}"


def drop_queue(worker: str) -> None:
    """Want nothing more of that worker."""
    with connection.cursor() as cursor:
        cursor.execute(DROP, [queue_of(worker)])


def drop_old(before: datetime) -> None:
    """Want nothing more of workers that have not answered since."""
    with connection.cursor() as cursor:
        cursor.execute(DROP_OLD, [queue_of(""), before])


def _queue() -> str:
    return str(settings.Q_CLUSTER["name"])


@cache
def _payload(job: str) -> str:
    """Signed as django-q2 signs; its letters are those of base64, so it can stand in a statement."""
    from django_q.signing import SignedPackage

    task = {"id": job, "name": job, "func": job, "args": (), "kwargs": {}, "save": False}
    return str(SignedPackage.dumps(task | {"started": clock.unshifted()}))
