"""The requester's own pages when it is late: whom it waits for, how long, and what he can do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from common import clock
from flows import overdue
from flows.models import Case
from tests.flows.acting import Acting, kinds, revision
from tests.personas import away

Browser = Callable[[str], Client]
LATE = datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
"""Thursday, 11:30 in Moscow; tamara's task was due on Wednesday at 10:00."""


@pytest.fixture
def late(act: Acting) -> Iterator[int]:
    case = act.sent("ivan")
    with clock.frozen(LATE):
        overdue.tell()
        yield case


def section(client: Client, case: int) -> str:
    """The text of the section, empty when there is none."""
    page = client.get(f"/requests/{case}/").content.decode()
    found = re.search(r'<section[^>]*id="late".*?</section>', page, re.DOTALL)
    text = " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()) if found else ""
    return re.sub(r" (?=[;.,])", "", text)


def press_on(client: Client, case: int, task: int, name: str, press: str = "p") -> int:
    body = {"revision": str(revision(case)), "press": press}
    return client.post(f"/requests/{case}/tasks/{task}/{name}/", body).status_code


def test_the_section_names_whom_it_waits_for_and_how_late_it_is(late: int, browser_of: Browser) -> None:
    shown = section(browser_of("ivan"), late)
    assert "It waits for Tamara" in shown
    assert "late by 9 working hours" in shown
    assert "Remind" in shown
    assert "Ask for a substitute" in shown
    assert section(browser_of("tamara"), late) == ""


def test_after_reminding_it_says_when_again(act: Acting, late: int, browser_of: Browser) -> None:
    client, task = browser_of("ivan"), act.task("tamara", late)
    assert press_on(client, late, task, "remind") == 302
    assert press_on(client, late, task, "remind", "q") == 409
    assert "Reminded today 11:30; again from 20 Nov 09:00." in section(client, late)
    assert kinds(late)[-1] == "reminded"


def test_asking_for_a_substitute_is_offered_for_one_person_only(
    act: Acting, late: int, browser_of: Browser
) -> None:
    client = browser_of("ivan")
    assert press_on(client, late, act.task("tamara", late), "substitute") == 302
    assert "A substitute was asked for today 11:30" in section(client, late)
    act.chain(late, "tamara", "galina", "fedor", "egor")
    Case.objects.filter(pk=late).update(due=LATE.replace(hour=7))
    shown = section(client, late)
    assert "It waits for Dan, Dina" in shown
    assert "Ask for a substitute" not in shown


def test_where_a_substitute_is_asked_already_none_is_asked_for(
    act: Acting, late: int, browser_of: Browser
) -> None:
    away("tamara", "lev")
    from flows.replanning import catch_up

    catch_up()
    shown = section(browser_of("ivan"), late)
    assert "It waits for Tamara, Lev" in shown or "It waits for Lev, Tamara" in shown
    assert "Ask for a substitute" not in shown


def test_my_requests_lead_to_the_section(late: int, browser_of: Browser) -> None:
    page = browser_of("ivan").get("/my-requests/").content.decode()
    assert f'href="/requests/{late}/#late"' in page
    assert "Tamara" in page


def test_the_timeline_says_since_when(act: Acting, late: int, browser_of: Browser) -> None:
    press_on(browser_of("ivan"), late, act.task("tamara", late), "remind")
    page = browser_of("tamara").get(f"/requests/{late}/").content.decode()
    assert "Overdue since" in page
    assert "Reminded of the task: Managers" in page


def test_what_was_answered_is_not_late_any_more(act: Acting, late: int, browser_of: Browser) -> None:
    act.approve("tamara", late)
    assert section(browser_of("ivan"), late) == ""
