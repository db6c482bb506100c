"""The whole life of standing in, through the screens and the minute job (ROUTING 4, 5, 16, 17)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from common import clock
from flows import actions
from flows.jobs import routes
from flows.models import Assignment
from org.models import Absence, Employee
from tests.flows.acting import Acting, decisions
from tests.personas import assistant, away, bump, grant

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture
def browser_of(act: Acting) -> Browser:
    """A logged-in client for a persona."""

    def log_in(who: str) -> Client:
        client = Client()
        client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
        return client

    return log_in


def enter(client: Client, whom: str = "", **said: object) -> int:
    """Through the form: tamara away, or `whom`, as said; the answer's status."""
    typed = {"starts": "2026-11-18", "ends": "2026-11-20", **said}
    if whom:
        typed["employee"] = whom
    return client.post("/absences/other/" if whom else "/absences/new/", typed).status_code


def on(day: int) -> clock.frozen:  # type: ignore[valid-type]
    """Ten in the morning of that day in November."""
    return clock.frozen(datetime(2026, 11, day, 7, 0, tzinfo=UTC))


def test_waiting_tasks_are_shared_at_the_start_and_return_at_the_end(
    act: Acting, browser_of: Browser
) -> None:
    case = act.sent("ivan")
    assert enter(browser_of("tamara"), named_substitute="karim") == 302
    assert act.asked(case) == {"tamara"}, "tomorrow, not today"
    with on(18):
        assert routes() == 1
        assert act.asked(case) == {"tamara", "karim"}
        assert routes() == 0, "twice is once"
    with on(21):
        assert routes() == 1
        assert act.asked(case) == {"tamara"}


@pytest.mark.parametrize("first", ["tamara", "karim"])
def test_both_may_decide_and_the_first_wins(first: str, act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    enter(browser_of("tamara"), named_substitute="karim")
    with on(18):
        routes()
        act.approve(first, case)
        assert decisions(case) == [(first, "approve")]
        assert "tamara" not in act.asked(case)


@pytest.mark.parametrize("who", ["assistant", "editor", "manager"])
def test_others_enter_it_for_him(who: str, act: Acting, browser_of: Browser) -> None:
    assistant("zoe", "tamara")
    grant("lev", "edit_company")
    case, entering = act.sent("ivan"), {"assistant": "zoe", "editor": "lev", "manager": "fedor"}[who]
    assert enter(browser_of(entering), "tamara", named_substitute="karim", starts="2026-11-17") == 302
    assert Absence.objects.get().entered_by == Employee.objects.get(code=entering)
    assert act.asked(case) == {"tamara", "karim"}, "it has begun already"


@pytest.mark.parametrize(("since", "until"), [(None, date(2026, 11, 16)), (date(2026, 11, 18), None)])
def test_who_assists_no_longer_or_not_yet_enters_none(
    since: date | None, until: date | None, act: Acting, browser_of: Browser
) -> None:
    assistant("zoe", "tamara", since, until)
    assert enter(browser_of("zoe"), "tamara", named_substitute="karim") == 422
    assert browser_of("zoe").get(f"/absences/of/{act.people.tamara}/").status_code == 404
    assert not Absence.objects.exists()


def test_a_stranger_enters_none(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    for who in ("pavel", "ivan", "dan"):
        assert enter(browser_of(who), "tamara", named_substitute="karim", starts="2026-11-17") == 422
    assert not Absence.objects.exists()
    assert act.asked(case) == {"tamara"}


def test_a_refused_substitute_leaves_the_absence_and_the_next_manager_decides(
    act: Acting, browser_of: Browser
) -> None:
    """ROUTING 17, then 4."""
    case = act.sent("ivan")
    assert enter(browser_of("tamara"), named_substitute="boris", starts="2026-11-17") == 302
    assert Absence.objects.get().substitute is None
    assert act.asked(case) == {"galina"}
    page = browser_of("tamara").get("/absences/").content.decode()
    assert "refused" in page and "Boris" in page


def test_an_absence_for_another_process_shares_nothing_here(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    Absence.objects.create(
        employee_id=act.people.tamara,
        starts=date(2026, 11, 16),
        ends=date(2026, 11, 20),
        substitute_id=act.people.galina,
        processes=["vacation"],
    )
    assert routes() == 0
    assert act.asked(case) == {"tamara"}
    assert enter(browser_of("galina"), processes=["purchase"], named_substitute="fedor") == 302
    assert Absence.objects.get(employee=act.people.galina).processes == ["purchase"]


def test_a_withdrawn_absence_gives_everything_back_at_once(act: Acting, browser_of: Browser) -> None:
    case, client = act.sent("ivan"), browser_of("tamara")
    enter(client, named_substitute="karim", starts="2026-11-17")
    assert act.asked(case) == {"tamara", "karim"}
    assert client.post(f"/absences/{Absence.objects.get().pk}/withdraw/").status_code == 302
    assert act.asked(case) == {"tamara"}
    ended = Assignment.objects.get(case=case, employee=act.people.karim)
    assert (ended.ended, ended.until is not None) == ("replaced", True)


def test_a_substitute_who_is_excluded_here_is_passed_over(act: Acting) -> None:
    """ROUTING 16: lev stands in for tamara, and the request is for him."""
    away("tamara", "lev")
    case = actions.start_case(
        process="purchase",
        actor=act.people.ivan,
        values={"subject": "x", "amount": {"amount": "1", "currency": "RUB"}, "for_whom": "lev"},
    )
    act.send("ivan", case)
    assert "lev" not in act.asked(case)
    assert "galina" in act.asked(case)


def test_i_stand_in_for_shows_whom_until_when_and_what_waits(act: Acting, browser_of: Browser) -> None:
    away("tamara", "karim", days=(16, 30))
    away("fedor", "karim", days=(25, 30))
    case = act.sent("ivan")
    client = browser_of("karim")
    page = client.get("/standing-in/").content.decode()
    assert "I stand in for" in page
    assert page.index("Tamara") < page.index("Fedor")
    assert "1 task waits with you" in page
    act.approve("karim", case)
    page = client.get("/standing-in/").content.decode()
    assert "What you decided for others" in page and "No task waits." in page
    listed = client.get(f"/tasks/?substitute&holder={act.people.tamara}").content.decode()
    assert "Chairs" not in listed


def test_the_menu_offers_it_only_to_whom_it_concerns(act: Acting, browser_of: Browser) -> None:
    away("tamara", "galina", days=(30, 30))
    assert "/standing-in/" in browser_of("galina").get("/tasks/").content.decode()
    assert "/standing-in/" not in browser_of("karim").get("/tasks/").content.decode()
    Absence.objects.update(starts="2026-12-20", ends="2026-12-30")
    bump()
    assert "/standing-in/" not in browser_of("galina").get("/tasks/").content.decode()
