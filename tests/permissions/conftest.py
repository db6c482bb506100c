"""The scene of the permission table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from org.models import Employee
from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.permissions.office import ROLES, Scene, set_scene

__all__ = ["act", "people"]


@pytest.fixture
def scene(act: Acting) -> Scene:  # noqa: F811
    """A request on its way."""
    return set_scene(act)


@pytest.fixture
def browser_of(scene: Scene) -> Callable[[str], Client]:
    """A logged-in client for a role."""

    def log_in(role: str) -> Client:
        client, code = Client(), ROLES[role]
        if code is not None:
            client.force_login(Employee.objects.get(code=code), backend="org.backends.EmployeeBackend")
        return client

    return log_in
