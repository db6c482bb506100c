"""`make run`: one supervisor starts everything, keeps it running, and leaves nothing behind."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from common import clock, embedded_postgres
from common.machine import worker_name
from config import supervisor
from outbox import actions
from outbox.models import Heartbeat
from tests import running


@pytest.fixture
def platform() -> Iterator[running.Platform]:
    with running.platform() as found:
        yield found


@pytest.mark.check
def test_it_starts_mends_and_stops_everything(platform: running.Platform) -> None:
    said = platform.start()
    assert f"Placet is ready: http://127.0.0.1:{platform.port}" in said
    assert platform.healthy() and platform.named("manage.py worker") and platform.named("postgres")

    before = platform.named("gunicorn")
    os.kill(before[0], signal.SIGKILL)
    running.wait_until(lambda: platform.healthy() and not set(platform.named("gunicorn")) & set(before))

    code, said = platform.stop(signal.SIGINT)
    assert (code, platform.processes()) == (0, {})
    told = [line for line in said.splitlines() if not line.startswith("Waiting for ")]
    assert told[-2:] == ["Stopping (SIGINT).", "Stopped."]
    server = embedded_postgres.state(platform.data / "postgres")
    assert server is not None and not Path(server.socket).exists()

    began = time.monotonic()
    assert "Migrating" not in platform.start()
    assert time.monotonic() - began < 30
    assert platform.stop(signal.SIGTERM)[0] == 0
    assert platform.processes() == {}


def test_a_taken_port_is_said_and_nothing_is_left(platform: running.Platform) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", platform.port))
        taken.listen()
        with pytest.raises(AssertionError, match=f"Port {platform.port} is taken"):
            platform.start()
    assert platform.process and platform.process.wait() == 1
    assert platform.processes() == {}


@pytest.mark.check
def test_a_killed_supervisor_takes_web_and_worker_along_and_the_next_one_finds_its_data(
    platform: running.Platform,
) -> None:
    platform.start()
    assert platform.process
    platform.process.kill()
    platform.process.wait()
    running.wait_until(lambda: not platform.named("gunicorn") + platform.named("manage.py worker"))
    assert platform.named("postgres")
    assert "Migrating" not in platform.start()
    assert platform.stop(signal.SIGTERM)[0] == 0
    assert platform.processes() == {}


@pytest.mark.django_db(transaction=True)
def test_a_worker_lives_as_long_as_its_last_sign_is_fresh() -> None:
    mine, other = worker_name(7), worker_name(77)
    assert supervisor.worker_lives() is False
    actions.beat(name="elsewhere:7")
    assert supervisor.worker_lives() is False
    actions.beat(name=other)
    assert (supervisor.worker_lives(), supervisor.worker_lives(mine)) == (True, False)
    actions.beat(name=mine)
    assert supervisor.worker_lives(mine) is True
    Heartbeat.objects.update(at=clock.unshifted() - timedelta(minutes=5))
    assert supervisor.worker_lives() is False


def test_a_database_that_does_not_answer_kills_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:x@127.0.0.1:1/placet")
    assert supervisor.worker_lives() is True


def test_two_do_not_run_from_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACET_DATA", str(tmp_path))
    let_go = supervisor.alone()
    with pytest.raises(supervisor.StartFailed, match="already runs from"):
        supervisor.alone()
    let_go()
    supervisor.alone()()


def test_it_says_that_it_stops_before_anything_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLACET_DATA", str(tmp_path))
    lock, seen = tmp_path / "supervisor.lock", []

    def run(undo: list[Callable[[], object]]) -> None:
        undo.append(supervisor.alone())
        undo.append(lambda: seen.append(lock.read_text()))
        raise supervisor.Stop

    monkeypatch.setattr(supervisor, "_run", run)
    monkeypatch.setattr(supervisor.signal, "signal", lambda *_given: None)
    assert supervisor.main() == 0
    assert (seen, lock.read_text()) == (["stopping"], "")


def test_one_that_is_just_stopping_is_waited_for_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLACET_DATA", str(tmp_path))
    let_go = supervisor.alone()
    supervisor._say_that_it_stops()
    monkeypatch.setattr(supervisor, "pause", lambda seconds: let_go())
    supervisor.alone()()
    assert capsys.readouterr().out == "Waiting for the Placet that is just stopping.\n"
    assert (tmp_path / "supervisor.lock").read_text() == ""
