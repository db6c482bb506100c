"""Everybody chooses how he is told; a digest instead of many mails."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from common import clock
from flows.models import BellNotice
from flows.telling import digest
from flows.telling.actions import read_notices
from flows.telling.wishes import wish, wishes_of
from outbox.models import Item
from tests.flows.acting import Acting
from tests.mailserver import Mails, html_of, subject_of, text_of
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)

Told = Callable[[], Mails]
WEDNESDAY_EIGHT = datetime.fromisoformat("2026-11-18T05:01:00+00:00")
"""In Moscow."""


def bells(employee: int) -> list[str]:
    rows = BellNotice.objects.filter(employee=employee, in_shell=True).order_by("pk")
    return list(rows.values_list("about", flat=True))


def test_whoever_wishes_no_mail_gets_none_and_still_hears_the_bell(act: Acting, told: Told) -> None:
    wish(actor=act.people.tamara, channels={"task": ["bell"]}, digest=False)
    act.sent("ivan")
    assert told().all == []
    assert bells(act.people.tamara) == ["task"]


def test_a_mail_without_a_bell_and_nothing_at_all(act: Acting, told: Told) -> None:
    wish(actor=act.people.tamara, channels={"task": ["mail"]}, digest=False)
    case = act.sent("ivan")
    assert len(told().to("tamara")) == 1
    assert bells(act.people.tamara) == []
    wish(actor=act.people.galina, channels={"task": []}, digest=False)
    act.approve("tamara", case)
    assert told().to("galina") == []
    assert bells(act.people.galina) == []


def test_what_is_unknown_is_not_kept(act: Acting) -> None:
    wish(actor=act.people.tamara, channels={"task": ["bell", "pigeon"], "nonsense": ["mail"]}, digest=True)
    found = wishes_of(act.people.tamara)
    assert found.of("task") == {"bell"}
    assert "nonsense" not in found.channels
    assert found.digest


def test_a_digest_comes_at_eight_once_with_what_still_matters(act: Acting, told: Told) -> None:
    wish(actor=act.people.tamara, channels={}, digest=True)
    first, second = act.sent("ivan"), act.sent("ivan", subject="Tables")
    assert told().all == []
    act.approve("tamara", second)
    with clock.frozen(NOW + timedelta(hours=6)):
        assert digest.want_due() == 0
    with clock.frozen(WEDNESDAY_EIGHT):
        assert (digest.want_due(), digest.want_due()) == (1, 0)
        (mail,) = told().to("tamara")
        assert digest.want_due() == 0
    assert subject_of(mail) == "1 request with news for you"
    assert "Chairs" in text_of(mail) and "Tables" not in text_of(mail)
    assert html_of(mail).count("href=") == 1 and f"/requests/{first}/" in html_of(mail)


def test_a_digest_of_nothing_is_no_mail(act: Acting, told: Told) -> None:
    wish(actor=act.people.tamara, channels={}, digest=True)
    act.sent("ivan")
    told()
    read_notices(actor=act.people.tamara)
    with clock.frozen(WEDNESDAY_EIGHT):
        assert digest.want_due() == 1
        assert told().to("tamara") == []
    assert not BellNotice.objects.filter(for_digest=True, digested_at=None).exists()


def test_no_digest_on_a_day_off(act: Acting, told: Told) -> None:
    wish(actor=act.people.tamara, channels={}, digest=True)
    act.sent("ivan")
    told()
    with clock.frozen(WEDNESDAY_EIGHT + timedelta(days=3)):
        assert digest.want_due() == 0
    with clock.frozen(WEDNESDAY_EIGHT + timedelta(days=5)):
        assert digest.want_due() == 1


def test_the_page_of_wishes_keeps_what_is_ticked(act: Acting, browser_of: Callable[[str], Client]) -> None:
    tamara = browser_of("tamara")
    assert 'name="task.mail" checked' in tamara.get("/notices/settings/").content.decode()
    tamara.post("/notices/settings/", {"task.bell": "on", "digest": "1"})
    found = wishes_of(act.people.tamara)
    assert (found.of("task"), found.of("approved"), found.digest) == ({"bell"}, frozenset(), True)
    page = tamara.get("/notices/settings/").content.decode()
    assert 'name="task.mail" checked' not in page and 'name="task.bell" checked' in page


def test_a_test_mail_goes_to_oneself(told: Told, browser_of: Callable[[str], Client]) -> None:
    browser_of("tamara").post("/notices/settings/test/", {"press": "p1"})
    browser_of("tamara").post("/notices/settings/test/", {"press": "p1"})
    assert [mail["To"] for mail in told().all] == ["tamara@example.com"]
    assert Item.objects.filter(kind="mail").count() == 1
