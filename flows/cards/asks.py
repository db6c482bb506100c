"""What the reader is asked, and what he may do with a request. The same rules are checked again, under the
lock, by the action itself: this only decides what is offered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from designer.document import Step
from designer.form import step_form
from designer.part import Text
from designer.route.history import fold
from designer.route.plan import Status
from designer.route.request import Request
from flows.access import may_hand_out
from flows.actions.decide import outcomes_of
from flows.actions.paper import paper_outcomes, parts_in
from flows.assisting import bosses, had_assistants, is_owner, prepared_for, said_of
from flows.cards.model import Act, Ask, Giving, Helped, Possible
from flows.cards.reading import Reading
from flows.cards.sentences import SAID_BESIDE_THE_NAME, reason_sentence
from flows.engine.rows import REMARKS, unpack
from flows.forms import build_sections
from flows.forms.inputs import Filling
from flows.history import acts
from flows.lists.tasks import as_what_of
from flows.models import Assignment, State, Task
from org.reasons import Reason

STANDS_IN = "substitute"
"""The reason that somebody is asked for an absent one."""
ANSWERED_HERE = (Task.Kind.APPROVAL, Task.Kind.WORK)


@dataclass(frozen=True)
class Draft:
    """What was typed into an act that was refused, and why it was. `fields` are sentences by field."""

    task: int = 0
    act: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fields: Mapping[str, Sequence[Text]] = field(default_factory=dict)


def asks_of(read: Reading, draft: Draft | None) -> tuple[Ask, ...]:
    """The reader's open tasks on this request that are answered on its card."""
    mine = [one for one in read.assignments if one.employee_id == read.reader.pk]
    found = [_ask(read, one, draft) for one in mine if one.task.kind in ANSWERED_HERE]
    if not found or not had_assistants(read.org, read.reader.code):
        return tuple(found)
    prepared = prepared_for(read.reader.pk, [one.task for one in found])
    return tuple(replace(one, prepared=said_of(prepared.get(one.task))) for one in found)


def helped_of(read: Reading) -> tuple[Helped, ...]:
    """The open tasks of those whom the reader assists."""
    whom = {boss.pk: boss.name for boss in bosses(read.org, read.reader)}
    theirs = [one for one in read.assignments if one.employee_id in whom] if whom else []
    may_enter = {one.task_id for one in theirs if may_enter_from_paper(read, one.task)}
    return tuple(
        Helped(
            task=one.task_id,
            boss=one.employee_id,
            boss_name=whom[one.employee_id],
            step=read.step(one.task.step),
            on_paper=one.task_id in may_enter,
        )
        for one in theirs
        if one.task.kind in ANSWERED_HERE
    )


def may_enter_from_paper(read: Reading, task: Task) -> bool:
    """Whether the reader, who assists somebody that is asked, may type in an answer from paper: never where
    he has a part in the request himself."""
    offered = paper_outcomes(read.document.steps.get(task.step)) if task.kind == Task.Kind.APPROVAL else ()
    if not offered:
        return False
    history = acts(event.deed for event in read.events)
    request = Request(read.document, read.facts, fold(history), read.org, read.now)
    asked = any(one.employee_id == read.reader.pk for one in read.assignments if one.task_id != task.pk)
    return not asked and read.reader.code not in parts_in(request, history, task.place)


def taken_over(reader: int, task: int) -> Draft | None:
    """The form of remarks filled with what was prepared for him; nothing is decided, nothing stored."""
    prepared = prepared_for(reader, [task]).get(task)
    if prepared is None or not prepared.remarks:
        return None
    return Draft(task, "approve_with_remarks", {"remarks": list(prepared.remarks)})


def _ask(read: Reading, one: Assignment, draft: Draft | None) -> Ask:
    task, step = one.task, read.document.steps.get(one.task.step)
    taken = task.taken_by
    takes = step is not None and step.how == "group" and taken is None
    typed = draft if draft is not None and draft.task == task.pk else Draft()
    return Ask(
        task=task.pk,
        question=_question(task, step),
        step=read.step(task.step),
        kind=task.kind,
        whys=_whys(read, one),
        as_what=_as_what(read, one),
        due=one.due,
        overdue=one.due is not None and one.due < read.now,
        instructions=read.say(step.instructions) if step else "",
        acts=_acts(read, step),
        sections=_inputs(read, step, typed),
        falls=tuple(_falls(read, step)),
        takes=takes,
        gives_back=step is not None
        and step.how == "group"
        and taken is not None
        and taken.pk == read.reader.pk,
        taken_by=taken.short_name if taken is not None and taken.pk != read.reader.pk else "",
        round=task.round,
    )


