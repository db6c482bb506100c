"""Whether the files and printed documents of a request are, byte by byte, those that its history names. A
press reads for a few seconds and says how far it came, so that the next one goes on from there. What the
reader may not see is read with the rest; whether all of it is as it was is the only thing that is said of it:
neither a name nor how many there are nor how large they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from django.core import signing
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from flows.access import visible_files
from flows.cards.reading import Reading
from flows.files import path_of
from flows.models import Attachment, Document
from flows.printing.documents import shows_all

AT_ONCE = 5.0
"""Seconds of reading at one press; one content at least, so there are never more presses than contents."""
HOUR = 60 * 60
"""Seconds for which the next press goes on; a later one begins again."""
SALT = "flows.contents"


@dataclass(frozen=True)
class Contents:
    """How far the reading is: of the contents that the reader may see, how many are read, how many there are
    and their size in bytes; what is not as it was; `go_on` is what the next press brings along, empty when
    nothing is left to read."""

    read: int
    total: int
    size: int
    problems: tuple[str, ...] = ()
    go_on: str = ""

    @property
    def is_done(self) -> bool:
        return not self.go_on


@dataclass(frozen=True)
class _Content:
    """`key` is its place in the order of reading. It says nothing to who holds one: neither which content it
    is nor how many lie before it."""

    sha256: str
    key: str
    name: str
    size: int
    is_seen: bool
    printed: bool = False


@dataclass(frozen=True)
class _Position:
    """All up to the key `after` is read; `bad`: what was found of those that the reader may see, by key;
    `others`: whether something else is not as it was."""

    after: str = ""
    bad: dict[str, str] = field(default_factory=dict)
    others: bool = False

    def past(self, one: _Content, verdict: str) -> _Position:
        """Where the reading is when this one is read too."""
        bad = verdict != "same"
        more = {one.key: verdict} if bad and one.is_seen else {}
        return _Position(one.key, self.bad | more, self.others or (bad and not one.is_seen))


def counted(read: Reading) -> Contents:
    """What there is to read. Two statements, and no file is opened."""
    seen = [one for one in _contents(read) if one.is_seen]
    return Contents(0, len(seen), sum(one.size for one in seen))


def check_contents(read: Reading, go_on: str = "") -> Contents:
    """Read for AT_ONCE seconds at most, from where `go_on` says. Without one, with another's or an old
    one, and when something was attached or printed meanwhile, it begins again."""
    found = _contents(read)
    salt = _salt(read, found)
    position = _position(go_on, salt)
    left = [one for one in found if one.key > position.after]
    until = monotonic() + AT_ONCE
    for number, one in enumerate(left):
        if number and monotonic() > until:
            break
        position = position.past(one, _verdict(one.sha256))
    return _so_far(found, position, salt)


def is_shown(read: Reading, code: str, fields: Iterable[str]) -> bool:
    """Whether whoever sees these fields may take a document of the request."""
    layout = read.document.document(code)
    return layout is not None and shows_all(read.document, layout, fields)


def _contents(read: Reading) -> list[_Content]:
    """Each content once, in the order of reading. One that the reader may see under any name, he may see."""
    found = dict[str, _Content]()
    for one in _named(read):
        if one.sha256 not in found or (one.is_seen and not found[one.sha256].is_seen):
            found[one.sha256] = one
    return sorted(found.values(), key=lambda one: one.key)


def _named(read: Reading) -> Iterator[_Content]:
    """Every file that was ever attached, also what was taken away again, and every printed document."""
    seen = set(visible_files(read.case, read.reader, read.fields).values_list("pk", flat=True))
    for one in Attachment.objects.filter(case=read.case).order_by("pk"):
        yield _Content(one.sha256, _key(one.sha256), one.name, one.size, one.pk in seen)
    for printed in Document.objects.filter(case=read.case).order_by("pk"):
        is_seen = is_shown(read, printed.code, read.fields)
        key = _key(printed.sha256)
        yield _Content(printed.sha256, key, printed.name, printed.size, is_seen, printed=True)


def _key(sha256: str) -> str:
    return salted_hmac(SALT, sha256, algorithm="sha256").hexdigest()


def _salt(read: Reading, found: Iterable[_Content]) -> str:
    """What a position is signed with: it is one in exactly these contents, for this reader."""
    named = "".join(one.sha256 for one in found)
    return f"{SALT}:{read.case.pk}:{read.reader.pk}:{hashlib.sha256(named.encode()).hexdigest()}"


def _position(go_on: str, salt: str) -> _Position:
    try:
        after, bad, others = signing.loads(go_on, salt=salt, max_age=HOUR)
    except signing.BadSignature:
        return _Position()
    return _Position(after, bad, others)


def _so_far(found: list[_Content], position: _Position, salt: str) -> Contents:
    seen = [one for one in found if one.is_seen]
    problems = [_sentence(one, position.bad[one.key]) for one in seen if one.key in position.bad]
    if position.others or len(problems) < len(position.bad):
        problems.append(_("something that you may not see is missing or was changed"))
    told = [position.after, position.bad, position.others]
    is_left = bool(found) and found[-1].key > position.after
    return Contents(
        read=sum(one.key <= position.after for one in seen),
        total=len(seen),
        size=sum(one.size for one in seen),
        problems=tuple(problems),
        go_on=signing.dumps(told, salt=salt) if is_left else "",
    )


def _verdict(sha256: str) -> str:
    """same, changed or missing."""
    try:
        with open(path_of(sha256), "rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return "missing"
    return "same" if found == sha256 else "changed"


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
