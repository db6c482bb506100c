"""New request: what one may start, in which capacity and for whom."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from designer.models import Process
from flows.models import Case
from org.models import Employee, Position
from tests.personas import People, change

Browser = Callable[[str], Client]


def test_a_press_makes_a_draft_and_opens_its_form(people: People, browser_of: Browser) -> None:
    answer = browser_of("ivan").post("/new/purchase/", {"press": "p1"})
    case = Case.objects.get()
    assert answer["Location"] == f"/requests/{case.pk}/edit/"
    assert (case.requester_id, case.requested_for_id) == (people.ivan, people.ivan)


def test_who_holds_one_position_is_not_asked_in_which(browser_of: Browser) -> None:
    assert "In which capacity" not in browser_of("ivan").get("/new/").content.decode()


def test_who_holds_two_positions_chooses_one(people: People, browser_of: Browser) -> None:
    change(Position, "KZN-2", holder=Employee.objects.get(code="ivan"))
    client = browser_of("ivan")
    assert "In which capacity" in client.get("/new/").content.decode()
    second = Position.objects.get(code="KZN-2")
    client.post("/new/purchase/", {"press": "p1", "position": str(second.pk)})
    assert Case.objects.get().position_id == second.pk


def test_it_may_be_for_somebody_else(people: People, browser_of: Browser) -> None:
    client = browser_of("ivan")
    offered = client.get("/new/people/?q=kar").content.decode()
    assert f'data-code="{people.karim}"' in offered
    client.post("/new/purchase/", {"press": "p1", "requested_for": str(people.karim)})
    case = Case.objects.get()
    assert (case.requester_id, case.requested_for_id) == (people.ivan, people.karim)


def test_a_position_of_somebody_else_cannot_be_chosen(people: People, browser_of: Browser) -> None:
    foreign = Position.objects.get(code="CEO")
    answer = browser_of("ivan").post("/new/purchase/", {"press": "p1", "position": str(foreign.pk)})
    assert answer.status_code == 403
    assert Case.objects.count() == 0


def test_a_process_that_one_may_not_start_is_not_offered(people: People, browser_of: Browser) -> None:
    Process.objects.update(everyone_starts=False)
    client = browser_of("ivan")
    assert "Purchases" not in client.get("/new/").content.decode()
    assert client.post("/new/purchase/", {"press": "p1"}).status_code == 403
    assert Case.objects.count() == 0
