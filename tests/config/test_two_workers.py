"""Two workers on one database: each answers for itself, so a dead one is noticed while the other lives."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from common.machine import worker_name
from config import environment
from tests import running

pytestmark = pytest.mark.check
LIMIT = 12


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[running.Platform]:
    """A platform with its own worker."""
    monkeypatch.setenv("PLACET_PULSE_LIMIT", str(LIMIT))
    with running.platform() as found:
        found.start()
        yield found


def second_worker(platform: running.Platform) -> subprocess.Popen[bytes]:
    """Another one on the same database, which nobody starts again."""
    command = [sys.executable, "manage.py", "worker"]
    where = {"cwd": environment.ROOT, "env": platform.environment(), "start_new_session": True}
    return subprocess.Popen(command, **where, stderr=subprocess.PIPE)


def said(platform: running.Platform) -> str:
    """What /readyz says of the workers."""
    try:
        with urllib.request.urlopen(f"{platform.address}/readyz", timeout=10) as answer:
            return str(json.load(answer)["checks"]["worker"])
    except urllib.error.HTTPError as refused:
        return str(json.load(refused)["checks"]["worker"])


def of_second(platform: running.Platform, second: subprocess.Popen[bytes]) -> list[int]:
    """Its processes in the order of their making."""
    return [pid for pid in platform.named("manage.py worker") if os.getpgid(pid) == second.pid]


def test_a_killed_worker_is_named_while_the_other_one_lives(platform: running.Platform) -> None:
    second = second_worker(platform)
    running.wait_until(lambda: len(of_second(platform, second)) == 6)
    os.killpg(second.pid, signal.SIGKILL)
    second.wait()
    running.wait_until(lambda: said(platform) != "ok")
    assert said(platform).startswith(f"ok; {worker_name(second.pid)}: no sign of life for")
    assert "," not in said(platform), "the other one lives"

    third = second_worker(platform)
    running.wait_until(lambda: said(platform) == "ok")
    third.terminate()
    assert third.wait(running.LIMIT) == 0
    assert said(platform) == "ok", "one that stops as it was asked to is not missed"


def test_a_worker_that_stands_still_ends_itself_while_the_other_one_lives(platform: running.Platform) -> None:
    second = second_worker(platform)
    running.wait_until(lambda: len(of_second(platform, second)) == 6)
    monitor = of_second(platform, second)[4]
    os.kill(monitor, signal.SIGSTOP)
    assert second.wait(running.LIMIT) == -signal.SIGKILL
    assert second.stderr and b"The worker answers no more" in second.stderr.read()
    assert platform.named("manage.py worker") != []
