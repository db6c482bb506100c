"""kill -9 of each process of the worker, idle and busy (RELIABILITY 0.2, R2 to R5): it recovers by itself,
nothing is lost, nothing told twice."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from config import environment
from config.supervisor import BACKOFF
from tests import running
from tests.mailserver import Mails, mail_server

pytestmark = pytest.mark.check
LIMIT, STUCK = 20, 8
KINDS = ("main", "sentinel", "worker 1", "worker 2", "monitor", "pusher")
NOTICES = 12
RESTART = BACKOFF[-1] + 20
"""Seconds until a worker that was killed again and again carries: the supervisor waits longer each time."""
MOST = LIMIT * 2 + STUCK + RESTART
"""One that came to stand still ends itself first, and its own watch looks once in a while."""


class Office:
    """A running platform with somebody to tell, seen through its database."""

    def __init__(self, platform: running.Platform, mails: Mails) -> None:
        self.platform, self.mails = platform, mails
        found = self._database()
        self.connection = psycopg.connect(**found, autocommit=True)
        self.sent = 0

    def _database(self) -> dict[str, str]:
        with pytest.MonkeyPatch.context() as patch:
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
                patch.delenv(name, raising=False)
            patch.setenv("PLACET_DATA", str(self.platform.data))
            found = environment.app_database()
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        return {name: found[key] for name, key in names.items() if found[key]}

    def ask(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        return self.connection.execute(sql, values or None).fetchall()

    def tell(self, number: int) -> None:
        """So many test mails are wanted by the first employee, each woken for as an act does."""
        self.platform.manage("shell", "-v0", "-c", TELL.format(first=self.sent, last=self.sent + number))
        self.sent += number

    def count(self, state: str) -> int:
        rows = self.ask("SELECT count(*) FROM outbox_item WHERE state = %s AND key LIKE 'killed:%%'", state)
        return int(str(rows[0][0]))

    def delivered(self) -> bool:
        return self.count("sent") == self.sent

    def worker(self) -> dict[str, int]:
        """Its processes by their roles; nothing while one of them is missing or not named yet."""
        pids = self.platform.named("manage.py worker")
        with suppress(OSError):
            named = [(role_of(pid), pid) for pid in pids]
            workers = [(f"worker {at}", pid) for at, (role, pid) in enumerate(only(named, "worker"), 1)]
            found = [one for one in named if one[0] != "worker"] + workers
            return dict(found) if sorted(role for role, _pid in found) == sorted(KINDS) else {}
        return {}


def role_of(pid: int) -> str:
    """The first process leads the group, the sentinel has no name of its own."""
    if os.getpgid(pid) == pid:
        return "main"
    return Path(f"/proc/{pid}/comm").read_text().strip().partition("placet-")[2] or "sentinel"


def only(named: list[tuple[str, int]], role: str) -> list[tuple[str, int]]:
    return [one for one in named if one[0] == role]


TELL = """
from django.db import transaction
from org.models import Employee
from outbox.actions import put
one = Employee.objects.filter(is_active=True).exclude(email='').order_by('pk').first()
for n in range({first}, {last}):
    with transaction.atomic():
        put(key=f'killed:{{n}}', kind='mail', payload={{'test': True, 'to': one.pk}})
"""


POISON = """
INSERT INTO outbox_item (key, kind, payload, state, attempts, created_at, due_at, claimed_at, problem)
SELECT 'poison', 'mail', payload, 'sending', 12, created_at, due_at, created_at, '' FROM outbox_item
WHERE key = 'killed:0' RETURNING id
"""


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    patch = pytest.MonkeyPatch()
    with mail_server() as mails, running.platform(demo=True) as platform:
        patch.setenv("PLACET_MAIL_URL", mails.url)
        patch.setenv("PLACET_PULSE_LIMIT", str(LIMIT))
        patch.setenv("PLACET_STUCK_SECONDS", str(STUCK))
        try:
            platform.start()
            yield Office(platform, mails)
        finally:
            patch.undo()


def each_once(office: Office) -> None:
    """Nothing lost; a mail at most twice, and then with the same Message-ID."""
    seen = Counter(str(one["Message-ID"]) for one in office.mails.all)
    wanted = {f"<killed.{number}@127.0.0.1>" for number in range(office.sent)}
    assert wanted <= set(seen)
    assert max(seen[one] for one in wanted) <= 2
    dead = office.ask("SELECT key FROM outbox_item WHERE state = 'dead'")
    assert dead == []


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
@pytest.mark.parametrize("role", KINDS)
def test_a_killed_process_is_recovered_from(office: Office, role: str, busy: bool) -> None:
    running.wait_until(office.worker)
    already = office.sent
    telling = threading.Thread(target=office.tell, args=(NOTICES,))
    if busy:
        telling.start()
        running.wait_until(lambda: office.count("sent") > already)
    os.kill(office.worker()[role], signal.SIGKILL)
    if not busy:
        telling.start()
    telling.join()
    began = time.monotonic()
    running.wait_until(office.delivered)
    assert time.monotonic() - began < MOST
    each_once(office)
    running.wait_until(office.platform.healthy)


def test_killed_again_and_again_everything_arrives(office: Office) -> None:
    running.wait_until(office.worker)
    office.tell(60)
    for _time in range(4):
        time.sleep(3)
        for pid in office.worker().values():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        running.wait_until(office.worker)
    running.wait_until(office.delivered)
    each_once(office)


def test_an_item_that_kills_its_worker_dies_and_the_others_go_on(office: Office) -> None:
    """As the last of its attempts left it: being sent, by a worker that is no more."""
    office.ask(POISON)
    office.tell(3)
    running.wait_until(office.delivered)
    running.wait_until(
        lambda: office.ask("SELECT 1 FROM outbox_item WHERE key = 'poison' AND state = 'dead'")
    )
    office.ask("DELETE FROM outbox_item WHERE key = 'poison' RETURNING id")


def test_a_stop_waits_for_what_is_begun_and_no_longer(office: Office) -> None:
    running.wait_until(office.worker)
    office.tell(5)
    began = time.monotonic()
    code, _said = office.platform.stop(signal.SIGTERM)
    assert (code, office.platform.processes()) == (0, {})
    assert time.monotonic() - began < 70
    assert Path(office.platform.data).exists()
