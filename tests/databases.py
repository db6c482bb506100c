"""Databases for tests: a server for a checkout, a template for a set of migrations, a copy for a run.

Several runs may go on at once in one checkout: the server is stopped by the last one to leave, a template is
built once under a lock, and every worker of every run has a copy of its own name.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from common import embedded_postgres as embedded
from config import environment

SOURCES = ("*/migrations/*.py", "platform/*/migrations/*.py", "*/jobs.py", "platform/common/roles.py",
           "requirements.txt", "platform/config/settings.py")  # fmt: skip
KEPT_TEMPLATES = 4
Parameters = dict[str, dict[str, Any]]


@contextmanager
def test_server() -> Iterator[Parameters]:
    """Connection settings of both roles (`app`, `owner`) of a server that runs while anybody needs it.

    A configured server (DATABASE_URL and DATABASE_OWNER_URL) is used as it is; its owner needs CREATEDB.
    """
    if environment.on_own_server():
        yield {"app": environment.app_database(), "owner": environment.owner_database()}
        return
    home = environment.data_folder() / "test-postgres"
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "users", "w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        server = embedded.start(home, relaxed=True)
        try:
            roles = {"app": embedded.APP, "owner": embedded.OWNER}
            yield {name: environment.from_parameters(server.parameters(role)) for name, role in roles.items()}
        finally:
            _stop_when_last(home, users)


def _stop_when_last(home: Path, users: Any) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    embedded.stop(home)


@contextmanager
def copy_of_template(server: Parameters, worker: str) -> Iterator[str]:
    """The name of a migrated database of one's own; dropped at the end."""
    name = f"test_{os.getpid()}_{worker}"
    with _admin(server) as conn:
        _drop_abandoned(conn)
        with _lock("template.lock"):
            template = _template(server, conn)
            _drop(conn, name)
            copy_database(conn, template, name)
    try:
        yield name
    finally:
        with _admin(server) as conn:
            _drop(conn, name)


def copy_database(conn: psycopg.Connection, template: str, name: str) -> None:
    """Copy a database that nobody is connected to."""
    strategy = " STRATEGY FILE_COPY" if conn.info.server_version >= 150000 else ""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}" + strategy)  # type: ignore[arg-type]
    conn.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def subprocess_environment(server: Parameters, name: str) -> dict[str, str]:
    """DATABASE_URL and DATABASE_OWNER_URL of one database, for processes that tests start."""
    from urllib.parse import quote

    def url(role: str) -> str:
        found = server[role]
        host, port = quote(found["HOST"], safe=""), found.get("PORT") or 5432
        return f"postgresql://{found['USER']}:{quote(found['PASSWORD'], safe='')}@:{port}/{name}?host={host}"

    return {
        "DATABASE_URL": url("app"),
        "DATABASE_OWNER_URL": url("owner"),
        "SECRET_KEY": environment.secret_key(),
    }


def _admin(server: Parameters) -> psycopg.Connection:
    owner = server["owner"]
    parameters = {
        "host": owner["HOST"],
        "user": owner["USER"],
        "password": owner["PASSWORD"],
        "port": owner["PORT"],
    }
    return psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in parameters.items() if v})


@contextmanager
def _lock(name: str) -> Iterator[None]:
    folder = environment.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _template(server: Parameters, conn: psycopg.Connection) -> str:
    """The template of the present migrations, built now if there is none; only the newest few are kept."""
    name = f"template_{_fingerprint()}"
    known = [
        row[0]
        for row in conn.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%' ORDER BY oid"
        )
    ]
    if name in known:
        return name
    for old in known[:-KEPT_TEMPLATES]:
        _drop(conn, old)
    building = f"building_{name}"
    _drop(conn, building)
    embedded.create_database(conn, building, server["owner"]["USER"])
    result = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=environment.ROOT,
        env=os.environ | subprocess_environment(server, building),
        capture_output=True,
        text=True,
    )
    if result.returncode:
        raise RuntimeError(f"The migrations of the test database failed:\n{result.stdout}{result.stderr}")
    conn.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
    )
    return name


def _fingerprint() -> str:
    seen = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in environment.ROOT.glob(pattern)):
        seen.update(str(path.relative_to(environment.ROOT)).encode() + b"\0" + path.read_bytes())
    return seen.hexdigest()[:16]


def _drop_abandoned(conn: psycopg.Connection) -> None:
    """Copies whose run was killed."""
    for (name,) in conn.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall():
        pid = name.split("_")[1]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _drop(conn, name)


def _drop(conn: psycopg.Connection, name: str) -> None:
    """Whoever is connected is thrown out: FORCE may not end the server's own vacuum, a plain DROP does."""
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    try:
        conn.execute(drop + sql.SQL(" WITH (FORCE)"))
    except psycopg.errors.InsufficientPrivilege:
        conn.execute(drop)
