"""The bell: a count on every page, a list, read by a press or by looking at the request."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from flows.models import BellNotice
from flows.telling import queries
from org.models import Employee
from outbox import jobs
from outbox.models import Item
from tests.flows.acting import Acting
from tests.personas import change, grant

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[str], Client]


@pytest.fixture
def asked(act: Acting) -> int:
    """ivan's purchase: tamara was told."""
    case = act.sent("ivan")
    jobs.carry()
    return case


def unread(who: int) -> int:
    return BellNotice.objects.filter(employee=who, read_at=None).count()


def test_every_page_shows_the_count(asked: int, browser_of: Browser) -> None:
    tamara = browser_of("tamara")
    for address in ("/tasks/", "/new/", reverse("org:absences"), "/notices/"):
        assert 'data-unread="1"' in tamara.get(address, follow=True).content.decode(), address
    assert 'data-unread=""' in browser_of("karim").get("/tasks/").content.decode()


def test_the_count_alone_is_cheap(asked: int, browser_of: Browser) -> None:
    tamara = browser_of("tamara")
    tamara.get("/notices/count/")
    with CaptureQueriesContext(connection) as seen:
        answer = tamara.get("/notices/count/")
    assert 'data-unread="1"' in answer.content.decode()
    assert sum("flows_bellnotice" in one["sql"] for one in seen.captured_queries) == 1
    assert len(seen.captured_queries) <= 5, [one["sql"][:80] for one in seen.captured_queries]


def test_opening_a_notice_takes_a_press(act: Acting, asked: int, browser_of: Browser) -> None:
    tamara, notice = browser_of("tamara"), BellNotice.objects.get(employee=act.people.tamara)
    assert "Purchase No. P-2026-001 needs your decision." in tamara.get("/notices/").content.decode()
    assert tamara.get(f"/notices/{notice.pk}/open/").status_code == 405
    assert unread(act.people.tamara) == 1
    answer = tamara.post(f"/notices/{notice.pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, f"/requests/{asked}/")
    assert unread(act.people.tamara) == 0


def test_nobody_opens_the_notice_of_another(act: Acting, asked: int, browser_of: Browser) -> None:
    notice = BellNotice.objects.get(employee=act.people.tamara)
    assert browser_of("karim").post(f"/notices/{notice.pk}/open/").status_code == 404
    browser_of("karim").post("/notices/read/")
    assert unread(act.people.tamara) == 1


def test_looking_at_the_request_reads_its_notices_only(act: Acting, asked: int, browser_of: Browser) -> None:
    act.sent("ivan", subject="Tables")
    jobs.carry()
    tamara = browser_of("tamara")
    tamara.get(f"/requests/{asked}/")
    assert unread(act.people.tamara) == 2
    tamara.post(f"/requests/{asked}/looked/")
    assert unread(act.people.tamara) == 1
    tamara.post("/notices/read/")
    assert unread(act.people.tamara) == 0


def test_the_list_is_in_the_language_of_whoever_looks_now(asked: int, browser_of: Browser) -> None:
    change(Employee, "tamara", language="ru")
    page = browser_of("tamara").get("/notices/").content.decode()
    assert "Закупка" in page and "Chairs" in page


def test_carried_twice_it_is_told_once(act: Acting, asked: int) -> None:
    Item.objects.filter(kind="notice").update(state="waiting", attempts=0)
    jobs.carry()
    assert BellNotice.objects.filter(employee=act.people.tamara).count() == 1
    assert Item.objects.filter(kind="mail").count() == 1


def test_what_he_may_not_see_any_more_is_not_in_the_list(
    act: Acting, asked: int, browser_of: Browser
) -> None:
    BellNotice.objects.update(employee=act.people.karim)
    assert "P-2026-001" not in browser_of("karim").get("/notices/").content.decode()


def test_the_bell_counts_what_its_page_lists(act: Acting, asked: int, browser_of: Browser) -> None:
    karim = browser_of("karim")
    BellNotice.objects.update(employee=act.people.karim)
    for address in ("/tasks/", "/notices/count/"):
        assert 'data-unread=""' in karim.get(address).content.decode(), address
    grant("karim", "see")
    for address in ("/tasks/", "/notices/count/"):
        assert 'data-unread="1"' in karim.get(address).content.decode(), address
    assert "P-2026-001" in karim.get("/notices/").content.decode()


def test_what_is_ones_own_is_counted_without_another_statement(act: Acting, asked: int) -> None:
    for who in ("tamara", "ivan"):
        with CaptureQueriesContext(connection) as seen:
            queries.unread_count(act.people.ids[who])
        assert len(seen.captured_queries) == 1


def test_hidden_notices_leave_no_gap_in_the_list(act: Acting, asked: int) -> None:
    other = act.sent("karim", subject="Lamps")
    known = BellNotice.objects.get(employee=act.people.tamara)
    BellNotice.objects.all().delete()
    for number in range(60):  # ivan sees his own, every second one
        known.pk, known.key, known.employee_id = None, str(number), act.people.ivan
        known.case_id = asked if number % 2 else other
        known.save(force_insert=True)
    pages = [queries.notices_of(act.people.ivan, number) for number in (1, 2)]
    assert [(len(page.rows), page.more) for page in pages] == [(25, True), (5, False)]
    found = [BellNotice.objects.get(pk=line.pk).case_id for page in pages for line in page.rows]
    assert found == [asked] * 30


def test_the_list_looks_only_at_the_requests_that_it_names(act: Acting, asked: int) -> None:
    with CaptureQueriesContext(connection) as seen:
        queries.notices_of(act.people.tamara, 1)
    about = [one["sql"] for one in seen.captured_queries if "UNION" in one["sql"]]
    assert len(about) == 1 and about[0].count(f"IN ({asked})") == 4
