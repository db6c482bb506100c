"""Answers to a task: approve, approve with remarks, return, decline, complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.hashing import canonical, digest
from common.text import printable
from designer.document import Step
from designer.route.acts import stands_for, vouched
from designer.route.facts import Stored
from flows import errors, files
from flows.actions.filling import fill_step
from flows.actions.guard import Seat, seat_at, take_seat
from flows.engine.desk import Desk, plan_of
from flows.engine.flow import answer
from flows.engine.rows import Done
from flows.history import remarks_made, veil
from flows.history.payloads import Answered, Changes
from flows.models import Assignment, Task, Verdict
from flows.notices import About, Notice

MOST_TEXT = 4_000
TOLD: dict[str, About] = {
    Verdict.APPROVE: "approved",
    Verdict.APPROVE_WITH_REMARKS: "approved",
    Verdict.RETURN: "returned",
    Verdict.DECLINE: "declined",
    Verdict.COMPLETE: "completed",
}


@dataclass(frozen=True)
class Paper:
    """An answer given on paper: who types it in, the scan, the date on it, and the revision of the request
    that had been printed."""

    entered_by: int
    scan: files.Stored
    on: date
    revision: int


@dataclass(frozen=True)
class Response:
    """What somebody answers. `values` are typed values of the fields that the step edits; `paper` when it was
    given on paper and somebody else types it in."""

    outcome: Verdict
    reason: str = ""
    remarks: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    paper: Paper | None = None


@transaction.atomic(durable=True)
def approve(
    *, task: int, actor: int, revision: int, press: str, values: Mapping[str, Any] | None = None
) -> None:
    """Agree. `values`: typed values of the fields that the step edits. Raises what `seat_at` raises,
    NotOffered, NotSaved."""
    _respond(task, actor, revision, press, Response(Verdict.APPROVE, values=values or {}))


@transaction.atomic(durable=True)
def approve_with_remarks(
    *,
    task: int,
    actor: int,
    revision: int,
    press: str,
    remarks: Sequence[str],
    values: Mapping[str, Any] | None = None,
) -> None:
    """Agree, and want something taken into account: each remark gets an answer. At least one remark."""
    said = _texts("remarks", remarks)
    _respond(task, actor, revision, press, Response(Verdict.APPROVE_WITH_REMARKS, "", said, values or {}))


@transaction.atomic(durable=True)
def return_for_rework(*, task: int, actor: int, revision: int, press: str, reason: str) -> None:
    """Give it back to the requester. A reason is needed."""
    _respond(task, actor, revision, press, Response(Verdict.RETURN, required_text("reason", reason)))


@transaction.atomic(durable=True)
def decline(*, task: int, actor: int, revision: int, press: str, reason: str) -> None:
    """Refuse for good (ROUTING 38). A reason is needed."""
    _respond(task, actor, revision, press, Response(Verdict.DECLINE, required_text("reason", reason)))


@transaction.atomic(durable=True)
def complete(
    *, task: int, actor: int, revision: int, press: str, values: Mapping[str, Any] | None = None
) -> None:
    """The work is done. `values`: typed values of the fields that the step edits."""
    _respond(task, actor, revision, press, Response(Verdict.COMPLETE, values=values or {}))


def outcomes_of(step: Step) -> tuple[str, ...]:
    """What may be answered at a step: work is completed or, unless it says otherwise, returned."""
    if step.kind == "approval":
        return tuple(one for one in step.outcomes if one != "complete")
    if "complete" in step.outcomes:
        return tuple(one for one in step.outcomes if one not in ("approve", "approve_with_remarks"))
    return ("complete", "return_for_rework")


def _respond(task: int, actor: int, revision: int, press: str, response: Response) -> None:
    desk, repeats = take_seat(task, actor, press)
    if not repeats:
        _apply_response(seat_at(desk, task, actor, revision), actor, response)
        desk.finish(actor, press)


def _apply_response(seat: Seat, actor: int, response: Response) -> None:
    """The transition; the desk writes it down. Raises NotOffered, NotSaved."""
    desk, task, asked = seat.desk, seat.task, seat.asked
    step = desk.step(task.step)
    if task.kind not in (Task.Kind.APPROVAL, Task.Kind.WORK) or step is None:
        raise errors.NotOffered
    if response.outcome.value not in outcomes_of(step):
        raise errors.NotOffered
    finishing = response.outcome not in (Verdict.RETURN, Verdict.DECLINE)
    changes = fill_step(desk, step, response.values, actor, finishing=finishing)
    said = _payload(task, asked, response, _signed_off(desk, step, task.place, response.outcome), changes)
    called = _called(desk, asked, actor)
    veiled = {name: veil(desk.case.pk, task.place, name, text) for name, text in called.items()}
    said = replace(said, names=veiled, **_on_paper(desk, response.paper))
    behalf = None if asked.on_behalf_of_id is None else desk.code(asked.on_behalf_of_id)
    first = remarks_made(desk.deeds) + 1
    desk.act(said, actor, behalf)
    decision = _decision(desk, said, asked, actor) | called | _typed_in(response.paper)
    desk.done = Done(task, actor, decision, _remarks(desk, said, actor, first))
    _tell_requester(desk, actor, TOLD[response.outcome], task.place)
    answer(task)


@dataclass(frozen=True)
class _SignedOff:
    """The values that a sign-off vouches for, by field code, and the places it covers beside its own."""

    values: Mapping[str, Stored] = field(default_factory=dict)
    stands_for: tuple[str, ...] = ()


def _signed_off(desk: Desk, step: Step, key: str, outcome: Verdict) -> _SignedOff:
    """Nothing when the answer is no sign-off."""
    if outcome not in (Verdict.APPROVE, Verdict.APPROVE_WITH_REMARKS):
        return _SignedOff()
    before = plan_of(desk)
    place = before.place(key)
    if place is None:
        values = desk.case.values
        return _SignedOff({code: values.get(code) for code in desk.document.covered_fields(step)})
    return _SignedOff(vouched(desk.document, before, place, desk.case.values), stands_for(before, key))


def _payload(
    task: Task, asked: Assignment, response: Response, signed: _SignedOff, changes: Changes
) -> Answered:
    return Answered(
        place=task.place,
        step=task.step,
        round=task.round,
        outcome=response.outcome.value,
        as_what=asked.as_what,
        position=asked.position or None,
        reason=response.reason,
        remarks=response.remarks,
        covered=signed.values,
        fingerprint=digest(canonical(dict(signed.values))),
        changes=changes,
        stands_for=signed.stands_for,
    )


def _on_paper(desk: Desk, paper: Paper | None) -> dict[str, Any]:
    """What the event says of an answer given on paper."""
    if paper is None:
        return {}
    scan = paper.scan
    told = {"on": paper.on.isoformat(), "revision": paper.revision}
    told |= {"name": scan.name, "size": scan.size, "kind": scan.kind}
    return {"entered_by": desk.code(paper.entered_by), "scan": scan.sha256, "paper": told}


def _typed_in(paper: Paper | None) -> dict[str, Any]:
    """The columns of the decision that say so."""
    return {} if paper is None else {"entered_by": paper.entered_by, "scan": paper.scan.sha256}


def _called(desk: Desk, asked: Assignment, actor: int) -> dict[str, str]:
    """Who answers as he is called now, by column of the decision."""
    behalf = "" if asked.on_behalf_of_id is None else desk.name(desk.code(asked.on_behalf_of_id))
    position = desk.org.positions.get(asked.position)
    title = position.title if position else ""
    return {"by_name": desk.name(desk.code(actor)), "by_title": title, "on_behalf_name": behalf}


def _decision(desk: Desk, said: Answered, asked: Assignment, actor: int) -> dict[str, Any]:
    return {
        "case": desk.case.pk,
        "task": asked.task_id,
        "place": said.place,
        "step": said.step,
        "round": said.round,
        "by": actor,
        "on_behalf_of": asked.on_behalf_of_id,
        "as_what": asked.as_what,
        "position": asked.position,
        "outcome": said.outcome,
        "reason": said.reason,
        "covered": said.covered,
        "fingerprint": said.fingerprint,
        "at": desk.now,
    }


def _remarks(desk: Desk, said: Answered, actor: int, first: int) -> list[dict[str, Any]]:
    return [
        {
            "case": desk.case.pk,
            "owner": actor,
            "number": number,
            "round": said.round,
            "text": text,
            "made_at": desk.now,
            "answer": "",
            "answer_text": "",
        }
        for number, text in enumerate(said.remarks, start=first)
    ]


def _tell_requester(desk: Desk, actor: int, about: About, place: str) -> None:
    if desk.case.requester_id != actor:
        desk.notices.append(Notice(desk.case.requester_id, about, place))


def _texts(name: str, texts: Sequence[str]) -> tuple[str, ...]:
    said = tuple(said for text in texts if (said := printable(text).strip()))
    if not said:
        raise errors.NotSaved({name: [_("Write at least one remark.")]})
    for text in said:
        required_text(name, text)
    return said


def required_text(name: str, text: str) -> str:
    said = printable(text).strip()
    if not said:
        raise errors.NotSaved({name: [_("Say why.")]})
    if len(said) > MOST_TEXT:
        raise errors.NotSaved({name: [_("At most {most} characters.").format(most=MOST_TEXT)]})
    return said
