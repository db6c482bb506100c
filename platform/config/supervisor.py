"""One process that runs the platform on one machine: database, then web and worker; stops them in reverse.

Every child has a process group of its own, so that a Ctrl-C reaches only the supervisor, and a stop reaches
also what the child started. A child that dies is started again; a worker without a sign of life is killed
with its group, since the alarm clock's cluster can stand still for ever after one of them died.
"""

import contextlib
import ctypes
import fcntl
import gettext
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import TextIO

import psycopg

from common import clock, embedded_postgres
from common.machine import worker_name
from config import environment

STOP_SECONDS = 75  # the worker's longest job and a little
ALONE_SECONDS = STOP_SECONDS + 30  # for one that is just stopping
SOON = 2  # a wait that nobody has to be told of
STOPPING = "stopping"  # what the lock file of one says that is just stopping
READY_SECONDS = 180
PULSE_EVERY = 30
PULSE_LIMIT = float(os.environ.get("PLACET_PULSE_LIMIT") or 180) + 60  # the worker's own watch comes first
PR_SET_PDEATHSIG = 1
BACKOFF = (0.2, 1, 3, 10, 30)
MANAGE = [sys.executable, str(environment.ROOT / "manage.py")]
WEB = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn"]


class Stop(Exception):
    """A signal asked to stop."""


class StartFailed(Exception):
    """The platform did not come up; the message says which part."""


class Asked:
    """Whether a signal has asked to stop: looked at between steps, so that no child is lost in its making."""

    to_stop = ""


@dataclass
class Child:
    """A process that is kept running: its command, and how often it has died lately."""

    name: str
    command: list[str]
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: int = 0
    started: float = 0
    not_before: float = field(default=0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env=self.env,
            cwd=environment.ROOT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_the_supervisor,
        )
        self.started = time.monotonic()

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self, number: signal.Signals) -> None:
        """Signal the whole group; it may outlive its leader."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def tend(self) -> None:
        """Start it again if it has died, later each time that it dies soon after its start."""
        if self.running():
            return
        if self.process is None:
            if time.monotonic() >= self.not_before:
                self.start()
            return
        say(f"{self.name} ended with {self.process.returncode}; it is started again.")
        self.kill(signal.SIGKILL)
        lived = time.monotonic() - self.started
        self.deaths = 0 if lived > 60 else self.deaths + 1
        self.not_before = time.monotonic() + BACKOFF[min(self.deaths, len(BACKOFF) - 1)]
        self.process = None

    def ask_to_stop(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                self.process.terminate()

    def stop(self) -> None:
        """Ask politely, wait, then make sure that nothing of the group is left."""
        if self.process is None:
            return
        self.ask_to_stop()
        if not self._ends_within(SOON):
            say(f"Waiting for {self.name} to finish what it has begun.")
            self._ends_within(STOP_SECONDS)
        self.kill(signal.SIGKILL)
        self.process.wait()

    def _ends_within(self, seconds: float) -> bool:
        assert self.process
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)
            return True
        return False


def _end_with_the_supervisor() -> None:
    """In the child: ask Linux for a SIGTERM when the supervisor dies, be it by kill -9."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def main() -> int:
    """Run until SIGINT or SIGTERM; 1 when the start failed."""
    os.environ["PORT"] = os.environ.get("PORT") or "8000"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    undo: list[Callable[[], object]] = []
    try:
        _run(undo)
    except Stop:
        return 0
    except (embedded_postgres.EmbeddedPostgresError, environment.EnvironmentRefused, StartFailed) as error:
        say(str(error))
        return 1
    finally:
        if undo:
            _say_that_it_stops()
        for step in reversed(undo):
            step()
        say("Stopped.")
    return 0


def _run(undo: list[Callable[[], object]]) -> None:
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(environment.ROOT / "platform"), str(environment.ROOT)])
    }
    environment.language()
    undo.append(alone())
    _need_port()
    if not environment.on_own_server():
        home = environment.data_folder() / "postgres"
        undo.append(lambda: embedded_postgres.stop(home))
        embedded_postgres.start(home)
    prepared = Child("prepare", [*MANAGE, "prepare"], env)
    undo.append(prepared.stop)
    prepared.start()
    while prepared.running():
        pause(0.05)
    if prepared.process and prepared.process.returncode:
        raise StartFailed("The preparation failed; see above.")
    started = children(env)
    for child in started:
        undo.append(child.stop)
        child.start()
    undo.append(lambda: _ask_to_stop(started))
    _wait_until_ready(started[0])
    _greet()
    _watch(started)


def _ask_to_stop(started: list[Child]) -> None:
    """All at once: each is waited for afterwards."""
    for child in started:
        child.ask_to_stop()


