"""Backup and restore: the database, the files and the anchors in one archive.

The anchors are copied first, then the database is dumped in one snapshot, then the files. Contents lie under
their own checksum and never change, so whatever the dump names is in the archive, and no anchor in it seals
what the dump does not hold; people may work meanwhile.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from common import clock, embedded_postgres
from config import environment, supervisor
from flows import files as store
from flows.history import anchor
from outbox import installation

FORMAT = 1
DUMP, MANIFEST = "database.dump", "manifest.json"
CONTENT = re.compile(r"files/by-content/([0-9a-f]{2})/([0-9a-f]{2})/([0-9a-f]{64})")
ANCHOR = re.compile(r"anchors/(\d{8}\.anchor|key)")
CHUNK = 1024 * 1024


class BackupFailed(Exception):
    """The backup or the restore was not done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    path: Path
    files: int
    anchors: int


# -- backup --------------------------------------------------------------------------------------------------


def write(to: Path) -> Made:
    """Write a backup into a file, or into a folder under a name with the moment. It holds everything, so
    nobody else may read it. Raises BackupFailed; then no file is left."""
    path = to / f"placet-{clock.unshifted():%Y%m%d-%H%M%S}.tar" if to.is_dir() else to
    if path.exists():
        raise BackupFailed(f"{path} is there already.")
    partial = path.with_name(f"{path.name}.partial")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            made = _fill(file, path)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    except OSError as error:
        raise BackupFailed(f"The backup was not written: {error}.") from error
    finally:
        partial.unlink(missing_ok=True)
    return made


def _fill(file: IO[bytes], path: Path) -> Made:
    with tarfile.open(fileobj=file, mode="w") as archive, tempfile.TemporaryDirectory() as folder:
        anchors = sum(_add(archive, f"anchors/{one.name}", one) for one in _anchors())
        dump = Path(folder) / DUMP
        _dump(dump)
        _add(archive, DUMP, dump)
        files = sum(_add(archive, f"files/{one.relative_to(_files())}", one) for one in _contents())
        manifest = {
            "format": FORMAT,
            "made_at": clock.unshifted().isoformat(),
            "owner": settings.OWNER_DATABASE["USER"],
            "app": settings.APP_ROLE,
            "dump_sha256": _digest(dump),
            "files": files,
            "anchors": anchors,
        }
        _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    return Made(path, files, anchors)


def _anchors() -> list[Path]:
    """The anchors, and their key where it lies beside them."""
    folder = anchor.folder()
    return [one for one in sorted(folder.glob("*")) if ANCHOR.fullmatch(f"anchors/{one.name}")]


def _contents() -> Iterator[Path]:
    root = _files()
    for path in sorted((root / "by-content").rglob("*")):
        if CONTENT.fullmatch(f"files/{path.relative_to(root)}"):
            yield path


def _files() -> Path:
    storages: Any = settings.STORAGES
    return Path(storages["default"]["OPTIONS"]["location"])


def _add(archive: tarfile.TarFile, name: str, path: Path) -> int:
    """1 when it was added; what was printed for one person may have gone meanwhile."""
    try:
        archive.add(path, name, recursive=False)
    except FileNotFoundError:
        return 0
    return 1


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _dump(to: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-password", f"--file={to}", *_where())


# -- restore -------------------------------------------------------------------------------------------------


def read(path: Path) -> datetime:
    """Restore a backup into an empty database and a data folder without files; the moment it was made. The
    copy belongs to no installation, so it sends nothing until it is adopted. Raises BackupFailed; the
    database is then as empty as it was."""
    try:
        with tarfile.open(path) as archive, tempfile.TemporaryDirectory() as folder, _aside() as aside:
            manifest = _manifest(archive)
            dump = Path(folder) / DUMP
            _unpack(archive, DUMP, dump)
            if _digest(dump) != manifest["dump_sha256"]:
                raise BackupFailed("The dump inside the backup was changed.")
            _refuse_filled()
            _unpack_all(archive, aside)
            _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--no-password",
                 *_where(), str(dump))  # fmt: skip
            installation.disown()
            _move_in(aside)
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise BackupFailed(f"The backup cannot be read: {error}.") from error
    call_command("migrate", verbosity=0)
    return datetime.fromisoformat(manifest["made_at"])


