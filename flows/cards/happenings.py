"""Events as sentences, for the timeline and for what changed since the reader last looked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.days import local_moment_text
from flows.cards.model import Happening, ValueChange
from flows.cards.reading import Reading
from flows.cards.sentences import verdict_of
from flows.history import Payload, Recorded
from flows.history import payloads as said
from flows.models import Remark

QUIET = frozenset({said.Saved.KIND, said.Attached.KIND, said.Detached.KIND, said.Started.KIND})
"""What happens to a draft before it is sent is nobody's history."""

Sentence = tuple[str, tuple[str, ...], dict[str, tuple[Any, Any]], str]


def timeline_of(read: Reading, seen: int) -> tuple[Happening, ...]:
    """The newest first. Work on the first draft is folded away; what others did after `seen` is new."""
    found = [happening(read, event, event.number > seen) for event in told(read.events)]
    return tuple(reversed(found))


def told(events: list[Recorded]) -> Iterable[Recorded]:
    """Without the keystrokes of a draft that was never sent before."""
    sent = False
    for event in events:
        sent = sent or event.kind == said.SentOff.KIND
        if sent or event.kind not in QUIET or event.kind == said.Started.KIND:
            yield event


def happening(read: Reading, event: Recorded, new: bool) -> Happening:
    """One event for this reader: values he may not see are left out."""
    payload = event.payload
    tell = _TELL.get(type(payload))
    what, quotes, changes, tone = tell(read, payload) if tell else (event.kind, (), {}, "")
    behalf = event.deed.on_behalf_of
    who = read.person(event.deed.by) if event.deed.by else _("The platform")
    if behalf:
        who = _("{who} for {holder}").format(who=who, holder=read.person(behalf))
    return Happening(
        number=event.number,
        at=event.at,
        who=who,
        what=what,
        quotes=tuple(text for text in quotes if text),
        changes=tuple(
            ValueChange(read.label(code), read.shown(code, old) or "–", read.shown(code, value) or "–")
            for code, (old, value) in changes.items()
            if code in read.fields
        ),
        tone=tone,
        new=new and event.actor_id != read.reader.pk,
    )


def _started(read: Reading, one: said.Started) -> Sentence:
    if one.by_repeat:
        return _("started the request, as it is repeated"), (), {}, ""
    return _("started the request"), (), {}, ""


def _saved(read: Reading, one: said.Saved) -> Sentence:
    return _("changed the request"), (), dict(one.changes), ""


def _attached(read: Reading, one: said.Attached) -> Sentence:
    name = one.name if one.field in read.fields or not one.field else "…"
    return _("attached {name}").format(name=name), (), {}, ""


def _detached(read: Reading, one: said.Detached) -> Sentence:
    name = one.name if one.field in read.fields or not one.field else "…"
    return _("removed {name}").format(name=name), (), {}, ""


def _sent(read: Reading, one: said.SentOff) -> Sentence:
    if one.round <= 1:
        return _("sent the request"), (), {}, "accent"
    if one.ask == "everybody":
        return _("sent it again, round {round}: everybody is asked").format(round=one.round), (), {}, "accent"
    return _("sent it again, round {round}: only who must be asked").format(round=one.round), (), {}, "accent"


def _decided(read: Reading, one: said.Answered) -> Sentence:
    verdict, tone = verdict_of(one.outcome, read.document.steps.get(one.step), read.language)
    what = _("{verdict}: {step}").format(verdict=verdict, step=read.step(one.step))
    if one.entered_by:
        by = read.person(one.entered_by)
        what = _("{what} (on paper, entered by {who})").format(what=what, who=by)
    return what, (one.reason, *one.remarks), dict(one.changes), tone


def _taken(read: Reading, one: said.TookIt) -> Sentence:
    step = read.step(one.place.partition("/")[0])
    what = _("gave back the task: {step}") if one.back else _("took the task: {step}")
    return what.format(step=step), (), {}, ""


def _gave(read: Reading, one: said.GaveTo) -> Sentence:
    step, to = read.step(one.place.partition("/")[0]), read.person(one.to)
    what = _("chose {to} for: {step}") if one.red else _("gave the task to {to}: {step}")
    return what.format(step=step, to=to), (one.reason,), {}, ""


def _answered(read: Reading, one: said.RemarkAnswered) -> Sentence:
    label = str(Remark.Answer(one.answer).label)
    return (
        _("answered remark {number}: {answer}").format(number=one.remark, answer=label),
        (one.text,),
        {},
        "",
    )


def _recalled(read: Reading, one: said.RecalledIt) -> Sentence:
    return _("recalled the request"), (one.reason,), {}, "warn"


def _cancelled(read: Reading, one: said.CancelledIt) -> Sentence:
    return _("cancelled the request"), (one.reason,), {}, "bad"


def _commented(read: Reading, one: said.Commented) -> Sentence:
    return _("commented"), (one.text,), {}, ""


def _replanned(read: Reading, one: said.Replanned) -> Sentence:
    causes = {
        "company": _("worked out the route again: the company has changed"),
        "absence": _("worked out the route again: somebody is absent or back"),
        "retry": _("tried again to find who can be asked"),
    }
    return causes.get(one.cause, _("worked out the route again")), (), {}, ""


def _overdue(read: Reading, one: said.Overdue) -> Sentence:
    due = local_moment_text(datetime.fromisoformat(one.due).astimezone(read.zone))
    step = read.step(one.place.partition("/")[0])
    if not one.place:
        return _("the whole request is overdue since {time}").format(time=due), (), {}, "bad"
    if one.whole:
        whole = local_moment_text(datetime.fromisoformat(one.whole).astimezone(read.zone))
        text = _("overdue since {time}: {step}; the whole request since {whole}")
        return text.format(time=due, step=step, whole=whole), (), {}, "bad"
    return _("overdue since {time}: {step}").format(time=due, step=step), (), {}, "bad"


def _reminded(read: Reading, one: said.Reminded) -> Sentence:
    step = read.step(one.place.partition("/")[0])
    return _("reminded of the task: {step}").format(step=step), (), {}, "warn"


def _substitute_asked(read: Reading, one: said.SubstituteAsked) -> Sentence:
    words = {"who": read.person(one.absent), "step": read.step(one.place.partition("/")[0])}
    return _("asked for a substitute of {who}: {step}").format(**words), (), {}, "warn"


_TELL: dict[type[Payload], Callable[[Reading, Any], Sentence]] = {
    said.Started: _started,
    said.Saved: _saved,
    said.Attached: _attached,
    said.Detached: _detached,
    said.SentOff: _sent,
    said.Answered: _decided,
    said.TookIt: _taken,
    said.GaveTo: _gave,
    said.RemarkAnswered: _answered,
    said.RecalledIt: _recalled,
    said.CancelledIt: _cancelled,
    said.Commented: _commented,
    said.Replanned: _replanned,
    said.Overdue: _overdue,
    said.Reminded: _reminded,
    said.SubstituteAsked: _substitute_asked,
}
