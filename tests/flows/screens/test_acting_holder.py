"""Whoever acts in a position is asked in its own right, and every place of the card says that he acts."""

from __future__ import annotations

import pytest
from django.test import Client

from org.models import Employee, Position
from tests.flows.acting import Acting
from tests.personas import change

pytestmark = pytest.mark.django_db


def card(who: str, case: int) -> str:
    client = Client()
    client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
    return " ".join(client.get(f"/requests/{case}/").content.decode().split())


@pytest.mark.parametrize(
    ("language", "chip", "why"),
    [("en", "acting", "Karim is acting as KZN-TH"), ("ru", "и. о.", "Karim исполняет обязанности: KZN-TH")],
)
def test_the_acting_one_gets_the_task_and_everybody_reads_it(
    language: str, chip: str, why: str, act: Acting
) -> None:
    for who in ("karim", "ivan"):
        change(Employee, who, language=language)
    change(Position, "KZN-TH", acting=Employee.objects.get(code="karim"))
    case = act.sent("ivan")
    assert act.asked(case) == {"karim"}
    asked = card("karim", case).partition('id="ask-')[2].partition("</p>")[0]
    assert chip in asked.partition("p-chip--accent")[2]
    assert why in card("ivan", case)
    act.approve("karim", case)
    assert act.asked(case) == {"galina"}
    assert f"KZN-TH, {chip}" in card("ivan", case)
