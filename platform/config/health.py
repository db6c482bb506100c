"""Whether the web server answers, and whether all is well behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from outbox import installation
from outbox.queries import age_of_oldest, pulses
from outbox.worker import LIMIT

OLDEST = timedelta(minutes=5)
"""What is due leaves within a minute; older than this nobody carries it."""
PULSE = timedelta(seconds=LIMIT)

_migrated = {"known": False}


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives; says nothing about the database."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Each check by name: `ok`, `ok; …` where something is to be looked at, or what is wrong in a few words,
    and 503 when one of them fails. Says nothing of addresses, people or contents, and needs no log-in:
    monitoring asks it."""
    checks = {"database": _checked(database)}
    if checks["database"] == "ok":
        checks |= {one.__name__: _checked(one) for one in (migrations, outbox, worker)}
    ready = all(said.split(";")[0] == "ok" for said in checks.values())
    answer = JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def database() -> str:
    """It answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def migrations() -> str:
    """Every migration of this program was applied; once they were, they stay."""
    if not _migrated["known"]:
        executor = MigrationExecutor(connection)
        _migrated["known"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "" if _migrated["known"] else "not all applied"


def outbox() -> str:
    """What must leave the database leaves it."""
    if installation.is_copy():
        return "a restored copy: nothing is sent until manage.py adopt"
    age = age_of_oldest()
    return "" if age < OLDEST else f"the oldest item waits for {int(age.total_seconds())} s"


def worker() -> str:
    """A worker gave a sign of life, so that things are carried; which one did not, by machine and process."""
    found = pulses()
    if not found:
        return "no sign of life yet"
    silent = [(name, int(age.total_seconds())) for name, age in found.items() if age >= PULSE]
    said = ", ".join(f"{name}: no sign of life for {seconds} s" for name, seconds in silent)
    return f"ok; {said}" if said and len(silent) < len(found) else said


def _checked(check: Callable[[], str]) -> str:
    try:
        return check() or "ok"
    except DatabaseError:
        return "does not answer"
