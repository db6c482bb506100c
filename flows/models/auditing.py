"""What an auditor set up for himself."""

from __future__ import annotations

from django.db import models

from org.models import Employee


class AnchorReader(models.Model):
    """An employee who wants every daily anchor by mail, as long as he may see everything."""

    employee = models.OneToOneField(Employee, models.PROTECT, related_name="anchors_by_mail")
    wanted = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.employee_id}"
