"""`make run`: one supervisor starts everything, keeps it running, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from common import embedded_postgres
from config import environment

LIMIT = 120


class Platform:
    """A platform of its own: data folder, port, and the supervisor as a process."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Run the supervisor until it says that it is ready; what it said."""
        own = {
            "PLACET_DATA": str(self.data),
            "PORT": str(self.port),
            "PYTHONPATH": "platform:.",
            "PLACET_DEMO": "0",
        }
        drop = {"DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLACET_CLOCK_FILE"}
        env = {name: value for name, value in os.environ.items() if name not in drop} | own
        command = [sys.executable, "-m", "config.supervisor"]
        self.process = subprocess.Popen(
            command, cwd=environment.ROOT, env=env, stdout=subprocess.PIPE, text=True
        )
        said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            said += line
            if line.startswith("Ctrl-C"):
                return said
        raise AssertionError(f"The supervisor ended: {said}")

    def stop(self, number: signal.Signals) -> tuple[int, str]:
        """Send the signal; the exit code and what was said meanwhile."""
        assert self.process
        self.process.send_signal(number)
        said, _nothing = self.process.communicate(timeout=LIMIT)
        return self.process.returncode, said

    def processes(self) -> dict[int, str]:
        """All that this platform runs, found by its data folder: in the environment or as working folder."""
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) != os.getpid():
                try:
                    mine = f"PLACET_DATA={self.data}".encode() in (entry / "environ").read_bytes().split(
                        b"\0"
                    )
                    if mine or str(os.readlink(entry / "cwd")).startswith(str(self.data)):
                        found[int(entry.name)] = (
                            (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                        )
                except OSError:
                    continue
        return found

    def named(self, word: str) -> list[int]:
        return sorted(pid for pid, command in self.processes().items() if word in command)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.read() == b"ok")
        except OSError:
            return False


@pytest.fixture
def platform() -> Iterator[Platform]:
    folder = Path(tempfile.mkdtemp(prefix="placet-run-", dir="/var/tmp"))
    folder.chmod(0o755)
    platform = Platform(folder)
    yield platform
    if platform.process:
        platform.process.kill()
        platform.process.wait()
    embedded_postgres.stop(folder / "postgres")
    for pid in platform.processes():
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(folder)


def wait_until(true: object) -> None:
    deadline = time.monotonic() + LIMIT
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


def test_it_starts_mends_and_stops_everything(platform: Platform) -> None:
    said = platform.start()
    assert f"Placet is ready: http://127.0.0.1:{platform.port}" in said
    assert platform.healthy() and platform.named("qcluster") and platform.named("postgres")

    before = platform.named("gunicorn")
    os.kill(before[0], signal.SIGKILL)
    wait_until(lambda: platform.healthy() and not set(platform.named("gunicorn")) & set(before))

    code, said = platform.stop(signal.SIGINT)
    assert (code, platform.processes()) == (0, {})
    assert said.endswith("Stopping.\nStopped.\n")

    began = time.monotonic()
    assert "Migrating" not in platform.start()
    assert time.monotonic() - began < 30
    assert platform.stop(signal.SIGTERM)[0] == 0
    assert platform.processes() == {}


def test_a_taken_port_is_said_and_nothing_is_left(platform: Platform) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", platform.port))
        taken.listen()
        with pytest.raises(AssertionError, match=f"Port {platform.port} is taken"):
            platform.start()
    assert platform.process and platform.process.wait() == 1
    assert platform.processes() == {}
