"""People with browsers, on the small company with the process *purchase*."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from org.models import Employee
from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.personas import People

__all__ = ["act", "people"]


@pytest.fixture
def browser_of(people: People) -> Callable[[str], Client]:  # noqa: F811
    """A logged-in client for a persona."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
        return client

    return log_in


@pytest.fixture
def halfway(act: Acting) -> int:  # noqa: F811
    """ivan's urgent purchase: tamara has approved with a remark, galina is asked."""
    case = act.sent("ivan", urgent=True, note="Soon")
    act.remark("tamara", case, "Which colour?")
    return case
