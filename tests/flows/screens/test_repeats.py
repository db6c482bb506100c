"""A repeat is set up on the card, and listed, changed and stopped on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from designer.models import Process
from flows import repeats
from flows.models import Repeat
from tests.flows.acting import Acting, revision

Browser = Callable[[str], Client]


def repeat_it(client: Client, case: int, **typed: str) -> int:
    body = {"revision": str(revision(case)), "press": "p", "period": "month", "day": "2026-12-01", **typed}
    return client.post(f"/requests/{case}/repeat/", body).status_code


def test_it_is_set_up_on_the_card(act: Acting, browser_of: Browser) -> None:
    case, client = act.sent("ivan"), browser_of("ivan")
    assert "Repeat it…" in client.get(f"/requests/{case}/").content.decode()
    assert repeat_it(client, case) == 302
    page = client.get(f"/requests/{case}/").content.decode()
    assert "It is repeated every month, next on" in page
    assert "Repeat it…" not in page
    assert "Repeat it…" not in browser_of("tamara").get(f"/requests/{case}/").content.decode()


def test_a_wrong_day_is_said_at_its_field(act: Acting, browser_of: Browser) -> None:
    case, client = act.sent("ivan"), browser_of("ivan")
    answer = client.post(
        f"/requests/{case}/repeat/",
        {"revision": str(revision(case)), "press": "p", "period": "month", "day": "2026-01-01"},
    )
    assert answer.status_code == 422
    assert "Choose a day from today on" in answer.content.decode()
    assert not Repeat.objects.exists()


def test_the_list_changes_and_stops_it(act: Acting, browser_of: Browser) -> None:
    case, client = act.sent("ivan"), browser_of("ivan")
    repeat_it(client, case)
    repeat = Repeat.objects.get().pk
    address = f"/my-requests/repeating/{repeat}/"
    assert client.post(address, {"period": "week", "day": "2026-11-20"}).status_code == 302
    row = Repeat.objects.get()
    assert (row.period, row.next_on) == ("week", date(2026, 11, 20))
    refused = client.post(address, {"period": "week", "day": "x"})
    assert (refused.status_code, "Choose a day" in refused.content.decode()) == (422, True)
    assert client.post(f"{address}stop/").status_code == 302
    assert "Nothing is repeated" in client.get("/my-requests/repeating/").content.decode()


def test_the_owner_sees_why_it_has_stopped(act: Acting, browser_of: Browser) -> None:
    case, client = act.sent("ivan"), browser_of("ivan")
    repeat_it(client, case, day="2026-11-17")
    Process.objects.update(is_active=False)
    repeats.make_drafts()
    assert "is not repeated any more" in client.get("/my-requests/").content.decode()
    page = client.get("/my-requests/repeating/").content.decode()
    assert "the process is not offered any more" in page
    client.post(f"/my-requests/repeating/{Repeat.objects.get().pk}/stop/")
    assert "is not repeated any more" not in client.get("/my-requests/").content.decode()


def test_a_copy_is_offered_first_when_it_was_declined(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan")
    act.decline("tamara", case)
    page = browser_of("ivan").get(f"/requests/{case}/").content.decode()
    assert "It was declined for good" in page
    assert "Make a copy and change it" in page
    assert "Make a copy and change it" not in browser_of("tamara").get(f"/requests/{case}/").content.decode()
