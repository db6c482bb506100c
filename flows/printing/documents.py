"""The documents of a request: made by the worker, listed on the card, handed out to whoever may see all that
they print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language_info

from designer.document import ProcessDocument
from designer.document.process import Document as Layout
from designer.queries import document_of
from flows import errors, files
from flows.access import case_for, visible_fields
from flows.cards.reading import Reading
from flows.history.payloads import Answered, CancelledIt, RecalledIt, SentOff
from flows.models import Case, Document, State
from flows.printing.due import is_due, key_of
from flows.printing.history import history_of, print_history
from flows.printing.paper import History, Sheet, short_code
from flows.printing.pdf import Printed
from flows.printing.reading import one_moment, paper_reading, printing
from flows.printing.sheet import print_sheet, sheet_of
from org.languages import language_of
from outbox.models import Item

MOVING = frozenset({SentOff.KIND, Answered.KIND, RecalledIt.KIND, CancelledIt.KIND})
"""Events after which a document printed before does not say any more who has signed off."""


AWAITED, NOT_PRINTED = "awaited", "not_printed"


@dataclass(frozen=True, slots=True)
class Papers:
    """A document on the card. `state`: made, printing, failed, not_printed (it may be ordered), or empty when
    the sign-offs do not suffice at the moment. `newest` are those that say what holds, one a language;
    `older` those of before: sign-offs were added, given again or fell since. `with_files`: there is something
    that it is an annex to."""

    code: str
    label: str
    state: str
    newest: tuple[Document, ...]
    older: tuple[Document, ...]
    with_files: bool

    @property
    def languages(self) -> tuple[tuple[str, str], ...]:
        """(code, name in itself) of the languages in which there is none that holds."""
        there = {one.language for one in self.newest}
        return tuple(
            (code, get_language_info(code)["name_local"])
            for code, _name in settings.LANGUAGES
            if code not in there
        )


def carry(item: Item) -> None:
    """Print what an outbox item wants, in the language of the requester."""
    case = Case.objects.select_related("requester").get(pk=item.payload["case"])
    make(case.pk, item.payload["document"], language_of(case.requester))


def make(case: int, code: str, language: str) -> Document | None:
    """Print a document of a request as it stands now, unless it was printed from this very history; None when
    it is not to be printed any more. Outside any transaction. Raises CannotPrint, DiskFull."""
    with translation.override(language):
        with one_moment():
            read = paper_reading(case, language)
            layout = read.document.document(code)
            if layout is None or not is_due(layout, read.document, read.plan):
                return None
            known = _known(read, layout)
            if known is not None:
                return known
            paper = _composed(printing(read, layout), layout)
        return _keep(read, layout, _drawn(paper, language))


def _known(read: Reading, layout: Layout) -> Document | None:
    found = Document.objects.filter(case=read.case, code=layout.code, language=read.language)
    return found.filter(events_count=read.case.events_count).first()


def _composed(read: Reading, layout: Layout) -> Sheet | History:
    return sheet_of(read, layout) if layout.kind == "approval_sheet" else history_of(read, layout)


def _drawn(paper: Sheet | History, language: str) -> Printed:
    return print_sheet(paper, language) if isinstance(paper, Sheet) else print_history(paper, language)


@transaction.atomic(durable=True)
def _keep(read: Reading, layout: Layout, printed: Printed) -> Document:
    """The row; that of another worker who was quicker, if there is one."""
    row, _new = Document.objects.get_or_create(
        case=read.case,
        code=layout.code,
        language=read.language,
        events_count=read.case.events_count,
        defaults={
            "kind": layout.kind,
            "name": files.clean_name(f"{read.say(layout.label)} {read.case.number}.pdf"),
            "sha256": files.keep_made(printed.content),
            "size": len(printed.content),
            "pages": printed.pages,
            "head": read.case.head,
            "short_code": short_code(read.case.head),
        },
    )
    return row


def papers_of(read: Reading) -> tuple[Papers, ...]:
    """The documents on the card. At most two statements, none for a process that prints nothing."""
    layouts = [one for one in read.document.documents if shows_all(read.document, one, read.fields)]
    if not layouts or read.case.state == State.DRAFT:
        return ()
    made = list(Document.objects.filter(case=read.case).order_by("-pk"))
    found = [_papers(read, one, [row for row in made if row.code == one.code]) for one in layouts]
    states = _states(
        read, [one for one in layouts if one.code in {p.code for p in found if p.state == AWAITED}]
    )
    known = (replace(one, state=states.get(one.code, one.state)) for one in found)
    return tuple(one for one in known if one.state or one.older)


def shows_all(document: ProcessDocument, layout: Layout, fields: Iterable[str]) -> bool:
    """Whether whoever sees these fields sees all that the document prints."""
    return layout.shows & set(document.fields) <= set(fields)


def document_for(case: int, document: int, user: int) -> Document:
    """A printed document, for whoever may see the request and every field that is printed. Raises NoSuchFile,
    hidden and absent alike."""
    row = Document.objects.filter(case=case, pk=document).first()
    if row is None:
        raise errors.NoSuchFile
    layout_for(case, row.code, user)
    return row


def layout_for(case: int, code: str, user: int) -> Layout:
    """How a document of a request is described, under the same rule. Raises NoSuchFile, NoSuchRequest."""
    found = case_for(case, user)
    version = document_of(found.version_id)
    layout = version.document(code)
    if layout is None or not shows_all(version, layout, visible_fields(found, user)):
        raise errors.NoSuchFile
    return layout


def _papers(read: Reading, layout: Layout, rows: Sequence[Document]) -> Papers:
    """With the state AWAITED where it should be there and is not."""
    due = is_due(layout, read.document, read.plan)
    moved = max((event.number for event in read.events if event.kind in MOVING), default=0)
    current = dict[str, Document]()
    for row in rows:
        if due and row.events_count >= moved:
            current.setdefault(row.language, row)
    newest = [row for row in rows if row in current.values()]
    return Papers(
        code=layout.code,
        label=read.say(layout.label),
        state="made" if newest else AWAITED if due else "",
        newest=tuple(newest),
        older=tuple(row for row in rows if row not in newest),
        with_files=layout.annex_to in read.fields and bool(read.files.get(layout.annex_to or "")),
    )


def _states(read: Reading, awaited: Sequence[Layout]) -> Mapping[str, str]:
    """Where the printing of documents stands, by their codes."""
    if not awaited:
        return {}
    keys = {key_of(read.case.pk, one, read.plan): one.code for one in awaited}
    items = Item.objects.filter(key__in=keys).values_list("key", "state")
    said = {Item.State.DEAD: "failed", Item.State.SENT: NOT_PRINTED}
    states = {keys[key]: said.get(Item.State(state), "printing") for key, state in items}
    return {one.code: states.get(one.code, NOT_PRINTED) for one in awaited}
