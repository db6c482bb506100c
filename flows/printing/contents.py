"""Whether the files and printed documents of a request are, byte by byte, those that its history names. A
press reads for a few seconds; what was read is known for an hour, so the next one goes on where it ended."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic

from django.core.cache import cache
from django.utils.translation import gettext as _

from flows.access import visible_files
from flows.cards.reading import Reading
from flows.files import path_of
from flows.models import Attachment, Document
from flows.printing.documents import shows_all

AT_ONCE = 5.0
"""Seconds of reading at one press; one content at least."""
KNOWN = 60 * 60
HIDDEN = "…"


@dataclass(frozen=True)
class Contents:
    """How far the reading is: contents read of all, their size in bytes, and what is not as it was."""

    read: int
    total: int
    size: int
    problems: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        return self.read == self.total


@dataclass(frozen=True)
class _Content:
    sha256: str
    name: str
    size: int
    printed: bool = False


def counted(read: Reading) -> Contents:
    """How many there are to read. Two statements, and no file is opened."""
    found = {one.sha256: one.size for one in _contents(read)}
    return Contents(0, len(found), sum(found.values()))


def check_contents(read: Reading) -> Contents:
    """Read for AT_ONCE seconds at most what is not known yet. Files that the reader may not see are read, and
    not named to him."""
    found = {one.sha256: one for one in _contents(read)}
    until, done, learned, problems = monotonic() + AT_ONCE, 0, 0, list[str]()
    for one in found.values():
        verdict = _known(one.sha256)
        if verdict is None:
            if learned and monotonic() > until:
                continue
            verdict, learned = _learn(one.sha256), learned + 1
        done += 1
        if verdict != "same":
            problems.append(_sentence(one, verdict))
    return Contents(done, len(found), sum(one.size for one in found.values()), tuple(problems))


def _contents(read: Reading) -> Iterator[_Content]:
    """Every file that was ever attached, also what was taken away again, and every printed document."""
    seen = set(visible_files(read.case, read.reader, read.fields).values_list("pk", flat=True))
    for one in Attachment.objects.filter(case=read.case).order_by("-pk"):
        yield _Content(one.sha256, one.name if one.pk in seen else HIDDEN, one.size)
    for printed in Document.objects.filter(case=read.case).order_by("-pk"):
        name = printed.name if is_shown(read, printed.code, read.fields) else HIDDEN
        yield _Content(printed.sha256, name, printed.size, printed=True)


def is_shown(read: Reading, code: str, fields: Iterable[str]) -> bool:
    """Whether whoever sees these fields may take a document of the request."""
    layout = read.document.document(code)
    return layout is not None and shows_all(read.document, layout, fields)


def _key(sha256: str) -> str | None:
    """The content as it lies there: another one has another key. None when it is missing."""
    try:
        lies = os.stat(path_of(sha256))
    except OSError:
        return None
    return f"content:{sha256}:{lies.st_size}:{lies.st_mtime_ns}:{lies.st_ctime_ns}"


def _known(sha256: str) -> str | None:
    """same, changed or missing; None when it must be read."""
    key = _key(sha256)
    return "missing" if key is None else cache.get(key)


def _learn(sha256: str) -> str:
    key = _key(sha256)
    try:
        with open(path_of(sha256), "rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return "missing"
    verdict = "same" if found == sha256 else "changed"
    if key is not None:
        cache.set(key, verdict, KNOWN)
    return verdict


def _sentence(one: _Content, verdict: str) -> str:
    match verdict, one.printed:
        case "missing", True:
            text = _("the printed document “{file}” is missing")
        case "missing", False:
            text = _("the content of the file “{file}” is missing")
        case _, True:
            text = _("the printed document “{file}” was changed")
        case _:
            text = _("the content of the file “{file}” was changed")
    return text.format(file=one.name)
