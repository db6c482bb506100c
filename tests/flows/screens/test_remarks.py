"""Answers to remarks, on the card: also while the request is on its way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from flows.models import Remark
from tests.flows.acting import Acting, task_of

Browser = Callable[[str], Client]


@pytest.fixture
def held(act: Acting) -> int:
    """The last manager has approved with a remark; the payment waits for the answer."""
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor")
    act.remark("egor", case, "Which colour?")
    return case


def page(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_a_remark_of_the_last_approver_is_answered_on_the_card(
    act: Acting, held: int, browser_of: Browser
) -> None:
    ivan, remark = browser_of("ivan"), Remark.objects.get(case=held).pk
    shown = page(ivan, f"/requests/{held}/")
    assert f'action="/requests/{held}/remarks/{remark}/answer/"' in shown
    assert "It waits for your answers" in shown and "send it again" not in shown
    assert "Waits for the requester’s answers to remarks: 1" in shown
    body = {"answer": "taken", "text": "Blue", "back": "case"}
    told = ivan.post(f"/requests/{held}/remarks/{remark}/answer/", body)
    assert (told.status_code, told["Location"]) == (302, f"/requests/{held}/")
    assert act.asked(held) == {"dan", "dina"}
    assert "It waits for your answers" not in page(ivan, f"/requests/{held}/")


def test_a_remark_may_be_answered_while_others_still_decide(halfway: int, browser_of: Browser) -> None:
    shown = page(browser_of("ivan"), f"/requests/{halfway}/")
    assert f"/remarks/{Remark.objects.get(case=halfway).pk}/answer/" in shown
    assert "It waits for your answers" not in shown


@pytest.mark.parametrize("who", ["egor", "galina"])
def test_nobody_else_is_offered_the_answer(who: str, held: int, browser_of: Browser) -> None:
    shown = page(browser_of(who), f"/requests/{held}/")
    assert "Not answered yet" in shown
    assert "/answer/" not in shown


def test_after_the_end_no_answer_is_offered(act: Acting, halfway: int, browser_of: Browser) -> None:
    act.decline("galina", halfway)
    assert "/answer/" not in page(browser_of("ivan"), f"/requests/{halfway}/")


def test_the_list_of_tasks_says_what_is_asked(act: Acting, held: int, browser_of: Browser) -> None:
    assert task_of(held, act.people.ivan)
    shown = page(browser_of("ivan"), "/tasks/")
    assert "Answer the remarks" in shown
    assert "send again" not in shown
