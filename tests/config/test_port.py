"""`make run` asks for its port before it installs anything."""

import os
import socket
import subprocess
from pathlib import Path

from config import environment


def ask(port: int, data: Path) -> tuple[int, str]:
    """Exit code of the first step of `make run`, and what it says."""
    env = {**os.environ, "PORT": str(port), "PLACET_DATA": str(data)}
    done = subprocess.run([environment.ROOT / ".ci" / "port"], env=env, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_a_taken_port_is_said_unless_who_holds_it_is_just_stopping(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert ask(port, tmp_path) == (1, f"Port {port} is taken; choose another: make run PORT=8001.\n")
        (tmp_path / "supervisor.lock").write_text("stopping")
        assert ask(port, tmp_path) == (0, "")
    (tmp_path / "supervisor.lock").unlink()
    assert ask(port, tmp_path) == (0, "")
