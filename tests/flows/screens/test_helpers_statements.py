"""How many statements the pages of those who help cost, however much there is on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from flows.actions.preparing import prepare_task
from tests.flows.acting import Acting
from tests.personas import assistant, away

BASELINE = json.loads((Path(__file__).resolve().parents[2] / "baselines" / "helpers.json").read_text())
PAGES = {
    "pile": ("zoe", "/assistant/{boss}/"),
    "prepare": ("zoe", "/assistant/{boss}/tasks/{task}/"),
    "paper": ("zoe", "/assistant/{boss}/tasks/{task}/paper/"),
    "tasks_of_boss": ("galina", "/tasks/"),
    "card_of_boss": ("galina", "/requests/{case}/"),
    "standing_in": ("karim", "/standing-in/"),
    "absences_of_boss": ("zoe", "/absences/of/{boss}/"),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("many", [1, 4])
def test_a_page_costs_the_same_with_more_on_it(
    page: str, many: int, act: Acting, browser_of: Callable[[str], Client]
) -> None:
    zoe, boss = assistant("zoe", "galina"), act.people.galina
    cases = [act.sent("ivan", subject=f"Chairs {number}") for number in range(many)]
    for case in cases:
        act.approve("tamara", case)
        prepare_task(task=act.task("galina", case), boss=boss, actor=zoe, remarks=["Blue"], note="Called")
    away("tamara", "karim", days=(16, 30))
    for number in range(many):
        act.sent("ivan", subject=f"Desks {number}")
    who, address = PAGES[page]
    client = browser_of(who)
    url = address.format(boss=boss, case=cases[0], task=act.task("galina", cases[0]))
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    said = [one["sql"] for one in seen.captured_queries]
    assert len(said) == BASELINE[page], "\n".join(said)
