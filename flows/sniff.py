"""What a file is, by its content. The name only tells apart what looks alike (csv and text)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

KINDS = ("pdf", "image", "word", "excel", "csv", "text", "zip", "eml")
"""The kinds that are known; any other content is refused."""

HEAD = 64 * 1024
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image"),
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (8, b"WEBP", "image"),
)
HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
MEDIA: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(
    rb"\s*(<!doctype\s+html|<html|<head|<body|<script|<svg|<iframe|<\?xml|<!--|<\w+[\s>])", re.I
)
MARKUP_INSIDE = re.compile(rb"<\s*(script|html|iframe|svg)\b", re.I)
MAIL = re.compile(rb"(?:[!-9;-~]+:[ \t].*\r?\n(?:[ \t].*\r?\n)*){2,}", re.I)
MAIL_NAMES = re.compile(rb"^(from|to|subject|date|received|message-id|mime-version):", re.I | re.M)


def sniff(path: Path, name: str) -> str | None:
    """One of `KINDS`; `html` for anything that a browser would run; None for what is not known."""
    with open(path, "rb") as file:
        head = file.read(HEAD)
    if head.lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"%PDF-"):
        return "pdf" if head.startswith(b"%PDF-") else None
    return _picture(head) or _archive(path, head) or _office(path, head) or _text(head, path, name)


def media_type_of(head: bytes) -> str:
    """The media type of a PDF or a picture, by its first bytes; empty for anything else."""
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in HEIF_BRANDS else ""
    return next((kind for at, mark, kind in MEDIA if head[at : at + len(mark)] == mark), "")


def _picture(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "image" if head[8:12] in HEIF_BRANDS else None
    found = next((kind for at, mark, kind in SIGNATURES if head[at : at + len(mark)] == mark), None)
    return None if found and head[8:12] == b"WEBP" and head[:4] != b"RIFF" else found


def _archive(path: Path, head: bytes) -> str | None:
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" in names:
        return _ooxml(names)
    if "mimetype" in names and "content.xml" in names:
        return "word" if any(one.startswith("Object") for one in names) else _opendocument(path)
    return "zip"


def _ooxml(names: set[str]) -> str | None:
    """Word or Excel; with macros neither."""
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    if any(name.startswith("word/") for name in names):
        return "word"
    return "excel" if any(name.startswith("xl/") for name in names) else None


def _opendocument(path: Path) -> str | None:
    with zipfile.ZipFile(path) as archive, archive.open("mimetype") as entry:
        kind = entry.read(100)
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return "word"
    return "excel" if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet") else None


def _office(path: Path, head: bytes) -> str | None:
    """Word and Excel of before 2007: the names of the streams inside tell."""
    if not head.startswith(OLE):
        return None
    content = path.read_bytes()
    if "WordDocument".encode("utf-16-le") in content:
        return "word"
    return "excel" if any(one.encode("utf-16-le") in content for one in ("Workbook", "Book")) else None


def _text(head: bytes, path: Path, name: str) -> str | None:
    if b"\x00" in head or _decoded(head) is None:
        return None
    ending = name.rsplit(".", 1)[-1].casefold()
    if MAIL.match(head) and len({one.lower() for one in MAIL_NAMES.findall(head)}) >= 2:
        return "eml" if ending == "eml" else "text" if ending == "txt" else "eml"
    if MARKUP.match(head.lstrip(b"\xef\xbb\xbf")) or MARKUP_INSIDE.search(head):
        return "html"
    return "csv" if ending in ("csv", "tsv") else "text"


def _decoded(head: bytes) -> str | None:
    for encoding in ("utf-8", "cp1251"):
        try:
            text = head.decode(encoding)
        except UnicodeDecodeError as error:
            if encoding == "utf-8" and error.start >= len(head) - 4 and len(head) == HEAD:
                return head[: error.start].decode(encoding)
            continue
        controls = sum(1 for one in text if ord(one) < 32 and one not in "\t\r\n\f")
        return text if controls == 0 else None
    return None
