"""Requests (cases), tasks, who is asked, decisions, remarks, files, history."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from common import clock
from designer.models import Process, ProcessVersion
from designer.route.plan import Capacity, Outcome
from org.models import Employee, Position, Unit


class State(models.TextChoices):
    """Where a request stands: the planner's `Outcome`, stored."""

    DRAFT = Outcome.DRAFT.value, _("draft")
    RUNNING = Outcome.RUNNING.value, _("in approval")
    REWORK = Outcome.REWORK.value, _("returned for rework")
    DECLINED = Outcome.DECLINED.value, _("declined")
    CANCELLED = Outcome.CANCELLED.value, _("cancelled")
    COMPLETED = Outcome.COMPLETED.value, _("completed")


class Verdict(models.TextChoices):
    """What somebody answered to a task."""

    APPROVE = "approve", _("approved")
    APPROVE_WITH_REMARKS = "approve_with_remarks", _("approved with remarks")
    RETURN = "return_for_rework", _("returned for rework")
    DECLINE = "decline", _("declined")
    COMPLETE = "complete", _("completed")


class AsWhat(models.TextChoices):
    """As what somebody is asked: the planner's `Capacity`, stored."""

    OWN = Capacity.OWN.value, _("in his own right")
    ACTING = Capacity.ACTING.value, _("acting")
    SUBSTITUTE = Capacity.SUBSTITUTE.value, _("substitute")
    CLIMBED = Capacity.CLIMBED.value, _("next manager up")
    GROUP = Capacity.GROUP.value, _("one of a group")
    FALLBACK = Capacity.FALLBACK.value, _("fallback approver")
    CHOSEN = Capacity.CHOSEN.value, _("chosen")
    NAMED = Capacity.NAMED.value, _("named")


class Case(AbstractProcess):
    """A request. `values` holds the form by field code (shapes: `designer.values`); the other columns
    repeat what lists need. `revision` grows with every act that changes content or route (not with a
    comment); a page carries the one it showed, and an act is refused when `content_revision`, the one at
    which values or files last changed, is newer. `head` is the hash of the newest event, `events_count`
    their number. The route was last worked out at `planned_at` from the company's revision
    `planned_company`."""

    created = models.DateTimeField(default=clock.now, editable=False)
    process = models.ForeignKey(Process, models.PROTECT, related_name="cases")
    version = models.ForeignKey(ProcessVersion, models.PROTECT, related_name="cases")
    number = models.CharField(max_length=80, blank=True, default="")
    title = models.CharField(max_length=500, blank=True, default="")
    amount = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    urgent = models.BooleanField(default=False)
    search_key = models.TextField(blank=True, default="")
    requester = models.ForeignKey(Employee, models.PROTECT, related_name="requested_cases")
    entered_by = models.ForeignKey(Employee, models.PROTECT, related_name="entered_cases")
    requested_for = models.ForeignKey(Employee, models.PROTECT, related_name="cases_for")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="cases")
    position = models.ForeignKey(Position, models.PROTECT, null=True, blank=True, related_name="+")
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    values = models.JSONField(default=dict, blank=True)
    rates = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    stage = models.CharField(max_length=60, blank=True, default="")
    round = models.PositiveSmallIntegerField(default=0)
    needs_attention = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    told_overdue = models.BooleanField(default=False, db_default=False)
    revision = models.PositiveIntegerField(default=0)
    content_revision = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField(null=True, blank=True)
    planned_company = models.PositiveBigIntegerField(default=0)
    press = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (NULLs do not collide)
    head = models.CharField(max_length=64, blank=True, default="")
    events_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entered_by", "press"], name="case_started_once_per_press"),
            models.UniqueConstraint(
                fields=["process", "number"], name="case_number_once", condition=~Q(number="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requester", "-created"], name="case_requester"),
            models.Index(fields=["process", "stage"], name="case_board", condition=Q(finished=None)),
            models.Index(
                fields=["due"], name="case_to_be_told", condition=Q(finished=None, told_overdue=False)
            ),
            models.Index(
                fields=["planned_company", "planned_at"],
                name="case_to_plan_again",
                condition=Q(state__in=("running", "rework")),
            ),
            models.Index(fields=["sent_at"], name="case_sent", condition=Q(sent_at__isnull=False)),
            models.Index(
                "process",
                models.ExpressionWrapper(
                    Q(finished=None, urgent=True), output_field=models.BooleanField()
                ).desc(),
                F("created").desc(),
                F("id").desc(),
                name="case_in_list",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number or '–'} {self.title}".strip()


