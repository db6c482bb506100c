"""What stands on printed documents. Texts are in the language of the paper, and plain: the template escapes
them."""

from __future__ import annotations

from dataclasses import dataclass

from flows.cards.model import ValueChange

CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its value."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off in force. `beside` says as what it was given: acting, for whom, from paper."""

    position: str
    name: str
    verdict: str
    at: str
    beside: tuple[str, ...] = ()
    has_remarks: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One event of the history."""

    at: str
    who: str
    what: str
    aside: str = ""
    quotes: tuple[str, ...] = ()
    changes: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """The acts of one round, in tables of a bounded length (`flows.printing.history.CHUNK`)."""

    number: int
    tables: tuple[tuple[Act, ...], ...]


@dataclass(frozen=True, slots=True)
class RemarkSaid:
    """A remark with its answer; an empty `answer`: not answered."""

    number: int
    round: int
    owner: str
    text: str
    at: str
    answer: str = ""
    answer_text: str = ""
    answered: str = ""


@dataclass(frozen=True, slots=True)
class FileSaid:
    """A file that was ever attached, with its checksum."""

    name: str
    field: str
    size: int
    sha256: str
    attached: str
    removed: str = ""

    @property
    def checksum(self) -> str:
        """In groups, so that it breaks over lines and can be compared by eye."""
        return " ".join(self.sha256[at : at + 16] for at in range(0, len(self.sha256), 16))


@dataclass(frozen=True, slots=True)
class Head:
    """What both documents begin and end with. `head` is the hash of the newest event it was printed from,
    `events` their number; `url` opens the page that verifies it."""

    title: str
    subtitle: str
    intro: str
    closing: str
    lines: tuple[Line, ...]
    zone: str
    head: str
    events: int
    url: str
    orientation: str

    @property
    def code(self) -> str:
        return short_code(self.head)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The approval sheet."""

    head: Head
    signed: tuple[SignOff, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The approval history."""

    head: Head
    rounds: tuple[Round, ...]
    remarks: tuple[RemarkSaid, ...]
    files: tuple[FileSaid, ...]


def short_code(head: str) -> str:
    """What a reader compares: the beginning of the head, `9F3A-77C1-02BE`."""
    text = head[:CODE_LENGTH].upper()
    return "-".join(text[at : at + 4] for at in range(0, CODE_LENGTH, 4))
