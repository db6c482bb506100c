"""What monitoring asks: does it live, and is all well behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client

from common import clock
from config import health
from outbox.actions import beat, put, stop_beating
from outbox.models import Heartbeat, Item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _alive() -> Iterator[None]:
    """A worker that has just given a sign of life."""
    beat(name="one:1")
    health._migrated["known"] = False
    yield
    health._migrated["known"] = False


def ask() -> tuple[int, dict[str, str]]:
    answer = Client().get("/readyz")
    said: dict[str, Any] = answer.json()
    assert said["ready"] is (answer.status_code == 200)
    return answer.status_code, said["checks"]


def test_all_is_well() -> None:
    every = {"database": "ok", "migrations": "ok", "outbox": "ok", "worker": "ok"}
    assert ask() == (200, every)


def test_a_worker_without_a_sign_of_life_is_told() -> None:
    Heartbeat.objects.update(at=clock.unshifted() - timedelta(minutes=4))
    status, checks = ask()
    assert (status, checks["worker"], checks["outbox"]) == (503, "one:1: no sign of life for 240 s", "ok")
    Heartbeat.objects.all().delete()
    assert ask()[1]["worker"] == "no sign of life yet"


def test_a_worker_that_is_dead_is_named_though_another_lives() -> None:
    beat(name="two:2")
    Heartbeat.objects.filter(name="two:2").update(at=clock.unshifted() - timedelta(minutes=5))
    assert (ask()[0], ask()[1]["worker"]) == (200, "ok; two:2: no sign of life for 300 s")
    stop_beating(name="two:2")
    assert ask()[1]["worker"] == "ok"


@pytest.mark.parametrize(("minutes", "status"), [(4, 200), (6, 503)])
def test_what_waits_too_long_is_told(minutes: int, status: int) -> None:
    with transaction.atomic():
        put(key="secret@example.com", kind="mail", payload={"to": 1})
    Item.objects.update(due_at=clock.now() - timedelta(minutes=minutes))
    answer = Client().get("/readyz")
    assert answer.status_code == status
    assert b"secret" not in answer.content


def test_what_is_dead_or_not_due_yet_does_not_count() -> None:
    with transaction.atomic():
        put(key="a", kind="mail", payload={}, due_at=clock.now() + timedelta(days=1))
        put(key="b", kind="mail", payload={}, due_at=clock.now() - timedelta(days=1))
    Item.objects.filter(key="b").update(state=Item.State.DEAD)
    assert ask()[0] == 200


def test_a_pending_migration_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("org", "9999")])
    assert ask() == (503, {"database": "ok", "migrations": "not all applied", "outbox": "ok", "worker": "ok"})


def test_a_database_that_does_not_answer_is_told_without_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise OperationalError("connection to server at 10.1.2.3 failed for user secret")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["checks"]) == (503, {"database": "does not answer"})
    assert b"10.1.2.3" not in answer.content


def test_the_process_lives_whatever_the_database_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database", lambda: "x")
    assert Client().get("/healthz").content == b"ok"