def _question(task: Task, step: Step | None) -> str:
    if task.kind == Task.Kind.WORK:
        return _("To be done by you:")
    return (
        _("Your final approval is asked:")
        if step is not None and step.final
        else _("Your approval is asked:")
    )


def _whys(read: Reading, one: Assignment) -> tuple[str, ...]:
    reasons = [unpack(one.task.reason), *(unpack(stored) for stored in one.reasons)]
    telling = [reason for reason in reasons if reason.code not in SAID_BESIDE_THE_NAME]
    return tuple(dict.fromkeys(_why(read, reason) for reason in telling))


def _why(read: Reading, reason: Reason) -> str:
    """To the reader himself it is said that he stands in, not of him."""
    if reason.code == STANDS_IN and reason["substitute"] == read.reader.code:
        return _("You stand in for {who}").format(who=read.person(reason["employee"]))
    return reason_sentence(reason, read.org, read.document)


def _as_what(read: Reading, one: Assignment) -> str:
    """In which capacity, unless the reasons say that he stands in."""
    reasons = (unpack(stored) for stored in one.reasons)
    said = any(one.code == STANDS_IN and one["substitute"] == read.reader.code for one in reasons)
    return "" if said else as_what_of(one)


def _acts(read: Reading, step: Step | None) -> tuple[Act, ...]:
    if step is None:
        return ()
    own = {str(code): text for code, text in step.outcome_labels.items()}
    return tuple(Act(code, read.say(own.get(code)) or _default(code, step)) for code in outcomes_of(step))


def _default(code: str, step: Step) -> str:
    if code == "approve" and step.final:
        return _("Approve finally")
    return {
        "approve": _("Approve"),
        "approve_with_remarks": _("Approve with remarks"),
        "return_for_rework": _("Return for rework"),
        "decline": _("Decline"),
        "complete": _("Done"),
    }[code]


def _inputs(read: Reading, step: Step | None, draft: Draft) -> Any:
    """The fields that the step edits, and nothing else: what it only sees stands on the card already."""
    if step is None or not step.edits:
        return ()
    sections = [
        type(one)(one.section, tuple(view for view in one.fields if view.editable))
        for one in step_form(step, read.settled)
    ]
    filling = Filling(
        read.case.values,
        read.language,
        read.zone_of_request,
        read.names,
        draft.typed,
        draft.fields,
        read.files,
        read.place_of_clock,
    )
    return build_sections([one for one in sections if one.fields], filling)


def _falls(read: Reading, step: Step | None) -> Iterator[str]:
    """Before anything is saved: who has signed off what the step's fields hold (ROUTING 24)."""
    done = [place.decision for place in read.plan.with_status(Status.DONE) if place.decision is not None]
    for code in step.edits if step is not None else ():
        signed = dict.fromkeys(one.by for one in done if code in one.covered)
        names = [person.name for who in signed if (person := read.org.employees.get(who)) is not None]
        if names:
            field_name, who = read.say(read.document.fields[code].label), ", ".join(names)
            yield _("If you change “{field}”, these may be asked again: {who}.").format(
                field=field_name, who=who
            )


def givings_of(read: Reading) -> tuple[Giving, ...]:
    """The open tasks of others, for whoever manages the process."""
    others: dict[int, list[Assignment]] = {}
    for one in read.assignments:
        if one.task.kind in (Task.Kind.APPROVAL, Task.Kind.WORK):
            others.setdefault(one.task_id, []).append(one)
    theirs = {
        task: asked
        for task, asked in others.items()
        if all(one.employee_id != read.reader.pk for one in asked)
    }
    if not theirs or not may_hand_out(read.case, read.reader.pk):
        return ()
    return tuple(
        Giving(task, read.step(asked[0].task.step), tuple(one.employee.short_name for one in asked))
        for task, asked in theirs.items()
    )


def _his_turn(one: Assignment, me: int) -> bool:
    return one.employee_id == me and one.task.kind == Task.Kind.REWORK


def possible(read: Reading) -> Possible:
    """What to offer for the request as a whole."""
    case, me = read.case, read.reader.pk
    owner = is_owner(read.org, case, me)
    own = [one.task.step for one in read.assignments if _his_turn(one, me)]
    editable = case.state in (State.DRAFT, State.REWORK)
    running = case.state == State.RUNNING
    return Possible(
        edit=editable and (owner or bool(own)),
        answer=(editable or running) and (owner or bool(own)),
        answers_awaited=running and REMARKS in own,
        recall=running and owner,
        cancel=owner and (running or editable),
    )
