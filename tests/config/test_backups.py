"""Backup and restore: everything comes back, nothing is written over, and a copy sends nothing."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import threading
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config import backups
from flows import files
from flows.history import anchor
from tests.running import Platform, platform


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with one content, half an upload beside it, and two anchors with their key."""
    monkeypatch.setattr(backups, "_files", lambda: tmp_path / "files")
    monkeypatch.setattr(files, "_root", lambda: tmp_path / "files")
    monkeypatch.setenv("PLACET_ANCHORS", str(tmp_path / "anchors"))
    files.store("a.pdf", io.BytesIO(b"%PDF-1.7 a"), files.Accept())
    (tmp_path / "files" / "incoming" / "half").write_bytes(b"x")
    anchor.write()
    anchor.write()
    return tmp_path


def names(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


@pytest.mark.django_db(transaction=True)
def test_an_archive_holds_dump_contents_and_anchors(stored: Path) -> None:
    made = backups.write(stored)
    found = names(made.path)
    assert (made.files, made.anchors, made.path.stat().st_mode & 0o777) == (1, 3, 0o600)
    assert found[:3] == ["anchors/00000001.anchor", "anchors/00000002.anchor", "anchors/key"]
    assert (found[3], found[-1]) == ("database.dump", "manifest.json")
    assert [one for one in found if "half" in one or "incoming" in one] == []
    assert not list(stored.glob("*.partial"))


@pytest.mark.django_db(transaction=True)
def test_what_is_there_is_never_written_over(stored: Path) -> None:
    path = backups.write(stored / "one.tar").path
    before = path.read_bytes()
    with pytest.raises(CommandError, match=r"one\.tar is there already"):
        call_command("backup", str(path))
    with pytest.raises(backups.BackupFailed, match="holds something already"):
        backups.read(path)
    assert path.read_bytes() == before


@pytest.mark.django_db(transaction=True)
def test_a_changed_backup_is_refused(stored: Path) -> None:
    path = backups.write(stored / "one.tar").path
    path.write_bytes(path.read_bytes().replace(b"PGDMP", b"PGDMX", 1))
    with pytest.raises(backups.BackupFailed, match="was changed"):
        backups.read(path)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is run for a restore, into a database that counts as empty."""
    ran = list[str]()
    monkeypatch.setattr(backups, "_run", lambda program, *_arguments: ran.append(program))
    monkeypatch.setattr(backups.installation, "disown", lambda: ran.append("disown"))
    monkeypatch.setattr(backups, "_refuse_filled", lambda: None)
    monkeypatch.setattr(backups, "call_command", lambda name, **_options: ran.append(name))
    return ran


@pytest.mark.django_db(transaction=True)
def test_a_damaged_content_leaves_database_and_store_empty(
    stored: Path, monkeypatch: pytest.MonkeyPatch, programs: list[str]
) -> None:
    monkeypatch.setattr(backups, "_dump", lambda to: to.write_bytes(b"PGDMP"))
    path = backups.write(stored / "one.tar").path
    path.write_bytes(path.read_bytes().replace(b"%PDF-1.7 a", b"%PDF-1.7 b"))
    shutil.rmtree(stored / "files")
    with pytest.raises(backups.BackupFailed, match="inside the backup was changed"):
        backups.read(path)
    assert programs == []
    assert [one for one in (stored / "files").rglob("*") if one.is_file()] == []


@pytest.mark.django_db(transaction=True)
def test_files_come_in_last_and_with_the_rights_of_the_store(
    stored: Path, programs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_dump", lambda to: to.write_bytes(b"PGDMP"))
    path = backups.write(stored / "one.tar").path
    shutil.rmtree(stored / "files")
    monkeypatch.setattr(settings, "FILE_MODE", 0o640)
    monkeypatch.setattr(settings, "FOLDER_MODE", 0o750)
    backups.read(path)
    assert programs == ["pg_restore", "disown", "migrate"]
    (content,) = [one for one in (stored / "files").rglob("*") if one.is_file()]
    assert (content.read_bytes(), content.stat().st_mode & 0o777) == (b"%PDF-1.7 a", 0o640)
    assert content.parent.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.tar"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(backups.BackupFailed, match="cannot be read"):
        backups.read(path)


def test_a_backup_of_another_release_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        backups._add_bytes(archive, "manifest.json", json.dumps({"format": 99}).encode())
    with pytest.raises(backups.BackupFailed, match="no backup that this release"):
        backups.read(tmp_path / "x.tar")


def keep_busy(running: Platform, stop: threading.Event) -> None:
    """Somebody makes anchors and opens pages while the backup is written."""
    while not stop.is_set():
        running.manage("anchor")
        urllib.request.urlopen(f"{running.address}/login/", timeout=30).close()


@pytest.mark.check
def test_a_backup_made_under_load_comes_back_whole_elsewhere() -> None:
    with platform(demo=True) as first, platform() as second:
        first.start()
        first.manage("anchor")  # there is one to vouch, whoever comes first
        stop = threading.Event()
        busy = threading.Thread(target=keep_busy, args=(first, stop))
        busy.start()
        try:
            first.manage("backup", str(first.data / "one.tar"))
        finally:
            stop.set()
            busy.join()
        said = second.manage("restore", str(first.data / "one.tar"))
        assert "Nothing was changed. Vouched for by anchor" in said
        assert second.processes() == {}, "the database of the copy was left running"
        second.start()
        assert "Adopted" in second.manage("adopt")
