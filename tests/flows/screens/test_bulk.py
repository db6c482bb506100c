"""Ticked in the inbox, restated, approved: what changed in between is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from designer.packages.install import install
from flows.actions.bulk import Approved, LeftOut, Outcome, forget_old
from flows.models import Together
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


def ticked(client: Client, chosen: list[str]) -> str:
    """The page of what was ticked."""
    return str(client.post("/tasks/approve/", {"chosen": chosen})["Location"])


def shown(client: Client, where: str) -> str:
    return words(client.get(where).content.decode()).replace("\u00a0", " ")


def test_count_and_sums_are_restated_with_marks_and_summary(act: Acting, browser_of: Browser) -> None:
    act.sent("ivan", subject="Chairs", amount={"amount": "1200000", "currency": "RUB"})
    act.sent("ivan", subject="Lamps", amount={"amount": "50.50", "currency": "RUB"}, urgent=True)
    act.sent("ivan", subject="Desks", amount={"amount": "3000", "currency": "USD"}, off_budget=True, why="!")
    client = browser_of("tamara")
    page = shown(client, ticked(client, ticks(client)))
    assert "You approve 3 requests RUB 1,200,050.50 $3,000.00" in page
    assert "Supplier: Acme" in page
    assert page.count("Off budget") == 1
    assert decisions(1) == []


def test_confirmed_they_are_approved_and_the_message_says_what(act: Acting, browser_of: Browser) -> None:
    cases = [act.sent("ivan"), act.sent("karim")]
    client = browser_of("tamara")
    body = {"chosen": ticks(client)}
    answer = client.post(ticked(client, body["chosen"]), body)
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/")
    assert "2 approved, RUB 200.00: P-2026-001, P-2026-002." in shown(client, "/tasks/")
    assert [kinds(case) for case in cases] == [["started", "sent", "decided"]] * 2


def test_what_changed_between_the_pages_is_left_out_and_named(act: Acting, browser_of: Browser) -> None:
    kept, gone = act.sent("ivan", subject="Chairs"), act.sent("ivan", subject="Lamps")
    client = browser_of("tamara")
    body = {"chosen": ticks(client)}
    where = ticked(client, body["chosen"])
    act.recall("ivan", gone)
    assert "P-2026-002 Lamps : It does not wait for you any more." in shown(client, where)
    assert client.post(where, body)["Location"] == where
    for _again in range(2):
        done = shown(client, where)
        assert "1 request is approved RUB 100.00" in done
        assert "P-2026-002 Lamps : This task is no longer needed." in done
    assert (decisions(kept), decisions(gone)) == ([("tamara", "approve")], [])


def test_the_same_press_again_approves_nothing_again(act: Acting, browser_of: Browser) -> None:
    first, second = act.sent("ivan"), act.sent("ivan")
    client = browser_of("tamara")
    body = {"chosen": ticks(client)}
    where = ticked(client, body["chosen"])
    client.post(where, {"chosen": body["chosen"][:1]})
    assert client.post(where, body)["Location"] == "/tasks/"
    assert "1 request is approved" in shown(client, where)
    assert [decisions(first), decisions(second)].count([]) == 1


def test_what_somebody_ticked_is_a_page_for_him_alone(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan", subject="Chairs")
    tamara, clara = browser_of("tamara"), browser_of("clara")
    body = {"chosen": ticks(tamara)}
    where = ticked(tamara, body["chosen"])
    assert (clara.get(where).status_code, clara.post(where, body).status_code) == (404, 404)
    assert decisions(case) == []
    assert tamara.get("/tasks/together/unknown/").status_code == 404


def test_the_result_names_nothing_that_is_hidden_by_now(act: Acting, browser_of: Browser) -> None:
    hidden, own = act.sent("dan", subject="Secret"), act.sent("ivan", subject="Chairs")
    client = browser_of("tamara")
    where = ticked(client, ticks(client))
    approved = (Approved(hidden, "P", "Secret", None, ""), Approved(own, "P", "Seen", None, ""))
    outcome = Outcome(approved, (LeftOut(1, "Busy.", hidden, "P", "Secret"),))
    Together.objects.update(outcome=outcome.packed())
    page = shown(client, where)
    assert "1 request is approved" in page and "Seen" in page and "Busy." in page
    assert "Secret" not in page


def test_what_was_ticked_long_ago_is_forgotten(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    client = browser_of("tamara")
    where = ticked(client, ticks(client))
    with clock.frozen(clock.now() + timedelta(days=29)):
        assert (forget_old(), Together.objects.count()) == (0, 1)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert (forget_old(), Together.objects.count()) == (1, 0)
    assert (client.get(where).status_code, decisions(case)) == (404, [])


def test_tasks_of_others_are_not_named(act: Acting, browser_of: Browser) -> None:
    foreign = act.sent("dan", subject="Secret")
    body = {"chosen": [f"{act.task('clara', foreign)}.1", "x.y", "7"]}
    client = browser_of("tamara")
    where = ticked(client, body["chosen"])
    assert "Secret" not in shown(client, where)
    client.post(where, body)
    assert "Nothing was approved" in shown(client, where)
    assert "Secret" not in shown(client, where)
    assert decisions(foreign) == []


def test_nothing_ticked_is_said(browser_of: Browser) -> None:
    client = browser_of("tamara")
    assert client.post("/tasks/approve/", {})["Location"] == "/tasks/"
    assert "Nothing was selected" in client.get("/tasks/").content.decode()
    assert Together.objects.count() == 0


def test_restating_many_costs_no_more_than_few(act: Acting, browser_of: Browser) -> None:
    client = browser_of("tamara")

    def cost() -> int:
        act.sent("ivan")
        where = ticked(client, ticks(client))
        client.get(where)
        with CaptureQueriesContext(connection) as seen:
            client.get(where)
        return len(seen.captured_queries)

    one = cost()
    for _ in range(4):
        act.sent("ivan")
    assert cost() == one
