"""The lists: the most pressing first, narrowed down, and whom each request waits for."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client

from designer.packages import install
from tests.flows.acting import Acting, revision
from tests.flows.conftest import PURCHASE
from tests.personas import away

Browser = Callable[[str], Client]


def titles(client: Client, address: str) -> list[str]:
    """What stands in the list, in order."""
    page = client.get(address).content.decode()
    return re.findall(r'class="p-table__main"><a href="[^"]*">([^<]*)</a>', page)


def test_urgent_comes_first_and_then_the_oldest(act: Acting, browser_of: Browser) -> None:
    act.sent("ivan", subject="First")
    act.sent("karim", subject="Second")
    act.sent("ivan", subject="Pressing", urgent=True)
    assert titles(browser_of("tamara"), "/tasks/") == ["Pressing", "First", "Second"]


def test_what_is_urgent_leads_ones_own_requests_and_those_of_the_process_until_it_is_over(
    act: Acting, browser_of: Browser
) -> None:
    over, pressing = act.sent("ivan", subject="Over", urgent=True), act.sent("ivan", urgent=True)
    act.sent("ivan", subject="Newest")
    act.decline("tamara", over)
    client = browser_of("ivan")
    assert titles(client, "/my-requests/") == ["Chairs", "Newest", "Over"]
    listed = re.findall(r'href="/requests/(\d+)/"', client.get("/processes/purchase/list/").content.decode())
    assert listed[0] == str(pressing)


def test_filters_and_search_narrow_it_down(act: Acting, browser_of: Browser) -> None:
    act.sent("ivan", subject="Ёлка")
    act.sent("ivan", subject="Chairs", urgent=True)
    client = browser_of("tamara")
    assert titles(client, "/tasks/?urgent=on") == ["Chairs"]
    assert titles(client, "/tasks/?q=елк") == ["Ёлка"]
    assert titles(client, "/tasks/?overdue=on") == []
    assert titles(client, "/tasks/?process=purchase&q=p-2026") == ["Chairs", "Ёлка"]


def test_a_substitute_sees_for_whom_he_is_asked(act: Acting, browser_of: Browser) -> None:
    away("tamara", "pavel")
    act.sent("ivan")
    page = browser_of("pavel").get("/tasks/?substitute=on").content.decode()
    assert "for Tamara" in page


def test_a_page_holds_25_and_leads_on(act: Acting, browser_of: Browser) -> None:
    for number in range(27):
        act.draft("ivan", subject=f"Draft {number:02}")
    client = browser_of("ivan")
    assert len(titles(client, "/my-requests/")) == 25
    assert titles(client, "/my-requests/?p=2") == ["Draft 01", "Draft 00"]
    assert titles(client, "/my-requests/?p=-1") == titles(client, "/my-requests/")


def test_my_requests_say_whom_they_wait_for(halfway: int, browser_of: Browser) -> None:
    page = browser_of("ivan").get("/my-requests/").content.decode()
    assert "Galina" in page
    assert "in approval" in page
    assert titles(browser_of("karim"), "/my-requests/") == []


def test_a_draft_that_was_thrown_away_is_gone_from_the_list(act: Acting, browser_of: Browser) -> None:
    case, client = act.draft("ivan"), browser_of("ivan")
    answer = client.post(f"/requests/{case}/cancel/", {"revision": str(revision(case)), "press": "x"})
    assert answer["Location"] == "/my-requests/"
    assert titles(client, "/my-requests/") == []


def test_decided_by_me_says_what_became_of_it(act: Acting, halfway: int, browser_of: Browser) -> None:
    act.decline("galina", halfway)
    page = browser_of("tamara").get("/decided/").content.decode()
    assert "Approved with remarks" in page
    assert "declined" in page


def test_the_page_of_a_process_shows_only_what_one_may_see(halfway: int, browser_of: Browser) -> None:
    assert titles(browser_of("ivan"), "/processes/purchase/list/") == ["Chairs"]
    assert titles(browser_of("karim"), "/processes/purchase/list/") == []


def test_the_menu_of_a_plain_employee_holds_nothing_of_the_administration(browser_of: Browser) -> None:
    page = browser_of("karim").get("/tasks/").content.decode()
    found = set(re.findall(r'"name": "([a-z-]+)"', page))
    assert {"tasks", "new", "requests", "decided", "process-purchase"} <= found
    assert not found & {"company", "attention", "settings", "reports", "explorer", "help", "users"}


def test_processes_to_choose_from_are_named_in_the_readers_language(act: Acting, browser_of: Browser) -> None:
    install(text=PURCHASE.replace("code: purchase", "code: repair").replace("en: Purchases", "en: Repairs"))
    page = browser_of("tamara").get("/tasks/").content.decode()
    assert '<option value="repair">Repairs</option>' in page
