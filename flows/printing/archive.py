"""An archive ordered by one person: texts and stored files, packed piece by piece, each short, in a folder of
the store. However often the worker stops or is killed the archive becomes whole, and no file goes through its
memory."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from common import clock
from flows import files
from flows.printing.pieces import Pieces
from flows.sniff import HEAD, media_type_of

CHUNK = 256 * 1024
PACKED, WHOLE = "packed.json", "whole"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """A text of ours, or a stored file by its content. `listed`: the manifest names it."""

    name: str
    text: str = ""
    sha256: str = ""
    listed: bool = True


@dataclass(frozen=True)
class Archive:
    """What is packed, in this order, and the name under which it is handed out. The last file is the
    manifest: what `told` says (plain JSON), and the checksum and size of every entry."""

    name: str
    entries: tuple[Entry, ...]
    told: Mapping[str, Any] = field(default_factory=dict)


class Packing(Pieces):
    """The folder in which an archive is made."""

    PLAN, LIST = "archive.json", "entries"

    def lay_out(self, archive: Archive) -> None:
        """Keep what is to be packed; what was half laid out is laid out anew."""
        self._begin()
        entries = []
        for number, one in enumerate(archive.entries):
            if not one.sha256:
                (self.folder / f"{number}.text").write_text(one.text)
            entries.append(asdict(one) | {"text": ""})
        at = clock.now().timetuple()[:6]
        self._lay_down({"name": archive.name, "told": archive.told, "entries": entries, "at": at})

    def go_on(self, seconds: float) -> int:
        """Pack more of it for about so many seconds, one entry at least: how many there are."""
        until, plan = monotonic() + seconds, self._plan()
        noted = self._packed()
        with self._open() as archive:
            for number, one in enumerate(plan["entries"][len(noted) :], len(noted)):
                noted.append(self._add(archive, number, Entry(**one), plan["at"]))
                if monotonic() >= until:
                    break
        self._keep(noted)
        return len(noted)

    def finish(self) -> tuple[Path, int]:
        """The archive with its manifest; it has no pages."""
        plan = self._plan()
        listed = {one["name"]: noted for one, noted in zip(plan["entries"], self._packed(), strict=True)}
        unlisted = {one["name"] for one in plan["entries"] if not one["listed"]}
        manifest = plan["told"] | {"files": {k: v for k, v in listed.items() if k not in unlisted}}
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        with self._open() as archive:
            archive.writestr(_info(MANIFEST, plan["at"], zipfile.ZIP_DEFLATED), text)
        return self.folder / WHOLE, 0

    def _open(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(self.folder / WHOLE, "a", zipfile.ZIP_DEFLATED)

    def _add(self, archive: zipfile.ZipFile, number: int, one: Entry, at: list[int]) -> dict[str, Any]:
        """What is missing in the store is missing here, and the check says so."""
        source = files.path_of(one.sha256) if one.sha256 else self.folder / f"{number}.text"
        seen, size = hashlib.sha256(), 0
        try:
            kind = _packing_of(source)
            with archive.open(_info(one.name, at, kind), "w", force_zip64=True) as entry:
                for chunk in _chunks(source):
                    entry.write(chunk)
                    seen.update(chunk)
                    size += len(chunk)
        except FileNotFoundError:
            return {"sha256": one.sha256, "size": 0}
        return {"sha256": seen.hexdigest(), "size": size}

    def _packed(self) -> list[dict[str, Any]]:
        """What was packed so far. A worker that was killed over it left an archive without an end: it is
        begun again."""
        whole, kept = self.folder / WHOLE, self.folder / PACKED
        if kept.exists():
            packed = json.loads(kept.read_text())
            if whole.exists() and whole.stat().st_size == packed["size"]:
                return list(packed["noted"])
        whole.unlink(missing_ok=True)
        return []

    def _keep(self, noted: list[dict[str, Any]]) -> None:
        size = (self.folder / WHOLE).stat().st_size
        self._write(PACKED, {"noted": noted, "size": size})


def _packing_of(source: Path) -> int:
    """What is dense already is stored as it is: deflating it costs time and saves nothing."""
    with open(source, "rb") as content:
        head = content.read(HEAD)
    dense = media_type_of(head) or head.startswith(b"PK")
    return zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED


def _info(name: str, at: list[int], kind: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (at[0], at[1], at[2], at[3], at[4], at[5]))
    info.compress_type, info.external_attr = kind, 0o644 << 16
    return info


def _chunks(source: Path) -> Iterator[bytes]:
    with open(source, "rb") as content:
        while chunk := content.read(CHUNK):
            yield chunk
