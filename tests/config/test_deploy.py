"""The files in `deploy/` are right: systemd accepts the units, and they start what `make run` starts."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from common.machine import worker_name
from config import environment, pulse, supervisor
from outbox import actions

HOME = "/opt/placet"
UNITS = environment.ROOT / "deploy" / "systemd"
EXAMPLE = environment.ROOT / "deploy" / "placet.env.example"


def command_of(unit: str) -> list[str]:
    """What a unit starts, with the Python of this installation and without its folder."""
    line = re.search(r"^ExecStart=(.+)$", (UNITS / unit).read_text(), re.MULTILINE)
    assert line
    words = shlex.split(line[1].replace(f"{HOME}/.venv/bin/python", sys.executable))
    return [word.replace(HOME, str(environment.ROOT)) for word in words]


def test_systemd_accepts_every_unit(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text().replace(f"{HOME}/.venv/bin/python", sys.executable)
        (tmp_path / unit.name).write_text(text.replace(HOME, str(environment.ROOT)))
    files = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_names_a_program_that_is_not_there(tmp_path: Path) -> None:
    broken = tmp_path / "placet-web.service"
    broken.write_text((UNITS / "placet-web.service").read_text().replace(HOME, "/nonexistent"))
    done = subprocess.run(["systemd-analyze", "verify", str(broken)], capture_output=True, text=True)
    assert done.returncode != 0 and "/nonexistent" in done.stderr


def test_the_units_start_what_the_supervisor_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    started = {f"placet-{child.name}.service": child.command for child in supervisor.children({})}
    assert {unit: command_of(unit) for unit in started} == started


def test_every_variable_of_the_example_is_described() -> None:
    names = re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)
    readme = (environment.ROOT / "README.md").read_text()
    assert "DATABASE_URL" in names
    assert [name for name in names if f"`{name}`" not in readme] == []


@pytest.mark.django_db(transaction=True)
def test_the_watchdog_calls_for_a_kill_only_when_the_worker_is_silent() -> None:
    assert command_of("placet-watchdog.service")[1:] == ["-m", "config.pulse"]
    assert pulse.main() == 1
    actions.beat(name=worker_name(7))
    assert pulse.main() == 0
