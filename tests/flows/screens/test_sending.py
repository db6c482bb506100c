"""Before sending: the named route with its reasons; again: who is asked again, and why."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from flows.models import Case, Remark, State
from tests.flows.acting import Acting, revision

Browser = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_route_names_everybody_with_a_reason(act: Acting, browser_of: Browser) -> None:
    case = act.draft("ivan")
    page = text(browser_of("ivan"), f"/requests/{case}/route/")
    names = [page.index(name) for name in ("Tamara", "Galina", "Fedor", "Egor")]
    assert names == sorted(names)
    assert "Head of SAL, level 4 above the requester" in page
    assert Case.objects.get(pk=case).state == State.DRAFT


def test_sending_gives_it_to_the_first(act: Acting, browser_of: Browser) -> None:
    case = act.draft("ivan")
    body = {"revision": str(revision(case)), "press": "send"}
    answer = browser_of("ivan").post(f"/requests/{case}/send/", body)
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{case}/")
    assert act.asked(case) == {"tamara"}


def test_an_unanswered_remark_blocks_sending_again(act: Acting, halfway: int, browser_of: Browser) -> None:
    act.return_("galina", halfway)
    client = browser_of("ivan")
    assert "Answer every remark before sending." in text(client, f"/requests/{halfway}/route/")
    body = {"revision": str(revision(halfway)), "press": "again"}
    assert client.post(f"/requests/{halfway}/send/", body).status_code == 422
    assert Case.objects.get(pk=halfway).state == State.REWORK


def test_it_says_who_is_asked_again_and_why(act: Acting, halfway: int, browser_of: Browser) -> None:
    act.return_("galina", halfway)
    client = browser_of("ivan")
    answer = {"answer": "taken", "text": "Blue", "back": "route"}
    remark = Remark.objects.get(case=halfway).pk
    told = client.post(f"/requests/{halfway}/remarks/{remark}/answer/", answer)
    assert told["Location"] == f"/requests/{halfway}/route/"
    assert "Not asked again: nothing in this part changed" in text(client, f"/requests/{halfway}/route/")
    act.save("ivan", halfway, amount={"amount": "120.00", "currency": "RUB"})
    page = text(client, f"/requests/{halfway}/route/")
    assert "Asked again: what was signed off has changed" in page
    assert "Asked again: returned or declined it" in page
    assert "<del>RUB 100.00</del>" in page.replace("\u00a0", " ")
    assert "<ins>RUB 120.00</ins>" in page.replace("\u00a0", " ")


def test_everybody_is_asked_again_when_the_requester_wants_it(
    act: Acting, halfway: int, browser_of: Browser
) -> None:
    act.return_("galina", halfway)
    client = browser_of("ivan")
    remark = Remark.objects.get(case=halfway).pk
    client.post(f"/requests/{halfway}/remarks/{remark}/answer/", {"answer": "taken", "text": "Blue"})
    body = {"revision": str(revision(halfway)), "press": "all", "ask": "everybody"}
    assert client.post(f"/requests/{halfway}/send/", body).status_code == 302
    assert act.asked(halfway) == {"tamara"}
