"""Finds out what a notice has to say, for one reader, as of now: whoever may not see the request any more is
told nothing, and no field that is hidden from him is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from designer.document.route import Step
from designer.part import Text
from flows.access import visible_fields
from flows.cards.late import late_of
from flows.cards.reading import Reading, read_case
from flows.engine.desk import values_changed
from flows.engine.rows import REMARKS
from flows.errors import NoSuchRequest
from flows.history import Recorded
from flows.history import payloads as acts
from flows.models import Assignment, AsWhat, Remark, State, Task, Verdict
from flows.telling.said import Changed, Said
from org.access import may_enter_absence
from org.languages import language_of
from org.models import Employee
from org.queries import snapshot

NEEDS_AN_OPEN_TASK = frozenset({"task", "reassigned", "reminded", "attention"})
MOST_CHANGES = 12
OWN_TEXTS = {"task": "task", "approved": "approved", "returned": "returned", "declined": "declined"}


@dataclass(frozen=True, slots=True)
class Order:
    """Whom to tell what: the payload of an outbox item."""

    case: int
    event: int
    to: int
    about: str
    place: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Order:
        named = {name: payload[name] for name in ("case", "event", "to", "about")}
        return cls(**named, place=payload.get("place", ""))


@dataclass(frozen=True, slots=True)
class Found:
    """What is to be said. `still` is False when nothing waits for the reader any more: then no mail."""

    reader: Employee
    said: Said
    still: bool


def find(order: Order) -> Found | None:
    """None for somebody who left or may not see it, and where another notice of the same act says it."""
    reader = Employee.objects.filter(pk=order.to, is_active=True).first()
    if reader is None:
        return None
    try:
        read = read_case(order.case, reader, language_of(reader), snapshot().zone_of(reader.code))
    except NoSuchRequest:
        return None
    event = next((one for one in read.events if one.number == order.event), None)
    if event is not None and _told_otherwise(read, order, event):
        return None
    task = _task(read, order)
    said = _about(read, order, event, task)
    return Found(reader, said, _still(read, order, task))


def _told_otherwise(read: Reading, order: Order, event: Recorded) -> bool:
    """One act, one notice: the requester of a returned request has been told so; who was given a task, too;
    the last approval is told as the end of the route, or with the task to answer what was remarked."""
    payload, by_another = event.payload, event.actor_id != order.to
    match order.about:
        case "task" if isinstance(payload, acts.GaveTo):
            return payload.to == read.reader.code
        case "task" if isinstance(payload, acts.Answered) and order.place.startswith("rework/"):
            return payload.outcome == Verdict.RETURN and by_another and order.to == read.case.requester_id
        case "approved":
            return _then(event).get("state") == State.COMPLETED or _must_answer(read, event)
        case "sent_again":
            opened = _then(event).get("opened", {})
            return any(read.reader.code in people for people in opened.values())
    return False


def _must_answer(read: Reading, event: Recorded) -> bool:
    """The act has given the reader the task to answer remarks, and that notice says who approved."""
    opened = _then(event).get("opened", {})
    return any(place.startswith(f"{REMARKS}/") and read.reader.code in who for place, who in opened.items())


def _then(event: Recorded | None) -> Mapping[str, Any]:
    return event.deed.said.get("then", {}) if event is not None else {}


def _task(read: Reading, order: Order) -> Task | None:
    """The task at the place: the open one, else the latest."""
    if not order.place:
        return None
    found = Task.objects.filter(process=read.case, place=order.place)
    return found.filter(finished=None).first() or found.order_by("-pk").first()


def _still(read: Reading, order: Order, task: Task | None) -> bool:
    if order.about == "overdue":
        return task is None or task.finished is None
    if order.about not in NEEDS_AN_OPEN_TASK or task is None:
        return order.about not in NEEDS_AN_OPEN_TASK
    return Assignment.objects.filter(task=task, employee=read.reader, until=None).exists()


def _about(read: Reading, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """Everything that notices of any kind share, then what this kind adds."""
    code = order.place.partition("/")[0] or (event.deed.said.get("place", "") if event else "")
    step = read.document.steps.get(code.partition("/")[0])
    said = Said(
        noun=read.document.one or read.document.name,
        number=read.case.number,
        urgent=read.case.urgent,
        requester=read.person(read.staff.codes.get(read.case.requester_id)),
        step=step.label if step else None,
        final=bool(step and step.final),
        kind=task.kind if task else "",
        own=_own_text(step, order.about),
        round=read.case.round,
    )
    said = _shown_to_all(read, said)
    if event is not None:
        said = _happened(read, said, event, step)
    add = _ADD.get(order.about)
    return add(read, said, order, event, task) if add else said


def _shown_to_all(read: Reading, said: Said) -> Said:
    """Title and amount, where the fields they repeat are not hidden from the reader."""
    parts, everywhere = read.document.parts, read.document.seen_everywhere
    named = [code for code in (parts.title, parts.amount) if code]
    seen = everywhere if everywhere.issuperset(named) else visible_fields(read.case, read.reader)
    amount = read.case.amount if parts.amount in seen else None
    return replace(
        said,
        title=read.case.title if not parts.title or parts.title in seen else "",
        amount="" if amount is None else format(amount, "f"),
        currency=read.case.currency,
    )


def _own_text(step: Step | None, about: str) -> Text | None:
    """The words of the process for this notice: plain text, whatever it looks like."""
    name = OWN_TEXTS.get(about)
    text: Text | None = getattr(step.notices, name) if step and name else None
    return text


def _happened(read: Reading, said: Said, event: Recorded, step: Step | None) -> Said:
    """Who did it, when, and what he said with it."""
    payload, deed = event.payload, event.deed
    said = replace(
        said,
        who=read.person(deed.by) if deed.by else "",
        behalf=read.person(deed.on_behalf_of) if deed.on_behalf_of else "",
        at=event.at.isoformat(),
    )
    if isinstance(payload, acts.Answered):
        labels: Mapping[Any, Text] = step.outcome_labels if step else {}
        quotes = tuple(text for text in (payload.reason, *payload.remarks) if text)
        own = labels.get(payload.outcome)
        typed = read.person(payload.entered_by) if payload.entered_by else ""
        acting = payload.as_what == AsWhat.ACTING
        said = replace(said, outcome=payload.outcome, outcome_label=own, quotes=quotes)
        return replace(said, typed_by=typed, acting=acting)
    quote = getattr(payload, "reason", "") or (payload.text if isinstance(payload, acts.Commented) else "")
    return replace(said, quotes=(quote,) if quote else ())


# -- what each kind adds --------------------------------------------------------------------------------

Add = Callable[[Reading, Said, Order, Recorded | None, Task | None], Said]


def _asked(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """A task for the reader: until when, for whom he is asked, and what changed when it came again."""
    if task is None:
        return said
    asked = Assignment.objects.filter(task=task, employee=read.reader).select_related("on_behalf_of")
    newest = asked.order_by("-pk").first()
    holder = newest.on_behalf_of if newest else None
    said = replace(
        said,
        due=task.due.isoformat() if task.due else "",
        holder=holder.short_name if holder else "",
        task=task.pk,
        page="attention" if task.kind == Task.Kind.ATTENTION else "card",
    )
    if task.step == REMARKS:
        return replace(said, quotes=_unanswered(read), answers=True, anchor="remarks")
    if order.about == "task":  # what somebody else said before is not said to him
        said = replace(said, quotes=())
    if event is not None and isinstance(event.payload, acts.SentOff) and event.payload.round > 1:
        said = replace(said, changes=_changes(read, event))
    return said


def _unanswered(read: Reading) -> tuple[str, ...]:
    rows = Remark.objects.filter(case=read.case, answer="").order_by("number")
    return tuple(rows.values_list("text", flat=True))


def _decided(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """On whom it waits after the answer."""
    opened = _then(event).get("opened", {})
    names = dict.fromkeys(read.person(one) for people in opened.values() for one in people)
    over = order.about in ("returned", "declined")
    return replace(said, waits=() if over else tuple(names))


def _completed(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """What was filled in with the last answer, in the order of the step: what the reader may see of it."""
    payload = event.payload if event is not None else None
    step = read.document.steps.get(payload.step) if isinstance(payload, acts.Answered) else None
    codes = [code for code in (step.edits if step is not None else ()) if code in read.fields]
    shown = ((code, read.shown(code, read.case.values.get(code))) for code in codes)
    told = tuple((read.document.fields[code].label, text) for code, text in shown if text)
    return replace(_decided(read, said, order, event, task), told=told)


def _sent_again(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """What changed, and whether the reader will be asked again."""
    ahead = (one for one in read.plan.places if one.status.value in ("open", "ahead"))
    asked = any(person.employee == read.reader.code for place in ahead for person in place.people)
    changes = _changes(read, event) if event is not None else ()
    return replace(said, changes=changes, again="later" if asked else "no")


def _remark(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """The remark and what the requester answered."""
    payload = event.payload if event is not None else None
    if not isinstance(payload, acts.RemarkAnswered):
        return said
    made = [text for one in read.events for text in one.deed.said.get("remarks", ()) if _is_answer(one)]
    remark = made[payload.remark - 1] if payload.remark <= len(made) else ""
    quotes = tuple(text for text in (remark, payload.text) if text)
    return replace(said, quotes=quotes, answer=payload.answer, anchor="remarks")


def _is_answer(event: Recorded) -> bool:
    return event.kind == acts.Answered.KIND


def _overdue(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """Since when, on whom it waits; whether that is the reader."""
    payload = event.payload if event is not None else None
    due = payload.due if isinstance(payload, acts.Overdue) else ""
    asked = [one for one in read.assignments if not order.place or one.task.place == order.place]
    return replace(
        said,
        due=due,
        whole=payload.whole if isinstance(payload, acts.Overdue) else "",
        waits=tuple(dict.fromkeys(one.employee.short_name for one in asked)),
        mine=any(one.employee_id == read.reader.pk for one in asked),
        anchor="late",
        **_pushes(read, {one.task_id for one in asked}),
    )


def _pushes(read: Reading, asked: set[int]) -> dict[str, Any]:
    """The one late task that the reader may push; where there are more, he chooses on the card."""
    late = late_of(read)
    tasks = [one for one in late.tasks if one.task in asked] if late else []
    if len(tasks) != 1:
        return {}
    return {"remind": tasks[0].task, "substitute_for": tasks[0].task if tasks[0].substitute else 0}


def _substitute(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    payload = event.payload if event is not None else None
    code = payload.absent if isinstance(payload, acts.SubstituteAsked) else ""
    said = replace(said, absent=read.person(code), absent_code=code)
    return replace(said, page="absence" if may_enter_absence(read.reader.pk, code) else "card")


def _repeated(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    return replace(said, page="edit")


def _from_paper(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    """Who typed it; the event is the one's whose decision it is."""
    payload = event.payload if event is not None else None
    typed = payload.entered_by if isinstance(payload, acts.Answered) else None
    return replace(said, who=read.person(typed), behalf="", typed_by="", acting=False)


def _discussed(read: Reading, said: Said, order: Order, event: Recorded | None, task: Task | None) -> Said:
    return replace(said, anchor="comments")


_ADD: dict[str, Add] = {
    "task": _asked,
    "reassigned": _asked,
    "reminded": _asked,
    "attention": _asked,
    "approved": _decided,
    "returned": _decided,
    "declined": _decided,
    "completed": _completed,
    "sent_again": _sent_again,
    "remark_answered": _remark,
    "overdue": _overdue,
    "substitute_asked": _substitute,
    "repeated": _repeated,
    "commented": _discussed,
    "entered_from_paper": _from_paper,
}


def _changes(read: Reading, event: Recorded) -> tuple[Changed, ...]:
    """What was sent now against what was sent before: fields that the reader may see."""
    earlier = [one for one in read.events if one.number < event.number and one.kind == acts.SentOff.KIND]
    if not earlier:
        return ()
    old, new = earlier[-1].deed.said.get("values", {}), event.deed.said.get("values", {})
    return tuple(
        (read.document.fields[code].label, read.shown(code, before) or "–", read.shown(code, after) or "–")
        for code, (before, after) in values_changed(old, new).items()
        if code in read.fields and code in read.document.fields
    )[:MOST_CHANGES]
