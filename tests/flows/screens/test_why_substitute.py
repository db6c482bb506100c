"""Whoever stands in reads it once, as said to himself; others read who stands in for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from common import clock
from org.models import Employee
from tests.flows.acting import Acting
from tests.personas import away, change

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)


def why_of(client: Client, case: int) -> str:
    """The sentence on the card, without markup."""
    page = client.get(f"/requests/{case}/").content.decode()
    found = page.partition('id="ask-')[2].partition('<p class="p-muted p-small">')[2].partition("</p>")[0]
    return " ".join(found.split())


@pytest.fixture
def client_of(act: Acting) -> Callable[[str], Client]:
    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
        return client

    return log_in


@pytest.mark.parametrize(
    ("language", "said"), [("en", "You stand in for Tamara"), ("ru", "Вы замещаете: Tamara")]
)
def test_to_the_substitute_it_is_said_once(
    language: str, said: str, act: Acting, client_of: Callable[[str], Client]
) -> None:
    change(Employee, "karim", language=language)
    away("tamara", "karim")
    with clock.frozen(NOON):
        case = act.sent("ivan")
        why = why_of(client_of("karim"), case)
    assert said in why
    assert why.count("Tamara") == 1 and "Karim" not in why


def test_others_read_who_stands_in_for_whom(act: Acting, client_of: Callable[[str], Client]) -> None:
    away("tamara", "karim")
    with clock.frozen(NOON):
        page = client_of("ivan").get(f"/requests/{act.sent('ivan')}/").content.decode()
    assert "Karim stands in for Tamara" in page and "You stand in" not in page
