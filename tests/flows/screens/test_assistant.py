"""The pages of an assistant (zoe assists galina), and what the boss sees of it."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from flows.actions.preparing import prepare_task, sort_tasks
from flows.assisting import mark_of
from flows.models import Case, Preparation, PrintOrder
from tests.flows.acting import FILLED, Acting, decisions, press, revision
from tests.personas import assistant

Browser = Callable[[str], Client]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def zoe(act: Acting, halfway: int, browser_of: Browser) -> Client:
    """galina's assistant at her desk; ivan's urgent request waits for galina."""
    act.people.ids["zoe"] = assistant("zoe", "galina")
    return browser_of("zoe")


@pytest.fixture
def at(act: Acting, halfway: int) -> Callable[[str], str]:
    """An address about that task of galina's."""

    def address(end: str = "") -> str:
        return f"/assistant/{act.people.galina}/tasks/{act.task('galina', halfway)}/{end}"

    return address


def test_the_menu_and_the_pile(zoe: Client, act: Acting, halfway: int) -> None:
    page = zoe.get(f"/assistant/{act.people.galina}/").content.decode()
    assert "Tasks of Galina" in page and "Chairs" in page
    assert "Enter a decision from paper" in page
    assert "Approve with" not in page


def test_an_empty_pile_says_so(zoe: Client, act: Acting, halfway: int) -> None:
    act.approve("galina", halfway)
    page = zoe.get(f"/assistant/{act.people.galina}/").content.decode()
    assert "Nothing waits for Galina" in page


def test_nobody_else_finds_it(act: Acting, halfway: int, browser_of: Browser, at: Any) -> None:
    for who in ("galina", "ivan", "karim", "vera"):
        client = browser_of(who)
        for address in (f"/assistant/{act.people.galina}/", at(), at("paper/")):
            assert client.get(address).status_code == 404, (who, address)
        assert client.post(at("move/"), {"to": "top"}).status_code == 404
        assert client.post(at("paper/"), {"outcome": "approve"}).status_code == 404
    assert not Preparation.objects.exists()


def test_he_prepares_and_the_boss_finds_it_on_his_card(
    zoe: Client, act: Acting, halfway: int, browser_of: Browser, at: Any
) -> None:
    answer = zoe.post(at(), {"remarks": ["Blue ones", ""], "note": "Called", "seen": mark_of(None)})
    assert answer.status_code == 302
    card = browser_of("galina").get(f"/requests/{halfway}/").content.decode()
    assert "Prepared by Zoe" in card and "Called" in card and "Blue ones" in card
    assert "Prepared by" not in browser_of("tamara").get(f"/requests/{halfway}/").content.decode()


def test_taking_over_fills_the_form_and_decides_nothing(
    zoe: Client, act: Acting, halfway: int, browser_of: Browser, at: Any
) -> None:
    zoe.post(at(), {"remarks": ["Blue ones"], "note": "", "seen": mark_of(None)})
    task = act.task("galina", halfway)
    card = browser_of("galina").get(f"/requests/{halfway}/?take-over={task}").content.decode()
    assert 'aria-label="Remark">Blue ones</textarea>' in card
    assert decisions(halfway) == [("tamara", "approve_with_remarks")]
    assert act.asked(halfway) == {"galina"}


def test_what_was_changed_meanwhile_is_said_and_nothing_typed_is_lost(
    zoe: Client, act: Acting, halfway: int, at: Any
) -> None:
    task, people = act.task("galina", halfway), act.people
    prepare_task(task=task, boss=people.galina, actor=people.zoe, remarks=[], note="First")
    answer = zoe.post(at(), {"remarks": ["Mine"], "note": "Second", "seen": mark_of(None)})
    assert answer.status_code == 409
    assert "Zoe changed this at" in (page := answer.content.decode()) and "Second" in page
    assert Preparation.objects.get().note == "First"


