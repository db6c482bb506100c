"""Who may look at a request although nobody asked him anything about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from common import clock
from flows.models.cases import Case
from org.models import Employee


class Watch(models.Model):
    """Somebody was told that a request is late, being responsible for its process: from then on, while it is
    on its way, he may look at the `whole` of it. Or he was asked to name a substitute of whoever lets it
    wait: he sees of it what every step may see. He is asked for no decision."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="watches")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="watches")
    whole = models.BooleanField(default=True, db_default=True)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["employee", "case"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.employee_id} → {self.case_id}"
