"""What the state of a request is called. One on its way that nobody has to approve any more is in progress:
somebody carries it out, and the requester need not ask who has not approved yet."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from flows.models import Assignment, State, Task

WORKING = "working"
"""Shown instead of `State.RUNNING` while work is open, and neither an approval nor something that the owner
has to mend."""
_CHOICES = {code: (code, label) for code, label in State.choices}
_WORKING = (WORKING, _("in progress"))
_BEFORE = (_CHOICES.pop(State.DRAFT), _CHOICES.pop(State.RUNNING))
SHOWN_STATES = [*_BEFORE, _WORKING, *_CHOICES.values()]
"""Code and label of every state that is shown, and may be asked for in a list."""
_LABELS = dict(SHOWN_STATES)


def state_label(state: str, kinds: Iterable[str]) -> str:
    """The state in the language in force; `kinds` are those of the tasks that are open."""
    return str(_LABELS[WORKING if state == State.RUNNING and _is_work(set(kinds)) else state])


def label_among(state: str, asked: Iterable[Assignment]) -> str:
    """The same, of who is asked; each with his task."""
    return state_label(state, (one.task.kind for one in asked))


def in_state(code: str) -> Q:
    """Requests whose state is shown so."""
    if code == WORKING:
        return Q(state=State.RUNNING) & _works()
    return Q(state=State.RUNNING) & ~_works() if code == State.RUNNING else Q(state=code)


def _is_work(kinds: set[str]) -> bool:
    return Task.Kind.WORK in kinds and kinds.isdisjoint((Task.Kind.APPROVAL, Task.Kind.ATTENTION))


def _works() -> Q:
    waits = Task.objects.filter(process=OuterRef("pk"), finished=None)
    awaited = waits.filter(kind__in=(Task.Kind.APPROVAL, Task.Kind.ATTENTION))
    return Q(Exists(waits.filter(kind=Task.Kind.WORK))) & ~Q(Exists(awaited))
