"""Acts that are killed on the way: each in a process that nothing was left to by the tests.

A fork of pytest itself will not do. It has threads (the live server's) whose locks stay locked in the child;
and Playwright's event loop, which the child does not see running, so that Django gives it another connection
than the parent has: one from before the loop, whose socket the parent still holds. The child may be killed
then, its transaction and its locks stay. So a process of its own, `python -m tests.flows.killing`, forks for
each act.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from config import environment

Act = Callable[[], object]
KilledAt = Callable[[int, Act], bool]


@contextmanager
def killer() -> Iterator[KilledAt]:
    """Does an act (one that can be pickled) until the edge of that number; answers whether it was reached."""
    env = os.environ | {"PYTHONPATH": "platform:.", "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-m", __name__]
    where = {"cwd": environment.ROOT, "env": env}
    with subprocess.Popen(command, **where, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as forking:
        assert forking.stdin and forking.stdout
        asked, answered = forking.stdin, forking.stdout

        def killed_at(edge: int, act: Act) -> bool:
            pickle.dump((edge, act), asked)
            asked.flush()
            answer = answered.readline().decode().strip()
            assert answer in ("killed", "done"), f"The act itself failed: {answer}"
            return answer == "killed"

        yield killed_at
        asked.close()


def main(asked: IO[bytes], answered: IO[bytes]) -> None:
    """Fork for each act that is asked for."""
    import django

    django.setup()
    while True:
        try:
            edge, act = pickle.load(asked)
        except EOFError:
            return
        child = os.fork()
        if child == 0:
            _do(edge, act)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        answered.write({0: b"done\n", -signal.SIGKILL: b"killed\n"}.get(status, b"failed\n"))
        answered.flush()


def _do(edge: int, act: Act) -> None:
    """In the child; does not return."""
    from common import clock
    from tests.personas import NOW

    code = 1
    try:
        _count(edge)
        with clock.frozen(NOW):
            act()
        code = 0
    except Exception:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def _count(edge: int) -> None:
    """The edges: before and after every statement and every commit."""
    from django.db import connection

    passed = 0

    def at_edge() -> None:
        nonlocal passed
        passed += 1
        if passed == edge:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute: Any, *arguments: Any) -> Any:
        at_edge()
        answer = execute(*arguments)
        at_edge()
        return answer

    def commit() -> None:
        at_edge()
        real()
        at_edge()

    real = connection._commit  # type: ignore[attr-defined]
    connection._commit = commit  # type: ignore[attr-defined]
    connection.execute_wrappers.append(statement)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
