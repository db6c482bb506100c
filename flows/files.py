"""Files of requests: private, stored once by content, known by what they are, not by what they are called."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, BinaryIO

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.utils.translation import gettext as _

from common import clock
from flows import errors
from flows.sniff import KINDS, sniff

CHUNK = 256 * 1024
HOUR = 60 * 60
DAY = 24 * HOUR
ASIDE = 30 * DAY
MOST_ENTRIES = 1_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 100
LONGEST_NAME = 200


@dataclass(frozen=True)
class Accept:
    """What is taken where: `kinds` by content, at most `limit` bytes, sentences at `field`."""

    kinds: tuple[str, ...] = KINDS
    limit: int = settings.UPLOAD_MAX_BYTES
    field: str = "file"


@dataclass(frozen=True)
class Stored:
    """A file that lies in the store."""

    name: str
    kind: str
    size: int
    sha256: str

    def value(self) -> dict[str, Any]:
        """As a field of type files holds it."""
        return {"sha256": self.sha256, "name": self.name, "size": self.size, "kind": self.kind}


def store(name: str, content: BinaryIO, accept: Accept) -> Stored:
    """Read, check and keep a file. Nothing is left behind of one that is refused or that the disk has no
    room for. Raises FileRefused, DiskFull."""
    clean = clean_name(name)
    try:
        folder = _incoming()
        with NamedTemporaryFile(dir=folder, delete=False) as temporary:
            path = Path(temporary.name)
            try:
                size, sha256 = _copy(content, temporary, accept, clean)
                temporary.flush()
                kind = _kind(path, clean, accept)
                _move(path, sha256)
            finally:
                with suppress(FileNotFoundError):
                    path.unlink()
    except OSError as error:
        raise errors.DiskFull({accept.field: [errors.DiskFull().sentence]}) from error
    return Stored(clean, kind, size, sha256)


def keep_made(content: bytes) -> str:
    """Keep something that the platform made itself, by its content; the sha256. Raises DiskFull."""
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        with NamedTemporaryFile(dir=_incoming(), delete=False) as temporary:
            temporary.write(content)
        _move(Path(temporary.name), sha256)
        Path(temporary.name).unlink(missing_ok=True)
    except OSError as error:
        raise errors.DiskFull from error
    return sha256


def keep_made_file(path: Path) -> str:
    """The same with a file that lies in a folder of the store already, however large: it is moved."""
    with open(path, "rb") as made:
        sha256 = hashlib.file_digest(made, "sha256").hexdigest()
    try:
        _move(path, sha256)
    except OSError as error:
        raise errors.DiskFull from error
    return sha256


def drop(sha256: str, age: float = HOUR) -> bool:
    """Remove a content that no row names; not one that was stored, or stored again, within `age` seconds: its
    row may not be there yet. Whether it was removed."""
    path = path_of(sha256)
    with suppress(FileNotFoundError), _one_at_a_time(fcntl.LOCK_EX):
        if path.stat().st_mtime < clock.unshifted().timestamp() - age:
            path.unlink()
            return True
    return False


def set_aside(sha256: str) -> bool:
    """Take a content that no row names out of its place, into `unnamed`, unless it was stored within a day.
    It lies there for `ASIDE` seconds and can be moved back by hand. Whether it was taken."""
    path, place = path_of(sha256), _unnamed() / sha256
    with suppress(FileNotFoundError), _one_at_a_time(fcntl.LOCK_EX):
        if path.stat().st_mtime < clock.unshifted().timestamp() - DAY:
            os.replace(path, place)
            os.utime(place)
            return True
    return False


def forget_set_aside() -> None:
    """Remove what was set aside long enough ago."""
    before = clock.unshifted().timestamp() - ASIDE
    for path in _unnamed().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def old_contents(part: int, parts: int) -> Iterator[str]:
    """The contents that were last stored more than a day ago, of one part of the store: 0 to `parts` - 1."""
    before = clock.unshifted().timestamp() - DAY
    for folder in sorted((_root() / "by-content").glob("[0-9a-f][0-9a-f]")):
        if int(folder.name, 16) % parts == part:
            yield from (path.name for path in folder.glob("*/*") if path.stat().st_mtime < before)


def work_folder(name: str) -> Path:
    """Where something large is made piece by piece; it need not be there."""
    return _root() / "work" / name


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return _root() / place_of(sha256)


def place_of(sha256: str) -> str:
    """Where a content lies below the folder of the store."""
    return f"by-content/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def sweep() -> int:
    """Remove uploads that were begun more than a day ago and never finished; how many."""
    old = [
        path for path in _incoming().iterdir() if path.stat().st_mtime < clock.unshifted().timestamp() - DAY
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def clean_name(name: str) -> str:
    """The bare name: no folders, no control or direction characters, not too long, never empty."""
    text = unicodedata.normalize("NFC", str(name)).replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(
        one for one in text if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    text = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", text)).strip(" .")
    stem, dot, ending = text.rpartition(".")
    if dot and len(text) > LONGEST_NAME:
        text = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:20]}"
    return text[:LONGEST_NAME] or "file"


def _copy(content: BinaryIO, to: IO[bytes], accept: Accept, name: str) -> tuple[int, str]:
    size, seen = 0, hashlib.sha256()
    for chunk in _chunks(content):
        size += len(chunk)
        if size > accept.limit:
            most = accept.limit // (1024 * 1024)
            raise _refused(accept, _("“{name}” is larger than {most} MB.").format(name=name, most=most))
        seen.update(chunk)
        to.write(chunk)
    if size == 0:
        raise _refused(accept, _("“{name}” is empty.").format(name=name))
    return size, seen.hexdigest()


def _chunks(content: BinaryIO) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk


def _kind(path: Path, name: str, accept: Accept) -> str:
    kind = sniff(path, name)
    if kind == "html":
        raise _refused(accept, _("“{name}” is a web page, not a document.").format(name=name))
    if kind is None:
        raise _refused(accept, _("“{name}” is of a kind that is not known here.").format(name=name))
    if kind not in accept.kinds:
        sentence = _("“{name}” is not what is accepted here: {kinds}.")
        raise _refused(accept, sentence.format(name=name, kinds=", ".join(kind_names(accept.kinds))))
    if zipfile.is_zipfile(path) and kind in ("zip", "word", "excel"):
        _check_archive(path, name, accept)
    return kind


def kind_names(kinds: tuple[str, ...]) -> list[str]:
    """How kinds are called."""
    known = {
        "pdf": _("PDF"),
        "image": _("pictures (JPG, PNG, HEIC, WebP)"),
        "word": _("Word"),
        "excel": _("Excel"),
        "csv": _("CSV"),
        "text": _("plain text"),
        "zip": _("ZIP"),
        "eml": _("e-mails"),
    }
    return [str(known[kind]) for kind in kinds]


def _check_archive(path: Path, name: str, accept: Accept) -> None:
    """What would unpack to far more than it weighs is refused unopened."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _refused(accept, _("“{name}” is damaged.").format(name=name)) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    too_many = len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED
    if too_many or (unpacked > 1024 * 1024 and unpacked > MOST_RATIO * max(packed, 1)):
        raise _refused(accept, _("“{name}” unpacks to far too much.").format(name=name))


