"""What a card consists of. Texts are in the reader's language already, and plain: the page escapes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from flows.assisting import Prepared
from flows.forms import FileLine, InputSection
from flows.lists.naming import named
from flows.marks import Mark, Why

if TYPE_CHECKING:
    from flows.cards.again import Again
    from flows.cards.late import Late


@dataclass(frozen=True, slots=True)
class StageMark:
    """A column of the board as progress: `look` is done, now, bad or empty (ahead)."""

    label: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class DataRow:
    """A field with its value; `files` for a field of files."""

    label: str
    text: str = ""
    wide: bool = False
    files: tuple[FileLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DataSection:
    """Fields under one heading, those that this reader may see."""

    label: str
    rows: tuple[DataRow, ...]


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that differs: what it was and what it is."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Someone:
    """A person at a place; `aside` says as what: his title, for whom."""

    name: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class RoutePlace:
    """A place of the route. `on_paper` says who entered a decision from paper, `scan` is the id of the file
    that shows it. `look` names its mark: done, returned, declined, open, ahead, skipped, unknown
    or red. `whys` explain, first step first."""

    key: str
    look: str
    step: str
    who: tuple[Someone, ...]
    verdict: str = ""
    tone: str = ""
    at: datetime | None = None
    reason: str = ""
    whys: tuple[str, ...] = ()
    changes: tuple[ValueChange, ...] = ()
    again: str = ""
    asked_again: bool = False
    on_paper: str = ""
    scan: int = 0


@dataclass(frozen=True, slots=True)
class ScanLine:
    """The scan of a decision on paper: whose decision it shows, and who entered it."""

    decider: str
    typist: str
    file: FileLine


@dataclass(frozen=True, slots=True)
class Happening:
    """An event as a sentence. `quotes` are what was said with it; `new`: since the reader last looked."""

    number: int
    at: datetime
    who: str
    what: str
    quotes: tuple[str, ...] = ()
    changes: tuple[ValueChange, ...] = ()
    tone: str = ""
    new: bool = False


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark with its answer. `mine_to_answer`: the reader answers it now."""

    pk: int
    owner: str
    text: str
    made_at: datetime
    round: int
    answer: str = ""
    answer_tone: str = ""
    answer_text: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    mine_to_answer: bool = False


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A word in the discussion."""

    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """An answer that a step offers. `code` is the verdict's."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A task that the reader may act on. `falls` says whose sign-offs a change of its fields may undo
    (ROUTING 24). `candidates` for whom it may be given to come by a search."""

    task: int
    question: str
    step: str
    kind: str
    whys: tuple[str, ...]
    as_what: str
    due: datetime | None
    overdue: bool
    instructions: str
    acts: tuple[Act, ...]
    sections: tuple[InputSection, ...] = ()
    falls: tuple[str, ...] = ()
    takes: bool = False
    gives_back: bool = False
    taken_by: str = ""
    round: int = 1
    prepared: Prepared | None = None

    @property
    def key(self) -> str:
        return str(self.task)

    @property
    def offered(self) -> frozenset[str]:
        return frozenset(act.code for act in self.acts)

    @property
    def main(self) -> Act | None:
        """The answer that is given with one press."""
        return next((act for act in self.acts if act.code in ("approve", "complete")), None)

    def label(self, code: str) -> str:
        """The words of the process for an answer."""
        return next((act.label for act in self.acts if act.code == code), "")


@dataclass(frozen=True, slots=True)
class Giving:
    """An open task of somebody else that the reader may give to another person."""

    task: int
    step: str
    people: tuple[str, ...]

    @property
    def key(self) -> str:
        return str(self.task)


@dataclass(frozen=True, slots=True)
class Helped:
    """An open task of somebody whom the reader assists; `on_paper`: a decision may be entered from paper."""

    task: int
    boss: int
    boss_name: str
    step: str
    on_paper: bool


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader may do with the request as a whole. `answer`: the remarks; `answers_awaited`: the
    request goes on only when he has."""

    edit: bool = False
    answer: bool = False
    answers_awaited: bool = False
    recall: bool = False
    cancel: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A request as one reader sees it now. `revision` goes back with every act."""

    case: int
    revision: int
    process: str
    process_name: str
    noun: str
    number: str
    title: str
    amount: Decimal | None
    currency: str
    state: str
    state_code: str
    tone: str
    urgent: bool
    round: int
    stages: tuple[StageMark, ...]
    people: tuple[tuple[str, str], ...]
    sent_at: datetime | None
    due: datetime | None
    overdue: bool
    sections: tuple[DataSection, ...]
    loose_files: tuple[FileLine, ...]
    route: tuple[RoutePlace, ...]
    remarks: tuple[RemarkLine, ...]
    comments: tuple[CommentLine, ...]
    timeline: tuple[Happening, ...]
    news: tuple[Happening, ...]
    asks: tuple[Ask, ...]
    can: Possible
    givings: tuple[Giving, ...] = ()
    helped: tuple[Helped, ...] = ()
    copied_from: tuple[int, str] | None = None
    waiting: tuple[str, ...] = ()
    brief: tuple[DataRow, ...] = ()
    marks: tuple[Mark, ...] = ()
    whys: tuple[Why, ...] = ()
    late: Late | None = None
    again: Again | None = None
    scans: tuple[ScanLine, ...] = ()

    @property
    def name(self) -> str:
        """`Invoice No. INV-2026-0001`, or the noun alone before it has a number."""
        return named(self.noun, self.number)

    @property
    def over(self) -> bool:
        return self.state_code in ("declined", "cancelled", "completed")

    @property
    def unanswered(self) -> int:
        return sum(1 for one in self.remarks if not one.answer)