def test_the_boss_sees_the_order_and_may_sort_by_due_again(
    zoe: Client, act: Acting, halfway: int, browser_of: Browser
) -> None:
    others = [act.sent("ivan", subject=f"Desk {n}") for n in (1, 2)]
    for case in others:
        act.approve("tamara", case)
    order = [act.task("galina", case) for case in reversed(others)]
    sort_tasks(boss=act.people.galina, actor=act.people.zoe, order=order)
    client = browser_of("galina")
    laid, due = (client.get(f"/tasks/{end}").content.decode() for end in ("", "?sort=due"))
    assert "As Zoe laid them." in laid
    assert laid.index("Chairs") < laid.index("Desk 2") < laid.index("Desk 1")
    assert due.index("Desk 1") < due.index("Desk 2")


def test_a_decision_is_entered_from_paper(
    zoe: Client, act: Acting, halfway: int, browser_of: Browser, at: Any
) -> None:
    code = f"{halfway}-{revision(halfway)}"
    scan = BytesIO(PDF)
    scan.name = "sheet.pdf"
    typed = {"outcome": "decline", "reason": "Too dear", "on": "2026-11-17", "code": code, "scan": scan}
    assert zoe.post(at("paper/"), {**typed, "press": press()}).status_code == 302
    assert decisions(halfway)[-1] == ("galina", "decline")
    card = browser_of("ivan").get(f"/requests/{halfway}/").content.decode()
    assert card.count("on paper, entered by Zoe") == 3, "at the place, in the history, at the scan"
    assert "sheet.pdf" in card


@pytest.mark.parametrize("missing", ["outcome", "on", "code", "scan"])
def test_without_a_part_of_it_nothing_is_entered(
    missing: str, zoe: Client, act: Acting, halfway: int, at: Any
) -> None:
    scan = BytesIO(PDF)
    scan.name = "sheet.pdf"
    code = f"{halfway}-{revision(halfway)}"
    typed: dict[str, Any] = {"outcome": "approve", "on": "2026-11-17", "code": code, "scan": scan}
    del typed[missing]
    answer = zoe.post(at("paper/"), typed)
    assert answer.status_code == 422
    assert act.asked(halfway) == {"galina"}


@pytest.mark.parametrize("code", ["1-1-1", "x", "999999-3", "-3", "3"])
def test_the_code_of_another_sheet_is_refused(
    code: str, zoe: Client, act: Acting, halfway: int, at: Any
) -> None:
    scan = BytesIO(PDF)
    scan.name = "sheet.pdf"
    typed = {"outcome": "approve", "on": "2026-11-17", "code": code, "scan": scan}
    assert zoe.post(at("paper/"), typed).status_code == 422
    assert act.asked(halfway) == {"galina"}


def test_a_new_request_is_entered_for_the_boss(zoe: Client, act: Acting, browser_of: Browser) -> None:
    boss = act.people.galina
    assert "For Galina" in zoe.get(f"/new/?for={boss}").content.decode()
    assert zoe.post("/new/purchase/", {"requester": boss, "press": "p"}).status_code == 302
    row = Case.objects.get(requester=boss)
    assert row.entered_by_id == act.people.zoe
    assert browser_of("karim").post("/new/purchase/", {"requester": boss}).status_code == 403
    page = browser_of("galina").get("/my-requests/").content.decode()
    assert "entered by Zoe" in page
    assert Case.objects.filter(requester=boss).count() == 1
    assert FILLED["subject"] not in row.values


def test_the_folder_is_ordered_by_the_assistant_and_the_boss_alone(
    zoe: Client, act: Acting, browser_of: Browser, halfway: int
) -> None:
    address = f"/folder/{act.people.galina}/"
    for client, status in ((zoe, 302), (browser_of("galina"), 302), (browser_of("karim"), 404)):
        assert client.post(address).status_code == status
    assert PrintOrder.objects.filter(kind="folder").count() == 2
