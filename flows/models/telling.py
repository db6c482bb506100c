"""What people are told, and how each wants to be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common import clock
from flows.models.cases import Case
from org.models import Employee


class BellNotice(models.Model):
    """Something one person was told in the shell, or waits to be told in his daily digest. `key` is that of
    the outbox item it came from, so that it is told once; `said` holds what its sentence needs. `case` is
    None where it is about no request."""

    key = models.CharField(max_length=200, unique=True)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="notices")
    about = models.CharField(max_length=30)
    event = models.PositiveIntegerField(default=0)
    place = models.CharField(max_length=130, blank=True, default="")
    said = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=clock.now)
    in_shell = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    for_digest = models.BooleanField(default=False)
    digested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["employee", "-at"], name="notice_of_employee", condition=Q(in_shell=True)),
            models.Index(fields=["employee"], name="notice_unread", condition=Q(in_shell=True, read_at=None)),
            models.Index(
                fields=["employee"], name="notice_for_digest", condition=Q(for_digest=True, digested_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} ← {self.about} {self.case_id}"


class NoticeWishes(models.Model):
    """How somebody wants to be told. `channels`: what it is about → list of `bell` and `mail`; what is absent
    has the shipped setting. With `digest` mails are gathered into one a day."""

    employee = models.OneToOneField(Employee, models.PROTECT, related_name="notice_wishes")
    channels = models.JSONField(default=dict, blank=True)
    digest = models.BooleanField(_("one mail a day instead of many"), default=False)

    def __str__(self) -> str:
        return f"{self.employee_id}"