def children(env: dict[str, str]) -> list[Child]:
    """What is kept running, the web server first; the units in `deploy/` start the same commands."""
    return [Child("web", WEB, env), Child("worker", [*MANAGE, "worker"], env)]


def alone() -> Callable[[], object]:
    """Hold the data folder for this supervisor, which would stop the database under another; answers how to
    let it go. Waits for one that is just stopping. Raises StartFailed."""
    folder = environment.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "supervisor.lock"
    handle = open(path, "a")  # noqa: SIM115 (held until the end)
    said, deadline = False, time.monotonic() + ALONE_SECONDS
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.write_text("")
            return lambda: _let_go(path, handle)
        except BlockingIOError:
            if path.read_text() != STOPPING or time.monotonic() > deadline:
                handle.close()
                raise StartFailed(f"Placet already runs from {folder}; stop it there first.") from None
        if not said:
            say("Waiting for the Placet that is just stopping.")
            said = True
        pause(0.2)


def _let_go(path: Path, handle: TextIO) -> None:
    path.write_text("")
    handle.close()


def _bind() -> tuple[str, int]:
    return os.environ.get("PLACET_BIND", "127.0.0.1"), int(os.environ["PORT"])


def _need_port() -> None:
    """Say at once that the port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(_bind())
        except OSError as error:
            raise StartFailed(f"Port {_bind()[1]} is taken; choose another: make run PORT=8001.") from error


def _wait_until_ready(web: Child) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if not web.running():
            raise StartFailed("The web server did not start; see above.")
        if answers(f"{address()}/healthz"):
            return
        pause(0.1)
    raise StartFailed("The web server does not answer.")


def answers(url: str) -> bool:
    """Whether a web server answers there, with whatever status."""
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _watch(children: list[Child]) -> None:
    next_look = time.monotonic() + PULSE_LIMIT
    while True:
        pause(0.5)
        for child in children:
            child.tend()
        if time.monotonic() > next_look:
            next_look = time.monotonic() + PULSE_EVERY
            worker = children[1]
            if _stands_still(worker):
                say("The worker gives no sign of life; it is killed.")
                worker.kill(signal.SIGKILL)


def _stands_still(worker: Child) -> bool:
    if worker.process is None or time.monotonic() - worker.started < PULSE_LIMIT:
        return False
    return not worker_lives(worker_name(worker.process.pid))


def worker_lives(name: str = "") -> bool:
    """Whether the last sign of that worker is fresh, or of any one on this machine. When the database cannot
    say, the worker gets the benefit."""
    found = environment.app_database()
    keys = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    parameters = {name: found[key] for name, key in keys.items() if found[key]}
    statement = "SELECT count(*) FROM outbox_heartbeat WHERE at > %s AND "
    statement += "name = %s" if name else "starts_with(name, %s)"
    since = clock.unshifted() - timedelta(seconds=PULSE_LIMIT)
    try:
        with psycopg.connect(**parameters, connect_timeout=5, autocommit=True) as conn:
            row = conn.execute(statement, [since, name or worker_name()]).fetchone()
    except psycopg.Error:
        return True
    return bool(row and row[0])


def address() -> str:
    """Where this machine reaches the web server."""
    return f"http://127.0.0.1:{os.environ['PORT']}"


def _greet() -> None:
    catalogue = gettext.translation(
        "django", environment.ROOT / "locale", [environment.language()], fallback=True
    )
    ready = catalogue.gettext(gettext_noop("Placet is ready: {address}"))
    say(ready.format(address=os.environ.get("PLACET_BASE_URL") or address()))
    with contextlib.suppress(OSError, ValueError):
        rows = json.loads((environment.data_folder() / "demo-log-ins.json").read_text())
        width = max((len(row["email"]) for row in rows), default=0)
        for row in rows:
            say(f"  {row['email']:<{width}}  {row['password']}  {row['who']}")
    say(catalogue.gettext(gettext_noop("Ctrl-C stops everything and keeps the data.")))


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; there is no Django here."""
    return text


def say(text: str) -> None:
    """A line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def pause(seconds: float) -> None:
    """Sleep, and give way to a signal. Raises Stop."""
    deadline = time.monotonic() + seconds
    while not Asked.to_stop and time.monotonic() < deadline:
        time.sleep(min(0.1, seconds))
    if Asked.to_stop:
        raise Stop


def _say_that_it_stops() -> None:
    """In the lock file, to whoever starts it again meanwhile."""
    (environment.data_folder() / "supervisor.lock").write_text(STOPPING)


def _stop(number: int, frame: FrameType | None) -> None:
    """Told at once, and not by `say`, which may be at work itself just now."""
    if not Asked.to_stop:
        os.write(sys.stdout.fileno(), f"Stopping ({signal.Signals(number).name}).\n".encode())
    Asked.to_stop = signal.Signals(number).name


if __name__ == "__main__":
    sys.exit(main())