class Task(AbstractTask):
    """What somebody is asked to do: one open task per place (`designer.route.plan.Place.key`). `step` is the
    step's code; `kind` tells approvals, work, the requester's rework and the owner's red items apart.
    `reason` says why the place is on the route.
    Status: ASSIGNED while open, then DONE, or CANCELED when it was no longer needed."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("approval")
        WORK = "work", _("work")
        REWORK = "rework", _("rework")
        ATTENTION = "attention", _("needs attention")

    process = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    created = models.DateTimeField(default=clock.now, editable=False)
    owner = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    owner_permission_content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    data = models.JSONField(default=dict, blank=True)
    previous = None
    external_task_id = None
    scheduled = None
    status = models.CharField(max_length=50, default="NEW")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    step = models.CharField(max_length=60)
    place = models.CharField(max_length=130)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    due = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    told_overdue = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["process", "place"], condition=Q(finished=None), name="task_one_open_per_place"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due"], name="task_open_due", condition=Q(finished=None)),
            models.Index(
                fields=["due"], name="task_to_be_told", condition=Q(finished=None, told_overdue=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.process_id}:{self.place}"


class Assignment(models.Model):
    """A person who may act on a task, as what, for whom and why, since when; `until` when it `ended`, and
    how. Inbox, reminders and dashboards read this: a task can be open to a holder and a substitute, or to
    a group."""

    class Ended(models.TextChoices):
        DONE = "done", _("done")
        NOT_NEEDED = "not_needed", _("no longer needed")
        REPLACED = "replaced", _("somebody else is asked now")

    task = models.ForeignKey(Task, models.PROTECT, related_name="assignments")
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="assignments")
    as_what = models.CharField(max_length=10, choices=AsWhat.choices)
    on_behalf_of = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.CharField(max_length=60, blank=True, default="")
    reasons = models.JSONField(default=list)
    urgent = models.BooleanField(default=False)
    due = models.DateTimeField(null=True, blank=True)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "employee"], condition=Q(until=None), name="assignment_open_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["employee", "-urgent", "due"], name="assignment_inbox", condition=Q(until=None)
            ),
            models.Index(fields=["case"], name="assignment_case"),
            models.Index(fields=["employee", "case"], name="assignment_was_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} ← {self.task_id}"


class Decision(models.Model):
    """An answer to a task, with a snapshot of who gave it and of what he vouched for. `by` answered;
    `on_behalf_of` is the absent holder; `entered_by` typed it from paper, of which `scan` is the sha256.
    `covered` holds the stored values vouched for by field code, `fingerprint` their digest."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    task = models.ForeignKey(Task, models.PROTECT, related_name="decisions")
    place = models.CharField(max_length=130)
    step = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Employee, models.PROTECT, related_name="decisions")
    by_name = models.CharField(max_length=200)
    by_title = models.CharField(max_length=300, blank=True, default="")
    on_behalf_of = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_name = models.CharField(max_length=200, blank=True, default="")
    entered_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    scan = models.CharField(max_length=64, blank=True, default="", db_default="")
    as_what = models.CharField(max_length=10, choices=AsWhat.choices)
    position = models.CharField(max_length=60, blank=True, default="")
    outcome = models.CharField(max_length=20, choices=Verdict.choices)
    reason = models.TextField(blank=True, default="")
    covered = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task"], name="decision_once_per_task")]
        indexes: ClassVar = [
            models.Index(fields=["by", "-at"], name="decision_by_me"),
            models.Index(fields=["at"], name="decision_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.outcome}"


class Remark(models.Model):
    """Something an approver wants taken into account. It has an owner, and the requester answers it.
    `number` counts the remarks of the request, from 1."""

    class Answer(models.TextChoices):
        TAKEN = "taken", _("taken into account")
        NOT_TAKEN = "not_taken", _("not taken into account")

    case = models.ForeignKey(Case, models.PROTECT, related_name="remarks")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="remarks")
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="remarks")
    number = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    made_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")
    answer_text = models.TextField(blank=True, default="")
    answered_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="remark_number_once")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file of a request: private, stored by its content (`sha256`), shown in the form's field `field` or,
    when that is empty, attached beside it. `removed_at` when it no longer belongs to the present values."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    field = models.CharField(max_length=60, blank=True, default="")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class Comment(models.Model):
    """A word in the discussion of a request; it changes nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    author = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Look(models.Model):
    """Up to which event an employee has seen a request: what changed since he last looked."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="looks")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "employee"], name="look_once")]

    def __str__(self) -> str:
        return f"{self.employee_id} saw {self.seen}"


TOGETHER = GreaterThan(
    Func(
        F("body"), template="position('\\x22746f676574686572223a'::bytea in %(expressions)s)",
        output_field=models.IntegerField(),
    ),
    Value(0),
)  # fmt: skip
"""A press that decided several requests: `"together":` stands in the event's bytes."""


class Event(models.Model):
    """One act, for ever. `body` holds the stored canonical bytes that were hashed: scheme, case, number,
    kind, actor, on behalf of, moment, payload and the previous hash; the other columns repeat it for
    queries and are checked against it by `manage.py verify`. `press` is the idempotency key of the press
    that caused it. The app's database role can neither change nor delete a row."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    actor = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    scheme = models.PositiveSmallIntegerField(default=1)
    body = models.BinaryField()
    hash = models.CharField(max_length=64)
    press = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 (NULLs do not collide)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="event_number_once"),
            models.UniqueConstraint(fields=["case", "press"], name="event_press_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], name="event_handed_over", condition=Q(kind="reassigned")),
            models.Index(fields=["at"], name="event_by_nobody", condition=Q(actor=None)),
            models.Index(
                fields=["at", "case"], name="event_together", condition=Q(TOGETHER) & Q(kind="decided")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number} {self.kind}"
