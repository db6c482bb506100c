"""After a decision comes the next task, not the list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from flows.lists.following import Following, following_of
from tests.flows.acting import Acting, revision

Browser = Callable[[str], Client]


def approve(client: Client, act: Acting, who: str, case: int) -> str:
    """Where the press leads."""
    body = {"revision": str(revision(case)), "press": f"{who} {case}"}
    answer = client.post(f"/requests/{case}/tasks/{act.task(who, case)}/approve/", body)
    return str(answer.headers["Location"])


def test_the_next_task_comes_in_the_order_of_the_inbox(act: Acting, browser_of: Browser) -> None:
    first, second = act.sent("ivan", subject="First"), act.sent("ivan", subject="Second")
    pressing = act.sent("ivan", subject="Pressing", urgent=True)
    client = browser_of("tamara")
    assert approve(client, act, "tamara", second) == f"/requests/{pressing}/"
    assert approve(client, act, "tamara", pressing) == f"/requests/{first}/"
    assert approve(client, act, "tamara", first) == "/tasks/"


def test_it_is_said_what_was_done_and_how_many_are_left(act: Acting, browser_of: Browser) -> None:
    cases = [act.sent("ivan", subject=f"Chairs {number}") for number in range(3)]
    client = browser_of("tamara")
    shown = client.get(approve(client, act, "tamara", cases[0])).content.decode()
    assert "Purchase No. P-2026-001: Approved. 2 tasks are left." in shown
    assert 'href="/tasks/"' in shown
    shown = client.get(approve(client, act, "tamara", cases[1])).content.decode()
    assert "Purchase No. P-2026-002: Approved. 1 task is left." in shown
    shown = client.get(approve(client, act, "tamara", cases[2])).content.decode()
    assert "Purchase No. P-2026-003: Approved." in shown
    assert "Nothing waits for you" in shown


def test_what_is_not_answered_on_a_card_is_not_next(act: Acting, browser_of: Browser) -> None:
    returned, other = act.sent("tamara"), act.sent("ivan")
    act.return_("galina", returned)
    assert following_of(act.people.tamara) == Following(other, 2)
    client = browser_of("tamara")
    assert approve(client, act, "tamara", other) == "/tasks/"
    assert following_of(act.people.tamara) == Following(None, 1)


@pytest.mark.parametrize("verb", ["return", "decline"])
def test_any_answer_leads_on(verb: str, act: Acting, browser_of: Browser) -> None:
    first, second = act.sent("ivan"), act.sent("ivan")
    body = {"revision": str(revision(first)), "press": "p", "reason": "Too dear"}
    answer = browser_of("tamara").post(f"/requests/{first}/tasks/{act.task('tamara', first)}/{verb}/", body)
    assert answer.headers["Location"] == f"/requests/{second}/"


def test_it_costs_one_statement(act: Acting) -> None:
    act.sent("ivan")
    with CaptureQueriesContext(connection) as seen:
        following_of(act.people.tamara)
    assert len(seen.captured_queries) == 1
