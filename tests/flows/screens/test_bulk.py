"""Ticked in the inbox, restated, approved: what changed in between is named."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from designer.packages.install import install
from tests.flows.acting import Acting, decisions, kinds, revision
from tests.flows.conftest import PURCHASE
from tests.personas import People

Browser = Callable[[str], Client]
MARKED = PURCHASE.replace("summary: [supplier]", "summary: [supplier], marks: [off_budget]")


@pytest.fixture(autouse=True)
def bulk(people: People) -> None:
    """The managers' step allows it, and *off budget* marks a request."""
    install(text=MARKED.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))


def ticks(client: Client) -> list[str]:
    return re.findall(r'name="chosen" value="([0-9.]+)"', client.get("/tasks/").content.decode())


def words(page: str) -> str:
    """The text of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_only_what_may_be_approved_together_has_a_tick(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    assert ticks(browser_of("tamara")) == [f"{act.task('tamara', case)}.{revision(case)}"]
    act.chain(case, "tamara", "galina", "fedor", "egor")
    page = browser_of("dan").get("/tasks/").content.decode()
    assert 'name="chosen"' not in page
    assert "p-bulk" not in page


def test_count_and_sums_are_restated_with_marks_and_summary(act: Acting, browser_of: Browser) -> None:
    act.sent("ivan", subject="Chairs", amount={"amount": "1200000", "currency": "RUB"})
    act.sent("ivan", subject="Lamps", amount={"amount": "50.50", "currency": "RUB"}, urgent=True)
    act.sent("ivan", subject="Desks", amount={"amount": "3000", "currency": "USD"}, off_budget=True, why="!")
    client = browser_of("tamara")
    shown = words(client.post("/tasks/approve/", {"chosen": ticks(client)}).content.decode())
    assert "You approve 3 requests RUB 1,200,050.50 $3,000.00" in shown.replace("\u00a0", " ")
    assert "Supplier: Acme" in shown
    assert shown.count("Off budget") == 1
    assert decisions(1) == []


def test_confirmed_they_are_approved_and_the_message_says_what(act: Acting, browser_of: Browser) -> None:
    cases = [act.sent("ivan"), act.sent("karim")]
    client = browser_of("tamara")
    body = {"chosen": ticks(client), "press": "once"}
    answer = client.post("/tasks/approve/confirmed/", body)
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/")
    said = words(client.get("/tasks/").content.decode()).replace("\u00a0", " ")
    assert "2 approved, RUB 200.00: P-2026-001, P-2026-002." in said
    assert [kinds(case) for case in cases] == [["started", "sent", "decided"]] * 2


def test_what_changed_between_the_pages_is_left_out_and_named(act: Acting, browser_of: Browser) -> None:
    kept, gone = act.sent("ivan", subject="Chairs"), act.sent("ivan", subject="Lamps")
    client = browser_of("tamara")
    body = {"chosen": ticks(client), "press": "once"}
    act.recall("ivan", gone)
    restated = words(client.post("/tasks/approve/", body).content.decode())
    assert "P-2026-002 Lamps : It does not wait for you any more." in restated
    done = words(client.post("/tasks/approve/confirmed/", body).content.decode())
    assert "1 request is approved RUB 100.00" in done.replace("\u00a0", " ")
    assert "P-2026-002 Lamps : This task is no longer needed." in done
    assert (decisions(kept), decisions(gone)) == ([("tamara", "approve")], [])


def test_tasks_of_others_are_not_named(act: Acting, browser_of: Browser) -> None:
    foreign = act.sent("dan", subject="Secret")
    body = {"chosen": [f"{act.task('clara', foreign)}.1", "x.y", "7"], "press": "once"}
    for address in ("/tasks/approve/", "/tasks/approve/confirmed/"):
        page = browser_of("tamara").post(address, body).content.decode()
        assert "Secret" not in page
    assert decisions(foreign) == []


def test_nothing_ticked_is_said(browser_of: Browser) -> None:
    client = browser_of("tamara")
    assert client.post("/tasks/approve/", {})["Location"] == "/tasks/"
    assert "Nothing was selected" in client.get("/tasks/").content.decode()


def test_restating_many_costs_no_more_than_few(act: Acting, browser_of: Browser) -> None:
    client = browser_of("tamara")

    def cost() -> int:
        act.sent("ivan")
        body = {"chosen": ticks(client)}
        client.post("/tasks/approve/", body)
        with CaptureQueriesContext(connection) as seen:
            client.post("/tasks/approve/", body)
        return len(seen.captured_queries)

    one = cost()
    for _ in range(4):
        act.sent("ivan")
    assert cost() == one
