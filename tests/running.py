"""A whole platform beside the tests, as `make run` starts it: for what must be seen from outside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from common import clock, embedded_postgres
from config import environment

LIMIT = 180


class Platform:
    """A platform of its own: data folder, port, and the supervisor as a process."""

    def __init__(self, data: Path, *, demo: bool = False) -> None:
        self.data, self.demo = data, demo
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Run the supervisor until it says that it is ready; what it said."""
        command = [sys.executable, "-m", "config.supervisor"]
        where = {"cwd": environment.ROOT, "env": self.environment()}
        self.process = subprocess.Popen(command, **where, stdout=subprocess.PIPE, text=True)
        said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            said += line
            if line.startswith("Ctrl-C"):
                return said
        raise AssertionError(f"The supervisor ended: {said}")

    def environment(self) -> dict[str, str]:
        """For processes of this platform, such as commands of manage.py."""
        own = {
            "PLACET_DATA": str(self.data),
            "PORT": str(self.port),
            "PYTHONPATH": "platform:.",
            "PLACET_DEMO": "company" if self.demo else "0",
            clock.FILE: str(self.data / "clock"),
        }
        drop = {"DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY"}
        return {name: value for name, value in os.environ.items() if name not in drop} | own

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def set_clock(self, to: datetime) -> None:
        """From now on it is `to` for web, worker and browser."""
        shift = (to - clock.unshifted()) / timedelta(seconds=1)
        embedded_postgres.write_private(self.data / "clock", str(shift))

    def manage(self, *words: str) -> str:
        """Run a command of manage.py in this platform; what it said."""
        command = [sys.executable, "manage.py", *words]
        env = self.environment()
        done = subprocess.run(
            command, cwd=environment.ROOT, env=env, capture_output=True, text=True, check=True
        )
        return done.stdout

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
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.read() == b"ok")
        except OSError:
            return False


def wait_until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT
    while not true():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


@contextmanager
def platform(*, demo: bool = False) -> Iterator[Platform]:
    """A platform in a temporary folder, not started yet; whatever is left of it is removed."""
    folder = Path(tempfile.mkdtemp(prefix="placet-run-", dir="/var/tmp"))
    folder.chmod(0o755)  # the database server of root runs as another user
    found = Platform(folder, demo=demo)
    try:
        yield found
    finally:
        if found.process and found.process.poll() is None:
            found.process.terminate()
            found.process.wait(LIMIT)
        embedded_postgres.remove(folder / "postgres")
        for pid in found.processes():
            os.kill(pid, signal.SIGKILL)
        shutil.rmtree(folder)
