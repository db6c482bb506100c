"""People who are told, a mail server that takes their mails, and a worker's minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from flows.telling import mails as sending
from org.models import Employee
from outbox import jobs
from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.mailserver import Mails, mail_server
from tests.personas import People

__all__ = ["act", "people"]


@pytest.fixture
def mails(people: People) -> Iterator[Mails]:  # noqa: F811
    """What arrives."""
    sending._away["until"] = 0.0
    with mail_server() as found:
        yield found


@pytest.fixture
def told(act: Acting, mails: Mails) -> Callable[[], Mails]:  # noqa: F811
    """The worker carries everything; what arrived by then."""

    def carry() -> Mails:
        jobs.carry()
        return mails

    return carry


@pytest.fixture
def browser_of(people: People) -> Callable[[str], Client]:  # noqa: F811
    """A logged-in client for a persona."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
        return client

    return log_in
