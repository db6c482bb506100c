"""The tests of the route catch every planted bug."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.route.mutants.planted import PLANTED, Planted

ROOT = Path(__file__).resolve().parents[3]
ROUTE = ROOT / "designer" / "route"
SETTINGS = "[pytest]\npythonpath = . platform\n"


def copy_of_the_project(folder: Path) -> Path:
    """What the tests of the route need, and nothing of it that leads back to the project."""
    for part in ("designer", "org", "platform/common"):
        shutil.copytree(
            ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "migrations")
        )
    for name in ("__init__.py", "org/__init__.py", "org/small.py", "org/companies.py"):
        (folder / "tests" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / name, folder / "tests" / name)
    shutil.copytree(
        ROOT / "tests/route", folder / "tests/route", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "pytest.ini").write_text(SETTINGS)
    return folder


def run(folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Runs tests of the route in the copy, without the database and up to the first failure."""
    tests = [f"tests/route/{file}" for file in files]
    plugins = ["-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider"]
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", *plugins, *tests]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def plant(folder: Path, bug: Planted) -> None:
    path = folder / "designer" / "route" / bug.file
    path.write_text(path.read_text().replace(bug.old, bug.new))


def test_there_are_at_least_twenty_of_many_rules() -> None:
    assert len(PLANTED) >= 20
    assert len({bug.name for bug in PLANTED}) == len(PLANTED)
    assert len({bug.rule for bug in PLANTED}) >= 12


@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_the_bug_can_still_be_planted(bug: Planted) -> None:
    assert (ROUTE / bug.file).read_text().count(bug.old) == 1
    assert bug.old != bug.new


@pytest.mark.check
def test_the_copy_without_a_bug_passes(tmp_path: Path) -> None:
    files = sorted({bug.caught_by for bug in PLANTED})
    done = run(copy_of_the_project(tmp_path), *files)
    assert done.returncode == 0, done.stdout


@pytest.mark.check
@pytest.mark.parametrize("bug", PLANTED, ids=lambda bug: bug.name)
def test_the_bug_is_caught(bug: Planted, tmp_path: Path) -> None:
    folder = copy_of_the_project(tmp_path)
    plant(folder, bug)
    done = run(folder, bug.caught_by)
    assert done.returncode == 1, f"{bug.name} (ROUTING {bug.rule}) went unnoticed:\n{done.stdout}"
    assert "failed" in done.stdout
    assert "error" not in done.stdout.splitlines()[-1]
