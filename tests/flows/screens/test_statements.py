"""How many statements a page costs, kept as data: what grew shows in review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.flows.acting import Acting

BASELINE = json.loads((Path(__file__).resolve().parents[2] / "baselines" / "pages.json").read_text())
MOST_FOR_THE_INBOX = 12
PAGES = {
    "tasks": ("galina", "/tasks/"),
    "my_requests": ("ivan", "/my-requests/"),
    "decided": ("tamara", "/decided/"),
    "process": ("ivan", "/processes/purchase/"),
    "new": ("ivan", "/new/"),
    "card_of_requester": ("ivan", "/requests/{case}/"),
    "card_of_approver": ("galina", "/requests/{case}/"),
    "form": ("ivan", "/requests/{draft}/edit/"),
    "route": ("ivan", "/requests/{draft}/route/"),
    "attention": ("pavel", "/attention/"),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_keeps_its_statements(
    page: str, act: Acting, halfway: int, browser_of: Callable[[str], Client]
) -> None:
    who, address = PAGES[page]
    client, url = browser_of(who), address.format(case=halfway, draft=act.draft("ivan"))
    assert client.get(url).status_code == 200  # what is kept in memory is in memory
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    said = [one["sql"] for one in seen.captured_queries]
    assert len(said) == BASELINE[page], "\n".join(said)


def test_the_inbox_costs_no_more_with_more_tasks(
    act: Acting, halfway: int, browser_of: Callable[[str], Client]
) -> None:
    for number in range(12):
        act.sent("ivan", subject=f"Chairs {number}")
    client = browser_of("tamara")
    client.get("/tasks/")
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/tasks/")
    assert answer.content.decode().count('class="p-table__main"') == 12
    assert len(seen.captured_queries) == BASELINE["tasks"] <= MOST_FOR_THE_INBOX
