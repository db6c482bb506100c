"""Mails by a real SMTP server: what they say, to whom, in which language, and what they are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.models import BellNotice, Task
from org.models import Employee
from tests.flows.acting import Acting
from tests.mailserver import Mails, html_of, subject_of, text_of
from tests.personas import away, change

pytestmark = pytest.mark.django_db(transaction=True)

Told = Callable[[], Mails]
PAID_ON = "2026-11-17"


def test_a_task_says_what_is_asked_and_leads_to_the_card(act: Acting, told: Told) -> None:
    case = act.sent("ivan", urgent=True)
    (mail,) = told().all
    assert mail["To"] == "tamara@example.com"
    assert subject_of(mail) == "Urgent. Approve: Purchase No. P-2026-001 – RUB 100.00 – Chairs"
    text = text_of(mail)
    assert "Purchase No. P-2026-001 needs your decision." in text
    assert "Requester: Ivan" in text
    assert text.count("http") == 1 and f"http://127.0.0.1:8000/requests/{case}/\n" in text
    assert html_of(mail).count("href=") == 1


def test_the_mail_is_in_the_language_of_whoever_reads_it(act: Acting, told: Told) -> None:
    change(Employee, "tamara", language="ru")
    act.sent("ivan")
    (mail,) = told().all
    assert mail["Content-Language"] == "ru"
    assert "Закупка" in mail["Subject"] and "100,00 ₽" in mail["Subject"].replace("\xa0", " ")


def test_the_requester_is_told_why_it_came_back(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    told()
    act.return_("tamara", case, reason="Too dear\nfor chairs")
    found = told().to("ivan")
    assert [subject_of(mail) for mail in found] == [
        "Returned for rework: Purchase No. P-2026-001 – RUB 100.00 – Chairs"
    ]
    assert "Returned for rework by Tamara" in text_of(found[0])
    assert "> Too dear\n> for chairs" in text_of(found[0])


def test_mails_of_one_request_are_a_thread_and_say_that_a_machine_wrote_them(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    found = told().all
    assert {mail["References"] for mail in found} == {f"<request.{case}@127.0.0.1>"}
    assert len({mail["Message-ID"] for mail in found}) == len(found) == 2
    assert {mail["Auto-Submitted"] for mail in found} == {"auto-generated"}
    assert {mail["Date"] for mail in found} == {"Tue, 17 Nov 2026 07:00:00 +0000"}
    assert all(mail["Message-ID"].startswith(f"<{case}.") for mail in found)


def test_a_task_that_is_no_longer_asked_is_mailed_to_nobody(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.cancel("ivan", case)
    assert [subject_of(mail) for mail in told().to("tamara")] == []
    abouts = BellNotice.objects.filter(employee=act.people.tamara).order_by("pk")
    assert list(abouts.values_list("about", flat=True)) == ["task", "not_needed"]


def test_whoever_left_or_has_no_address_gets_nothing(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    change(Employee, "tamara", email="")
    assert told().all == []
    act.approve("tamara", case)
    change(Employee, "galina", is_active=False)
    told()
    assert not BellNotice.objects.filter(employee=act.people.galina).exists()


def test_a_substitute_reads_for_whom_he_is_asked(act: Acting, told: Told) -> None:
    away("tamara", "lev")
    act.sent("ivan")
    (mail,) = told().to("lev")
    assert "You stand in for: Tamara" in text_of(mail)


def test_what_looks_like_a_placeholder_stays_a_text(act: Acting, told: Told) -> None:
    act.sent("ivan", subject="{{ 7*7 }} {who} %(x)s <b>{0.__class__}</b>")
    (mail,) = told().all
    assert mail["Subject"].endswith("{{ 7*7 }} {who} %(x)s <b>{0.__class__}</b>")
    assert "<b>{0" not in html_of(mail) and "&lt;b&gt;{0.__class__}" in html_of(mail)


def test_the_end_is_told_once_in_words_of_the_process(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    while (task := Task.objects.filter(process=case, finished=None).first()) is not None:
        told()
        asked = sorted(act.asked(case))[0]
        if task.kind == "work":
            act.complete(asked, case, paid_on=PAID_ON)
        else:
            act.approve(asked, case)
    (mail,) = [one for one in told().to("ivan") if one["Message-ID"].split(".")[3] == "completed"]
    assert subject_of(mail) == "Done: Purchase No. P-2026-001 – RUB 100.00 – Chairs"
    assert "Done: Dan" in text_of(mail) and "10:00" not in text_of(mail)
    assert "Paid on: 17 Nov 2026" in text_of(mail), "what he filled in, not when he typed it"
    found = BellNotice.objects.filter(employee=act.people.ivan).order_by("-pk")[0]
    assert (found.about, found.said["outcome"]) == ("completed", "complete")
    assert BellNotice.objects.filter(employee=act.people.ivan, event=found.event).count() == 1
