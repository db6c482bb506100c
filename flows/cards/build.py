"""Builds the card of a request for one reader."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from designer.document.fields import Field
from designer.document.process import ProcessDocument
from flows.access import visible_cases
from flows.cards.again import again_of
from flows.cards.asks import Draft, asks_of, givings_of, helped_of, possible
from flows.cards.brief import brief_of, marking_of
from flows.cards.happenings import timeline_of
from flows.cards.late import late_of
from flows.cards.model import (
    Card,
    CommentLine,
    DataRow,
    DataSection,
    RemarkLine,
    ScanLine,
    StageMark,
)
from flows.cards.reading import Reading
from flows.cards.route import route_of
from flows.lists.requests import TONES
from flows.models import Case, Comment, Decision, Look, Remark, State
from flows.states import label_among

WIDE = frozenset({"long_text", "files", "choices"})
BAD = frozenset({State.DECLINED, State.CANCELLED, State.REWORK})
ANSWER_TONES = {"taken": "ok", "not_taken": "warn"}

__all__ = ["Draft", "card_for", "remarks_of"]


def card_for(read: Reading, draft: Draft | None = None) -> Card:
    """The card. `draft` holds what the reader typed into an act that was refused."""
    case, state = read.case, State(read.case.state)
    look = Look.objects.filter(case=case, employee=read.reader).values_list("seen", flat=True).first()
    decisions = () if state == State.DRAFT else tuple(Decision.objects.filter(case=case))
    scans = scans_of(read, decisions)
    shown_apart = {pk for one in decisions if one.scan for pk in read.scans.get(one.scan, ())}
    timeline = timeline_of(read, len(read.events) if look is None else look)
    marking = marking_of(read)
    return Card(
        case=case.pk,
        revision=case.revision,
        process=read.document.code,
        process_name=read.say(read.document.name),
        noun=read.say(read.document.one or read.document.name),
        number=case.number,
        title=case.title,
        amount=case.amount,
        currency=case.currency,
        state=label_among(state, read.assignments),
        state_code=state.value,
        tone=TONES[state],
        urgent=case.urgent,
        round=case.round,
        stages=_stages(read.document, case, read),
        people=_people(read),
        sent_at=case.sent_at,
        due=case.due,
        overdue=case.finished is None and case.due is not None and case.due < read.now,
        sections=_sections(read),
        loose_files=tuple(one for one in read.files.get("", ()) if one.pk not in shown_apart),
        scans=scans,
        route=() if state == State.DRAFT else route_of(read, read.plan, decisions),
        remarks=remarks_of(read),
        comments=_comments(case),
        timeline=timeline,
        news=tuple(one for one in timeline if one.new),
        asks=asks_of(read, draft),
        can=possible(read),
        givings=givings_of(read),
        helped=helped_of(read),
        copied_from=_copied_from(read),
        waiting=tuple(one.employee.short_name for one in read.assignments),
        brief=brief_of(read),
        marks=marking.marks(),
        whys=marking.whys(),
        late=late_of(read),
        again=again_of(read),
    )


def scans_of(read: Reading, decisions: Iterable[Decision]) -> tuple[ScanLine, ...]:
    """The scans of decisions on paper that the reader may see, of every round; none is a file of the
    discussion."""
    loose = {one.pk: one for one in read.files.get("", ())}
    return tuple(
        ScanLine(one.by_name, read.person(read.staff.codes[one.entered_by_id]), loose[found])
        for one in decisions
        if one.entered_by_id is not None
        for found in read.scans.get(one.scan, ())[-1:]
        if found in loose
    )


def _stages(document: ProcessDocument, case: Case, read: Reading) -> tuple[StageMark, ...]:
    codes = [stage.code for stage in document.stages]
    now = codes.index(case.stage) if case.stage in codes else 0
    marks = []
    for place, stage in enumerate(document.stages):
        look = "done" if place < now or case.state == State.COMPLETED else ""
        if place == now and case.state != State.COMPLETED:
            look = "bad" if case.state in BAD else "now"
        marks.append(StageMark(read.say(stage.label), look))
    return tuple(marks)


def _people(read: Reading) -> tuple[tuple[str, str], ...]:
    """(role, name): who sends it, and the others only where they differ."""
    case = read.case
    unit = read.org.units.get(read.facts.unit)
    found = [(_("Requester"), read.person(read.facts.requester))]
    if case.entered_by_id != case.requester_id:
        found.append((_("Entered by"), read.person(read.facts.entered_by)))
    if case.requested_for_id != case.requester_id:
        found.append((_("For whom"), read.person(read.facts.requested_for)))
    if unit is not None:
        found.append((_("Unit"), unit.name))
    return tuple(found)


def _sections(read: Reading) -> tuple[DataSection, ...]:
    found = []
    for section in read.document.form.sections:
        rows = tuple(row for field in section.fields if (row := _row(read, field)) is not None)
        if rows:
            found.append(DataSection(read.say(section.label), rows))
    return tuple(found)


def _row(read: Reading, field: Field) -> DataRow | None:
    """A field that has a value and that this reader may see."""
    if field.code not in read.fields:
        return None
    if field.type == "files":
        files = read.files.get(field.code, ())
        return DataRow(read.say(field.label), wide=True, files=files) if files else None
    text = read.shown(field.code, read.case.values.get(field.code))
    if not text or (field.type == "yes_no" and not read.case.values.get(field.code)):
        return None
    return DataRow(read.say(field.label), text, field.type in WIDE or len(text) > 60)


def remarks_of(read: Reading) -> tuple[RemarkLine, ...]:
    """Every remark, the oldest first."""
    mine = possible(read).answer
    return tuple(
        RemarkLine(
            pk=one.pk,
            owner=one.owner.short_name,
            text=one.text,
            made_at=one.made_at,
            round=one.round,
            answer=str(Remark.Answer(one.answer).label) if one.answer else "",
            answer_tone=ANSWER_TONES.get(one.answer, ""),
            answer_text=one.answer_text,
            answered_by=one.answered_by.short_name if one.answered_by else "",
            answered_at=one.answered_at,
            mine_to_answer=mine and not one.answer,
        )
        for one in Remark.objects.filter(case=read.case).select_related("owner", "answered_by")
    )


def _comments(case: Case) -> tuple[CommentLine, ...]:
    found = Comment.objects.filter(case=case).select_related("author")
    return tuple(CommentLine(one.author.short_name, one.text, one.at) for one in found)


def _copied_from(read: Reading) -> tuple[int, str] | None:
    """The request it is a copy of, for whoever may see that one too."""
    if read.case.copied_from_id is None:
        return None
    source = visible_cases(read.reader).filter(pk=read.case.copied_from_id).first()
    return (source.pk, source.number or source.title) if source else None