def _move(path: Path, sha256: str) -> None:
    """Into its place by content; what is there already is the same."""
    place = path_of(sha256)
    os.chmod(path, settings.FILE_MODE)
    with open(path, "rb") as written:
        os.fsync(written.fileno())
    make_folder(place.parent)
    with _one_at_a_time(fcntl.LOCK_SH):
        if place.exists():
            os.utime(place)  # whoever is about to remove it (`drop`) sees that it is wanted
        else:
            os.replace(path, place)


@contextmanager
def _one_at_a_time(how: int) -> Iterator[None]:
    """Many store, or one removes (LOCK_EX): nothing is removed between being found and being touched."""
    make_folder(_root())
    lock = os.open(_root(), os.O_RDONLY)
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)


def _root() -> Path:
    storage = storages["default"]
    if not isinstance(storage, FileSystemStorage):
        raise RuntimeError("Files by content are kept in a folder.")
    return Path(storage.location)


def _incoming() -> Path:
    folder = _root() / "incoming"
    make_folder(folder)
    return folder


def _unnamed() -> Path:
    folder = _root() / "unnamed"
    make_folder(folder)
    return folder


def make_folder(folder: Path) -> None:
    """Make it, and those above it in the store, for nobody else than may read the files."""
    if folder.is_dir():
        return
    if folder != _root():
        make_folder(folder.parent)
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, settings.FOLDER_MODE)


def _refused(accept: Accept, sentence: str) -> errors.FileRefused:
    return errors.FileRefused({accept.field: [sentence]})
