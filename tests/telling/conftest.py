"""People who are told, a mail server that takes their mails, and a worker's minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from flows.telling import mails as sending
from outbox import jobs
from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.flows.screens.conftest import browser_of
from tests.mailserver import Mails, mail_server
from tests.personas import People

__all__ = ["act", "browser_of", "people"]


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
