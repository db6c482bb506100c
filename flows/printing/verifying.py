"""Whether a printed document and the history behind it are genuine."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import get_language_info

from flows.access import visible_cases
from flows.cards.reading import Reading
from flows.errors import NoSuchFile
from flows.history.verify import check_case
from flows.models import Case, Document, Event
from flows.printing.contents import is_shown
from flows.printing.paper import CODE_LENGTH, SignOff, short_code
from flows.printing.reading import zone_said
from flows.printing.sheet import signed_off
from org.models import Employee

NO_HEX = re.compile(r"[^0-9a-f]")
HEAD_LENGTH = 64


@dataclass(frozen=True)
class Printed:
    """A document that bears the code: what it is called in the language of the reader, whatever its file is,
    and the language that it is in, by its own name."""

    row: Document
    label: str
    language: str


@dataclass(frozen=True)
class Verified:
    """What the page says of a code. `is_genuine`: the head on the paper is that of an event of this request;
    `followed`: so many events came after it; `problems`: what was changed in the history."""

    head: str
    code: str
    events: int
    followed: int
    is_genuine: bool
    problems: tuple[str, ...]
    signed: tuple[SignOff, ...]
    zone: str
    documents: tuple[Printed, ...]

    @property
    def is_sound(self) -> bool:
        return self.is_genuine and not self.problems


def plain(code: str) -> str:
    """A code or head as it was typed, in small letters and without what stands between."""
    return NO_HEX.sub("", code.lower())


def documents_with(code: str, reader: Employee) -> tuple[Case, list[Document]]:
    """The request, and its documents that bear a code or a head. Raises NoSuchFile, hidden and absent
    alike."""
    text = plain(code)
    if len(text) not in (CODE_LENGTH, HEAD_LENGTH):
        raise NoSuchFile
    found = Document.objects.filter(short_code=short_code(text), head__startswith=text)
    case = visible_cases(reader).filter(pk__in=found.values("case")).order_by("-pk").first()
    if case is None:
        raise NoSuchFile
    return case, list(found.filter(case=case).order_by("pk"))


def verify(read: Reading, documents: list[Document]) -> Verified:
    """Check the history of the request right now: each event, the chain, what its rows say. Its files are
    read at a press (`flows.printing.contents`)."""
    first = documents[0]
    number = first.events_count
    sealed = Event.objects.filter(case=read.case, number=number).values_list("hash", flat=True).first()
    may_take = (one for one in documents if is_shown(read, one.code, read.fields))
    return Verified(
        head=first.head,
        code=short_code(first.head),
        events=number,
        followed=read.case.events_count - number,
        is_genuine=sealed == first.head,
        problems=tuple(str(one) for one in check_case(read.case.pk, read_files=False)),
        signed=tuple(signed_off(read)),
        zone=zone_said(read),
        documents=tuple(_printed(read, one) for one in may_take),
    )


def same_as(read: Reading, sha256: str) -> Document | None:
    """The document of the request that a file is, byte by byte."""
    found = Document.objects.filter(case=read.case, sha256=sha256).order_by("pk")
    return next((one for one in found if is_shown(read, one.code, read.fields)), None)


def _printed(read: Reading, one: Document) -> Printed:
    layout = read.document.document(one.code)
    label = read.say(layout.label) if layout is not None else one.name
    return Printed(one, label, str(get_language_info(one.language)["name_local"]))