def _manifest(archive: tarfile.TarFile) -> dict[str, Any]:
    entry = archive.extractfile(MANIFEST)
    found: dict[str, Any] = json.loads(entry.read()) if entry else {}
    if found.get("format") != FORMAT:
        raise BackupFailed("This is no backup that this release of Placet can read.")
    for role, here in (("owner", settings.OWNER_DATABASE["USER"]), ("app", settings.APP_ROLE)):
        if found[role] != here:
            sentence = (
                "The backup's database belongs to the role {there}; here it is {here}. Name it the same."
            )
            raise BackupFailed(sentence.format(there=found[role], here=here))
    return found


def _refuse_filled() -> None:
    """What is there is never written over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        (tables,) = cursor.fetchone() or (0,)
    if tables:
        raise BackupFailed("The database holds something already: restore into an empty one.")
    if next(_contents(), None) is not None:
        raise BackupFailed(f"There are files already in {_files()}: restore into an empty folder.")


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder beside the contents, gone in the end: nothing is in its place before all was checked."""
    folder = _files() / "restoring"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack_all(archive: tarfile.TarFile, to: Path) -> None:
    """Files and anchors; each content must have the checksum that names it."""
    for entry in archive.getmembers():
        if (content := CONTENT.fullmatch(entry.name)) is not None:
            _unpack(archive, entry.name, to / entry.name)
            if _digest(to / entry.name) != content[3]:
                raise BackupFailed(f"The file {content[3]} inside the backup was changed.")
        elif ANCHOR.fullmatch(entry.name) is not None:
            _unpack(archive, entry.name, to / entry.name)


def _move_in(aside: Path) -> None:
    """To their places, with the rights of the store: whoever hands files out reads them by its group."""
    for path in sorted((aside / "files").rglob("*")):
        if path.is_file():
            place = _files() / path.relative_to(aside / "files")
            store.make_folder(place.parent)
            os.chmod(path, settings.FILE_MODE)
            os.replace(path, place)
    for path in sorted((aside / "anchors").glob("*")):
        anchor.folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(path, anchor.folder() / path.name)


def _unpack(archive: tarfile.TarFile, name: str, to: Path) -> None:
    source = archive.extractfile(name)
    if source is None:
        raise BackupFailed(f"The backup lacks {name}.")
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(source, file, CHUNK)


# -- the database and its programs ---------------------------------------------------------------------------


@contextmanager
def running_database(*, alone: bool) -> Iterator[None]:
    """The embedded database runs inside, and stops afterwards if it did not run before; a server of one's
    own runs anyway. `alone`: no platform may run from this data folder meanwhile. Raises BackupFailed."""
    if environment.on_own_server():
        yield
        return
    home = environment.data_folder() / "postgres"
    let_go = _hold() if alone else None
    ran = embedded_postgres.running(home) is not None
    embedded_postgres.start(home)
    try:
        connections["default"].settings_dict.update(environment.app_database())
        settings.OWNER_DATABASE = environment.owner_database()
        yield
    finally:
        connections.close_all()
        if not ran:
            embedded_postgres.stop(home)
        if let_go is not None:
            let_go()


def _hold() -> Any:
    try:
        return supervisor.alone()
    except supervisor.StartFailed as error:
        raise BackupFailed(str(error)) from error


def _where() -> list[str]:
    owner = settings.OWNER_DATABASE
    found = [f"--dbname={connection.settings_dict['NAME']}", f"--username={owner['USER']}"]
    found += [f"--host={owner['HOST']}"] if owner["HOST"] else []
    return found + ([f"--port={owner['PORT']}"] if owner["PORT"] else [])


def _run(program: str, *arguments: str) -> None:
    if not settings.OWNER_DATABASE:
        raise BackupFailed("Set DATABASE_OWNER_URL: only the role that owns the tables can do this.")
    env = os.environ | {"PGPASSWORD": settings.OWNER_DATABASE["PASSWORD"], "LC_ALL": "C"}
    done = subprocess.run([_program(program), *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise BackupFailed(f"{program} failed: {done.stderr.strip()[-1500:]}")


def _program(name: str) -> str:
    """That of the machine when it is as new as the server, else that of the embedded database. An older one
    refuses the server."""
    found = shutil.which(name) if environment.on_own_server() else None
    if found is not None and _major(found) >= connection.pg_version // 10_000:  # type: ignore[attr-defined]
        return found
    return embedded_postgres.program(name)


def _major(program: str) -> int:
    """`pg_dump (PostgreSQL) 18.4` is 18."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else 0


def _digest(path: Path) -> str:
    with open(path, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
