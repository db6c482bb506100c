"""The approval history: every round, every act with its reasons, remarks with their answers, files with their
checksums. The discussion beside it (comments) is not part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from designer.document.process import Document
from flows.access import visible_files
from flows.cards.happenings import happening, told
from flows.cards.reading import Reading
from flows.cards.sentences import capacity_of
from flows.history import Recorded
from flows.history.payloads import Answered, Commented, SentOff
from flows.models import Decision, Remark
from flows.printing.paper import Act, FileSaid, History, RemarkSaid, Round
from flows.printing.pdf import Printed, render
from flows.printing.reading import head_of, moment

TEMPLATE = "print/history.html"
CHUNK = 100
"""Rows of one table: the time to draw a table grows faster than its length (RELIABILITY 2.2)."""


def history_of(read: Reading, one: Document) -> History:
    """What stands in it. Four statements."""
    return History(head_of(read, one), tuple(_rounds(read)), tuple(_remarks(read)), tuple(_files(read)))


def print_history(history: History, language: str) -> Printed:
    """On as many pages as it needs. Raises CannotPrint."""
    return render(TEMPLATE, {"history": history, "orientation": history.head.orientation}, language)


def _rounds(read: Reading) -> Iterator[Round]:
    decisions = {(one.place, one.at): one for one in Decision.objects.filter(case=read.case)}
    number, acts, said = 1, list[Act](), 0
    for event in told(read.events):
        payload = event.payload
        if isinstance(payload, SentOff) and payload.round > number:
            yield Round(number, chunked(acts))
            number, acts = payload.round, []
        if event.kind == Commented.KIND:
            continue
        answer = payload if isinstance(payload, Answered) else None
        decision = decisions.get((answer.place, event.at)) if answer else None
        acts.append(_act(read, event, answer, decision, said))
        said += len(answer.remarks) if answer else 0
    yield Round(number, chunked(acts))


def chunked(acts: Sequence[Act]) -> tuple[tuple[Act, ...], ...]:
    return tuple(tuple(acts[at : at + CHUNK]) for at in range(0, len(acts), CHUNK))


def _act(
    read: Reading, event: Recorded, answer: Answered | None, decision: Decision | None, said: int
) -> Act:
    """An event as the card tells it; an answer with the name and title under which it was given, and its
    remarks by their numbers. `said`: so many remarks were made before."""
    one = happening(read, event, False)
    quotes, who, aside = one.quotes, one.who, ""
    if answer is not None:
        remarks = (
            _("Remark {number}: {text}").format(number=number, text=text)
            for number, text in enumerate(answer.remarks, said + 1)
        )
        quotes = (*((answer.reason,) if answer.reason else ()), *remarks)
    if decision is not None:
        who, aside = decision.by_name, capacity_of(decision.by_title, decision.on_behalf_name)
    return Act(moment(read, event.at), who, one.what, aside, quotes, one.changes)


def _remarks(read: Reading) -> Iterator[RemarkSaid]:
    found = Remark.objects.filter(case=read.case).select_related("decision").order_by("number")
    for one in found:
        answered = ""
        if one.answered_at is not None and one.answered_by_id is not None:
            who = read.person(read.staff.code(one.answered_by_id))
            answered = f"{who}, {moment(read, one.answered_at)}"
        yield RemarkSaid(
            number=one.number,
            round=one.round,
            owner=one.decision.by_name,
            text=one.text,
            at=moment(read, one.made_at),
            answer=str(Remark.Answer(one.answer).label) if one.answer else "",
            answer_text=one.answer_text,
            answered=answered,
        )


def _files(read: Reading) -> Iterator[FileSaid]:
    """Those of the fields that it prints, and those beside the form; removed ones, too."""
    for one in visible_files(read.case, read.reader, read.fields).order_by("pk"):
        who = read.person(read.staff.code(one.uploaded_by_id))
        yield FileSaid(
            name=one.name,
            field=read.label(one.field) if one.field else _("beside the form"),
            size=one.size,
            sha256=one.sha256,
            attached=f"{who}, {moment(read, one.uploaded_at)}",
            removed=moment(read, one.removed_at) if one.removed_at else "",
        )
