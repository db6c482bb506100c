"""Databases of earlier releases, with requests on their way, go on under this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from common import embedded_postgres as embedded
from config import environment

DUMPS = sorted(Path(__file__).parent.glob("*.dump"))


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a server of its own."""
    path = Path("/var/tmp") / f"placet-upgrade-{os.getpid()}"
    path.mkdir(mode=0o755)
    embedded.start(path / "postgres", relaxed=True)
    yield path
    embedded.remove(path / "postgres")
    subprocess.run(["rm", "-rf", str(path)], check=True)


def restore(folder: Path, dump: Path) -> None:
    """The dump in place of the empty database, as its owner."""
    home = folder / "postgres"
    owner = embedded.start(home, relaxed=True).parameters(embedded.OWNER)
    with psycopg.connect(**{**owner, "dbname": "postgres"}, autocommit=True) as conn:
        conn.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(owner["dbname"])))
        embedded.create_database(conn, owner["dbname"])
    program = embedded.program("pg_restore")
    command = [program, "--exit-on-error", f"--dbname={owner['dbname']}", f"--host={owner['host']}"]
    command += [f"--username={owner['user']}", str(dump)]
    subprocess.run(command, env={**os.environ, "PGPASSWORD": owner["password"]}, check=True)


def run(folder: Path, *words: str) -> str:
    """A command on that database; what it printed."""
    env = {**os.environ, "PLACET_DATA": str(folder), "PYTHONPATH": "platform:.", "PLACET_DEMO": "0"}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLACET_CLOCK_FILE"):
        env.pop(name, None)
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=environment.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def released() -> list[str]:
    """Its releases by the change log, the newest first."""
    changes = (environment.ROOT / "CHANGELOG.md").read_text()
    return [line.split()[1] for line in changes.splitlines() if line.startswith("## 0.")]


def version() -> str:
    return tomllib.loads((environment.ROOT / "pyproject.toml").read_text())["project"]["version"]


def number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def test_there_is_a_dump_of_every_release_and_of_none_else() -> None:
    """The release that is being prepared, pyproject's version, may have one before its heading."""
    assert {dump.stem for dump in DUMPS} - {version()} == set(released()) - {version()}
    assert version() not in released() or version() in {dump.stem for dump in DUMPS}


def test_the_version_is_that_of_the_newest_release_or_of_the_next() -> None:
    numbers = [number(one) for one in released()]
    assert numbers == sorted(numbers, reverse=True)
    assert all(one <= number(version()) for one in numbers)


@pytest.mark.parametrize("dump", DUMPS, ids=lambda dump: dump.stem)
def test_all_that_was_on_its_way_ends_under_this_release(folder: Path, dump: Path) -> None:
    restore(folder, dump)
    run(folder, "manage.py", "migrate", "--verbosity", "0")
    told = json.loads(run(folder, "-m", "tests.upgrades.finishing"))
    assert told["ended"] == {"completed": 35, "declined": 5, "cancelled": 10}
    assert told["found"] == []
