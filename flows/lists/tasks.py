"""Who is asked for what now: the inbox, its counts, and the red items of an owner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.db.models import Aggregate, Count, F, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock
from common.text import search_key
from designer.part import say
from designer.queries import document_of
from flows.actions.bulk import in_bulk
from flows.assisting import laid_out
from flows.engine.rows import REMARKS
from flows.lists.naming import named
from flows.lists.paging import Slice, slice_of
from flows.lists.unread import doubtful, hidden_among, unread
from flows.models import Assignment, AsWhat, Case, Task


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the reader narrowed the list down to. `process` is a database id, `holder` that of an absent one
    for whom he stands in; `prepared`: in the order in which his assistant laid them."""

    process: int | None = None
    urgent: bool = False
    overdue: bool = False
    substitute: bool = False
    text: str = ""
    holder: int | None = None
    prepared: bool = False

    @property
    def narrowed(self) -> bool:
        return bool(
            self.process or self.urgent or self.overdue or self.substitute or self.holder or self.text
        )


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task somebody is asked for. `asked` says what, in the words of the process; `as_what` is empty when
    it is asked of him in his own right. `bulk`: it may be approved together with others, at `revision`."""

    case: int
    task: int
    name: str
    title: str
    asked: str
    step: str
    amount: Decimal | None
    currency: str
    requester: str
    since: datetime
    due: datetime | None
    overdue: bool
    urgent: bool
    as_what: str
    taken: bool
    red: bool
    bulk: bool = False
    revision: int = 0
    process: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks wait for somebody: all of them, and by what the filters offer."""

    all: int = 0
    urgent: int = 0
    overdue: int = 0
    substitute: int = 0
    red: int = 0
    unread: int = 0


def open_tasks_of(employee: int, wanted: TaskFilter, number: int) -> Slice[TaskRow]:
    """His open tasks: urgent first, then what is due first (so what is late leads), then the oldest; or as
    his assistant laid them."""
    now = clock.now()
    found = _narrowed(open_assignments(employee), wanted, now)
    if wanted.prepared:
        ordered = laid_out(found, employee)
    else:
        ordered = found.order_by("-urgent", F("due").asc(nulls_last=True), "since", "pk")
    return slice_of(ordered, number, lambda one: task_row(one, now))


def red_items_of(employee: int, number: int) -> Slice[TaskRow]:
    """What only he can mend, the oldest first."""
    now = clock.now()
    found = open_assignments(employee).filter(task__kind=Task.Kind.ATTENTION).order_by("since", "pk")
    return slice_of(found, number, lambda one: task_row(one, now))


def counts_of(employee: int) -> Counts:
    """One statement for the badge of the menu and the counts of the filters; more only for notices of
    requests that are neither his nor asked of him."""
    now = clock.now()
    red = Q(task__kind=Task.Kind.ATTENTION)
    found = Assignment.objects.filter(employee=employee, until=None).aggregate(
        all=Count("pk"),
        urgent=Count("pk", filter=Q(urgent=True)),
        overdue=Count("pk", filter=Q(due__lt=now)),
        substitute=Count("pk", filter=Q(as_what=AsWhat.SUBSTITUTE)),
        red=Count("pk", filter=red),
        unread=Beside(unread(employee)),
        doubtful=Beside(doubtful(employee)),
    )
    hidden = hidden_among(employee, found.pop("doubtful") or ())
    counts = Counts(**{name: number or 0 for name, number in found.items()})
    return replace(counts, unread=counts.unread - hidden)


class Beside(Aggregate):
    """Something that has nothing to do with the rows that are counted, asked for in the same statement."""

    template = "%(expressions)s"


def open_assignments(employee: int) -> QuerySet[Assignment]:
    """What he is asked now, with what a row shows."""
    return Assignment.objects.filter(employee=employee, until=None).select_related(
        "task", "case__requester", "on_behalf_of"
    )


def _narrowed(found: QuerySet[Assignment], wanted: TaskFilter, now: datetime) -> QuerySet[Assignment]:
    if wanted.process:
        found = found.filter(case__process=wanted.process)
    if wanted.urgent:
        found = found.filter(urgent=True)
    if wanted.overdue:
        found = found.filter(due__lt=now)
    if wanted.substitute:
        found = found.filter(as_what=AsWhat.SUBSTITUTE)
    if wanted.holder:
        found = found.filter(on_behalf_of=wanted.holder)
    for word in search_key(wanted.text).split():
        found = found.filter(case__search_key__contains=word)
    return found


def task_row(one: Assignment, now: datetime) -> TaskRow:
    """A row of the inbox."""
    case, task = one.case, one.task
    return TaskRow(
        case=case.pk,
        task=task.pk,
        name=named(noun_of(case), case.number),
        title=case.title,
        asked=asked_for(task),
        step=step_label(task, case),
        amount=case.amount,
        currency=case.currency,
        requester=case.requester.short_name,
        since=one.since,
        due=one.due,
        overdue=one.due is not None and one.due < now,
        urgent=one.urgent,
        as_what=as_what_of(one),
        taken=task.taken_by_id is not None,
        red=task.kind == Task.Kind.ATTENTION,
        bulk=in_bulk(document_of(case.version_id).steps.get(task.step), task, one.employee_id),
        revision=case.revision,
        process=document_of(case.version_id).code,
    )


def noun_of(case: Case) -> str:
    """The customer's noun for one request, else the name of the process."""
    document = document_of(case.version_id)
    language = get_language() or "en"
    return say(document.one or document.name, language[:2])


def asked_for(task: Task) -> str:
    """What a task asks."""
    if task.kind == Task.Kind.REWORK:
        return _("Answer the remarks") if task.step == REMARKS else _("Answer the remarks and send again")
    if task.kind == Task.Kind.ATTENTION:
        return _("Needs attention: nobody can be asked")
    return _("Approve") if task.kind == Task.Kind.APPROVAL else _("Do and confirm")


def step_label(task: Task, case: Case) -> str:
    """The step in the words of the process; nothing for the requester's own tasks."""
    step = document_of(case.version_id).steps.get(task.step)
    return say(step.label, (get_language() or "en")[:2]) if step else ""


def as_what_of(one: Assignment) -> str:
    """As what he is asked, when it is not simply in his own right."""
    if one.on_behalf_of is not None:
        return _("for {who}").format(who=one.on_behalf_of.short_name)
    if one.as_what in (AsWhat.OWN, AsWhat.NAMED):
        return ""
    return str(AsWhat(one.as_what).label)
