"""A few people with fixed roles, without a company around them; the clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Permission

from common import clock
from designer.packages import install
from org.models import Employee
from tests.designer.samples import EVERYTHING

NOW = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Staff:
    """`designer` may bring in processes; `anna` is an employee like any other; `gone` has left."""

    designer: Employee
    anna: Employee
    gone: Employee


@pytest.fixture
def staff(db: None) -> Iterator[Staff]:
    with clock.frozen(NOW):
        people = [
            Employee.objects.create(
                code=f"000{at}", last_name=name, first_name="A", email=f"{name}@example.org"
            )
            for at, name in enumerate(("designer", "anna", "gone"))
        ]
        for right in ("add_process", "design_process", "publish_process"):
            people[0].user_permissions.add(
                Permission.objects.get(codename=right, content_type__app_label="designer")
            )
        Employee.objects.filter(pk=people[2].pk).update(is_active=False)
        yield Staff(*people)


@pytest.fixture
def everything(staff: Staff) -> int:
    """The process *everything* is installed; the id of its version."""
    version_id = install(text=EVERYTHING).version_id
    assert version_id is not None
    return version_id
