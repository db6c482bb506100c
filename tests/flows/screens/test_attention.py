"""Needs attention: red items with their reason, and the acts that mend them (ROUTING 36)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from flows.models import Task
from org.models import Position
from tests.flows.acting import Acting, revision
from tests.personas import change, grant

Browser = Callable[[str], Client]


@pytest.fixture
def red(act: Acting) -> int:
    """ivan's purchase, approved by all, with no accountant left who could pay."""
    case = act.sent("ivan")
    for code in ("ACC1", "ACC2"):
        change(Position, code, holder=None)
    for code in ("CEO", "CFO", "CHACC"):
        change(Position, code, holder=None)
    act.chain(case, "tamara", "galina", "fedor", "egor")
    return case


def mend(client: Client, act: Acting, case: int, verb: str, **typed: str) -> object:
    body = {"revision": str(revision(case)), "press": f"{verb} it", **typed}
    return client.post(f"/requests/{case}/tasks/{act.task('pavel', case)}/{verb}/", body)


def test_the_owner_sees_it_with_its_reason(red: int, browser_of: Browser) -> None:
    page = browser_of("pavel").get("/attention/").content.decode()
    assert "Payment" in page
    assert "ACC1 is vacant" in page
    assert "Choose a person" in page
    assert "Open the record to mend" not in page


def test_who_may_edit_the_company_gets_to_the_record(red: int, browser_of: Browser) -> None:
    grant("pavel", "edit_company")
    place = Position.objects.get(code="ACC1").pk
    assert f'href="/company/positions/{place}/"' in browser_of("pavel").get("/attention/").content.decode()


def test_only_the_owner_has_the_entry_in_his_menu(red: int, browser_of: Browser) -> None:
    assert '"attention"' in browser_of("pavel").get("/tasks/").content.decode()
    assert '"attention"' not in browser_of("ivan").get("/tasks/").content.decode()


def test_trying_again_before_anything_was_mended_says_so(act: Acting, red: int, browser_of: Browser) -> None:
    answer = mend(browser_of("pavel"), act, red, "retry")
    assert answer.status_code == 409
    assert "Still nobody can be asked" in answer.content.decode()
    assert act.asked(red) == {"pavel"}


def test_it_goes_on_once_the_company_is_mended(act: Acting, red: int, browser_of: Browser) -> None:
    change(Position, "ACC1", holder=act.people.dan)
    assert mend(browser_of("pavel"), act, red, "retry").status_code == 302
    assert act.asked(red) == {"dan"}


def test_choosing_needs_a_reason_and_a_person_who_may(act: Acting, red: int, browser_of: Browser) -> None:
    client = browser_of("pavel")
    assert mend(client, act, red, "choose", to=str(act.people.karim), reason="Why not").status_code == 403
    assert mend(client, act, red, "choose", to=str(act.people.karim), reason="").status_code == 422
    assert Task.objects.filter(process=red, kind=Task.Kind.ATTENTION, finished=None).count() == 1


def test_who_manages_gives_a_waiting_task_to_somebody_higher(
    act: Acting, halfway: int, browser_of: Browser
) -> None:
    grant("vera", "manage", "purchase")
    client, task = browser_of("vera"), act.task("galina", halfway)
    assert "Give the task of Galina" in client.get(f"/requests/{halfway}/").content.decode()
    offered = client.get(f"/requests/{halfway}/tasks/{task}/candidates/").content.decode()
    assert "Fedor" in offered
    assert "Karim" not in offered
    body = {"revision": str(revision(halfway)), "press": "give", "reason": "She is ill"}
    answer = client.post(f"/requests/{halfway}/tasks/{task}/reassign/", {**body, "to": str(act.people.fedor)})
    assert answer.status_code == 302
    assert act.asked(halfway) == {"fedor"}
