"""Presses that approve several tasks together."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from common import clock
from org.models import Employee


class Together(models.Model):
    """What somebody ticked to approve it together, `[task, revision]` each, and what became of it: None until
    `press` has approved it. A page for him alone, so that it can be opened again and again."""

    press = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    chosen = models.JSONField()
    outcome = models.JSONField(null=True, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["at"], name="together_at")]

    def __str__(self) -> str:
        return self.press
