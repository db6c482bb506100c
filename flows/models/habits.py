"""What people set up for their daily work: saved views of lists, repeats, tasks prepared for a boss."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from designer.models import Process
from flows.models.cases import Case, Task
from org.models import Employee


class SavedView(models.Model):
    """The filters of a process's list under a name of one's own: `query` is the query string. The list opens
    with the one that `is_default`."""

    owner = models.ForeignKey(Employee, models.PROTECT, related_name="saved_views")
    process = models.ForeignKey(Process, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(max_length=1000)
    is_default = models.BooleanField(_("the list opens with it"), default=False, db_default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "process", "name"], name="saved_view_once"),
            models.UniqueConstraint(
                fields=["owner", "process"], name="saved_view_one_default", condition=Q(is_default=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Repeat(models.Model):
    """A request that comes again (rent, telecom): on `next_on` a copy of `case` appears as a draft of
    `owner`. `day` is the day of the month meant, so that it never drifts: 31 is the last one of a
    shorter month. `stopped` says why it is not `active` any more."""

    class Stopped(models.TextChoices):
        BY_OWNER = "by_owner", _("you stopped it")
        LEFT = "left", _("its owner has left")
        RETIRED = "retired", _("the process is not offered any more")
        NO_RIGHT = "no_right", _("you may not start this process any more")
        NO_OWNER = "no_owner", _("you assist its requester no longer")

    class Period(models.TextChoices):
        WEEK = "week", _("every week")
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        YEAR = "year", _("every year")

    case = models.ForeignKey(Case, models.PROTECT, related_name="repeats")
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="repeats")
    period = models.CharField(_("period"), max_length=10, choices=Period.choices)
    day = models.PositiveSmallIntegerField()
    next_on = models.DateField(_("next on"))
    active = models.BooleanField(default=True)
    last = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    stopped = models.CharField(max_length=10, choices=Stopped.choices, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["next_on", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "owner"], name="repeat_once", condition=Q(active=True))
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_on"], name="repeat_due", condition=Q(active=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.period}"


class Preparation(models.Model):
    """What an assistant prepared for the boss's task: its place in the pile, draft remarks, a word beside. It
    decides nothing; the boss takes the remarks over, or not."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="preparations")
    boss = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(null=True, blank=True)
    remarks = models.JSONField(default=list, blank=True)
    note = models.TextField(blank=True, default="")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "boss"], name="preparation_once")]
        indexes: ClassVar = [models.Index(fields=["boss"], name="preparation_of_boss")]

    def __str__(self) -> str:
        return f"{self.boss_id} {self.task_id}"
