"""The embedded PostgreSQL survives odd places, other users, kills and stale files."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from common import embedded_postgres as embedded

ROOT = os.geteuid() == 0
pytestmark = pytest.mark.check


@pytest.fixture
def base() -> Iterator[Path]:
    """A folder that every user may walk into (pytest's own belongs to one user only)."""
    folder = Path(tempfile.mkdtemp(prefix="placet-test-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def homes() -> Iterator[list[Path]]:
    """Homes to be stopped and removed afterwards, wherever their data went."""
    found: list[Path] = []
    yield found
    for home in found:
        embedded.remove(home)


@pytest.fixture
def home(base: Path, homes: list[Path]) -> Path:
    homes.append(base / "postgres")
    return base / "postgres"


def write_mark(server: embedded.Server) -> None:
    with server.connect(embedded.OWNER) as conn:
        conn.execute("CREATE TABLE mark AS SELECT 7 AS seen")


def read_mark(server: embedded.Server) -> object:
    with server.connect(embedded.OWNER) as conn:
        return conn.execute("SELECT seen FROM mark").fetchone()


def kill_postmaster(home: Path) -> int:
    pid = embedded.running(home)
    assert pid
    os.kill(pid, signal.SIGKILL)
    return pid


def test_it_starts_once_keeps_data_and_stops(home: Path) -> None:
    write_mark(embedded.start(home))
    pid = embedded.running(home)
    embedded.start(home)
    assert embedded.running(home) == pid
    assert (embedded.stop(home), embedded.stop(home), embedded.running(home)) == (True, False, None)
    assert read_mark(embedded.start(home)) == (7,)


def test_the_roles_are_no_superusers_and_the_app_role_makes_nothing(home: Path) -> None:
    server = embedded.start(home)
    with server.connect(embedded.SUPERUSER) as conn:
        rights = conn.execute("SELECT rolname, rolsuper, rolcreatedb FROM pg_roles WHERE rolname ~ '^placet'")
        assert set(rights) == {("placet_owner", False, True), ("placet_app", False, False)}
    with server.connect(embedded.APP) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("CREATE TABLE stray (id int)")


def test_it_listens_on_a_private_socket_only_and_asks_for_the_password(home: Path) -> None:
    server = embedded.start(home)
    with server.connect(embedded.SUPERUSER) as conn:
        assert conn.execute("SHOW listen_addresses").fetchone() == ("",)
    assert stat.S_IMODE(os.stat(server.socket).st_mode) == 0o700
    assert stat.S_IMODE((home / "passwords.json").stat().st_mode) == 0o600
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**server.parameters(embedded.APP) | {"password": "guess"})  # type: ignore[arg-type]


def test_cyrillic_text_is_stored_and_sorted_by_code_point(home: Path) -> None:
    with embedded.start(home).connect(embedded.OWNER) as conn:
        assert conn.execute("SELECT pg_encoding_to_char(encoding) FROM pg_database").fetchone() == ("UTF8",)
        rows = conn.execute("SELECT w FROM unnest(array['я', 'а', 'Я', 'z']) w ORDER BY w").fetchall()
    assert [row[0] for row in rows] == ["z", "Я", "а", "я"]


def test_a_space_and_cyrillic_in_the_path(base: Path, homes: list[Path]) -> None:
    homes.append(base / "My projects" / "Согласование" / "postgres")
    write_mark(embedded.start(homes[0]))
    assert embedded.place(homes[0]) == homes[0]
    embedded.stop(homes[0])
    assert read_mark(embedded.start(homes[0])) == (7,)


@pytest.mark.parametrize("name", ["d" * 120 + "/" + "e" * 120, 'quote"s', "dollar$HOME"])
def test_a_path_that_will_not_do_moves_the_data_out(base: Path, homes: list[Path], name: str) -> None:
    homes.append(base / name / "postgres")
    write_mark(embedded.start(homes[0]))
    assert base not in embedded.place(homes[0]).parents
    embedded.stop(homes[0])
    assert read_mark(embedded.start(homes[0])) == (7,)


def test_two_checkouts_are_two_servers(base: Path, homes: list[Path]) -> None:
    homes.extend([base / "one", base / "two"])
    first, second = (embedded.start(home) for home in homes)
    assert first.socket != second.socket
    embedded.stop(homes[0])
    with second.connect(embedded.APP) as conn:
        assert conn.execute("SELECT 1").fetchone() == (1,)


def test_a_folder_closed_to_the_servers_user_moves_the_data_out(base: Path, homes: list[Path]) -> None:
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    homes.append(closed / "postgres")
    embedded.start(homes[0])
    # Only root has to leave: everybody else runs the server as himself.
    assert (embedded.place(homes[0]) != homes[0]) is ROOT


def test_programs_closed_to_its_user_are_copied(
    base: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = base / "closed"
    closed.mkdir(mode=0o700)
    wheel = embedded._wheel()
    for folder in wheel.parent.parent.glob(f"{wheel.parent.name}*"):
        shutil.copytree(folder, closed / folder.name, symlinks=True)
    monkeypatch.setattr(embedded, "_wheel", lambda: closed / wheel.parent.name / wheel.name)
    embedded.start(home)
    assert (closed in embedded._binaries(home).parents) is not ROOT


def test_another_user_cannot_get_in(home: Path) -> None:
    server = embedded.start(home)
    pid = embedded.running(home)
    assert os.stat(f"/proc/{pid}").st_uid == (pwd.getpwnam("nobody").pw_uid if ROOT else os.geteuid())
    assert os.stat(server.socket).st_uid == os.stat(f"/proc/{pid}").st_uid
    if ROOT:
        command = ["/usr/bin/env", "ls", server.socket]
        found = subprocess.run(
            command, user="daemon", extra_groups=[], cwd="/", capture_output=True, text=True
        )
        assert found.returncode and "Permission denied" in found.stderr


def test_after_a_kill_it_starts_again_with_its_data(home: Path) -> None:
    server = embedded.start(home)
    write_mark(server)
    with server.connect(embedded.APP):
        killed = kill_postmaster(home)
        assert read_mark(embedded.start(home)) == (7,)
    assert embedded.running(home) not in {None, killed}


def test_a_pid_that_now_belongs_to_somebody_else_is_left_alone(home: Path) -> None:
    write_mark(embedded.start(home))
    killed = kill_postmaster(home)
    stranger = subprocess.Popen(["sleep", "60"], cwd="/")
    try:
        pid_file = embedded.place(home) / "data" / "postmaster.pid"
        pid_file.write_text(pid_file.read_text().replace(str(killed), str(stranger.pid), 1))
        assert embedded.running(home) is None
        assert read_mark(embedded.start(home)) == (7,)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_data_folder_is_made_anew(home: Path) -> None:
    (home / "data.new" / "base").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("16")
    embedded.start(home)
    assert not (home / "data.new").exists()


def test_several_starts_at_once_make_one_server(home: Path) -> None:
    code = "import sys, pathlib, common.embedded_postgres as e; e.start(pathlib.Path(sys.argv[1]))"
    env = os.environ | {"PYTHONPATH": "platform"}
    starts = [subprocess.Popen([sys.executable, "-c", code, str(home)], env=env) for _ in range(4)]
    assert [start.wait() for start in starts] == [0, 0, 0, 0]
    pids = [pid for pid in embedded._residents(embedded.place(home)) if "-D" in embedded._command(pid)]
    assert pids == [embedded.running(home)]


def test_a_planted_socket_folder_is_not_used(home: Path) -> None:
    expected = embedded._socket_folder(home)
    shutil.rmtree(expected)
    expected.mkdir(mode=0o777)
    expected.chmod(0o777)
    try:
        server = embedded.start(home)
        assert Path(server.socket) != expected
        assert stat.S_IMODE(os.stat(server.socket).st_mode) == 0o700
    finally:
        shutil.rmtree(expected)


def test_sessions_do_not_keep_it_from_stopping(home: Path) -> None:
    server = embedded.start(home)
    began = time.monotonic()
    with pytest.raises(psycopg.OperationalError), server.connect(embedded.APP) as conn:
        embedded.stop(home)
        conn.execute("SELECT 1")
    assert time.monotonic() - began < 30


def test_a_socket_that_somebody_tidied_away_comes_back(home: Path) -> None:
    server = embedded.start(home)
    write_mark(server)
    shutil.rmtree(server.socket)
    assert read_mark(embedded.start(home)) == (7,)


def test_nothing_is_left_of_a_removed_one(base: Path) -> None:
    home = base / "quote's" / "postgres"
    server = embedded.start(home)
    embedded.remove(home)
    assert [path for path in (server.home, server.socket) if Path(path).exists()] == []
    assert embedded.running(home) is None


def test_data_of_another_version_is_left_alone_and_said_so(home: Path) -> None:
    write_mark(embedded.start(home))
    embedded.stop(home)
    (embedded.place(home) / "data" / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.EmbeddedPostgresError, match="was made by PostgreSQL 9; this installation"):
        embedded.start(home)
    (embedded.place(home) / "data" / "PG_VERSION").write_text(f"{embedded._major(embedded._wheel())}\n")
    assert read_mark(embedded.start(home)) == (7,)


def test_data_of_tests_of_another_version_is_made_anew(home: Path) -> None:
    write_mark(embedded.start(home, relaxed=True))
    embedded.stop(home)
    (embedded.place(home) / "data" / "PG_VERSION").write_text("9\n")
    with embedded.start(home, relaxed=True).connect(embedded.OWNER) as conn:
        assert conn.execute("SELECT to_regclass('mark')").fetchone() == (None,)
