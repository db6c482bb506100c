"""What each kind of notice says, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client

from common import clock
from flows import actions, overdue
from flows.models import BellNotice, Case, Remark
from flows.telling.find import Order, find
from flows.telling.said import unpack
from flows.telling.words import address_of, words_of
from tests.flows.acting import Acting
from tests.mailserver import Mails, html_of, subject_of, text_of
from tests.permissions.office import fingerprint
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)

Told = Callable[[], Mails]


def headlines(who: int) -> list[str]:
    """What is under his bell, the oldest first."""
    rows = BellNotice.objects.filter(employee=who).order_by("pk")
    return [words_of(row.about, unpack(row.said)).headline for row in rows]


def test_a_remark_and_its_answer(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Which colour?")
    remark = Remark.objects.get(case=case).pk
    actions.answer_remark(remark=remark, actor=act.people.ivan, answer="not_taken", text="Any will do")
    found = told().to("tamara")[-1]
    assert subject_of(found).startswith("Your remark is answered: Purchase No. P-2026-001")
    assert "> Which colour?\n\n> Any will do" in text_of(found)
    assert f"/requests/{case}/#remarks" in text_of(found)
    assert "Approved with remarks by Tamara" in headlines(act.people.ivan)


def test_sent_again_tells_those_who_had_answered_what_changed(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    act.return_("galina", case)
    act.save("ivan", case, note="By Friday")
    told().all.clear()
    act.send("ivan", case)
    (tamara,) = told().to("tamara")
    assert subject_of(tamara).startswith("Sent again: ")
    assert "Ivan has sent Purchase No. P-2026-001 again. You are not asked again." in text_of(tamara)
    (galina,) = told().to("galina")
    assert subject_of(galina).startswith("Approve: ")
    assert "was sent again" in text_of(galina)
    assert not BellNotice.objects.filter(about="sent_again", employee=act.people.ivan).exists()


def test_one_act_is_one_notice(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.return_("tamara", case)
    told()
    assert headlines(act.people.ivan) == ["Returned for rework by Tamara"]


def test_a_comment_leads_to_the_discussion(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    actions.comment(case=case, actor=act.people.ivan, text="Soon, please")
    mail = told().to("tamara")[-1]
    assert "> Soon, please" in text_of(mail) and "#comments" in text_of(mail)


@pytest.mark.parametrize(
    ("about", "address"),
    [
        ("overdue", "/requests/{case}/#late"),
        ("repeated", "/requests/{case}/edit/"),
        ("something_new", "/requests/{case}/"),
    ],
)
def test_each_leads_where_it_can_be_done(about: str, address: str, act: Acting) -> None:
    case = act.sent("ivan")
    found = find(Order(case, 1, act.people.ivan, about))
    assert found is not None
    assert address.format(case=case) in address_of(case, found.said)
    assert words_of(about, found.said).headline


def test_whoever_is_asked_reads_that_the_whole_is_late_not_his_task(act: Acting) -> None:
    case = act.sent("ivan")
    Case.objects.filter(pk=case).update(due=NOW + timedelta(hours=1))
    with clock.frozen(NOW + timedelta(hours=2)):
        assert overdue.tell() == 1
        found = find(Order(case, 3, act.people.tamara, "overdue"))
    assert found is not None
    headline = words_of("overdue", found.said).headline
    assert headline.startswith("Purchase No. P-2026-001 is late as a whole: it was due 17 Nov 2026")


def test_who_may_not_enter_an_absence_is_led_to_the_request(act: Acting) -> None:
    case = act.sent("ivan")
    with clock.frozen(NOW + timedelta(days=9)):
        actions.ask_for_a_substitute(task=act.task("tamara", case), actor=act.people.ivan)
        orders = [Order(case, 3, who, "substitute_asked") for who in (act.people.galina, act.people.pavel)]
        galina, pavel = (found for order in orders if (found := find(order)) is not None)
    assert address_of(case, galina.said) == "/absences/other/?employee=tamara"
    assert words_of("substitute_asked", galina.said).button == "Name a substitute"
    assert address_of(case, pavel.said) == f"/requests/{case}/"
    assert words_of("substitute_asked", pavel.said).button == "Open the request"


def test_a_stranger_is_told_nothing(act: Acting) -> None:
    assert find(Order(act.sent("ivan"), 1, act.people.karim, "task")) is None


def test_programs_that_fetch_the_links_change_nothing(
    act: Acting, told: Told, browser_of: Callable[[str], Client]
) -> None:
    case = act.sent("ivan")
    told()
    act.remark("tamara", case, "Which colour?")
    told()
    act.return_("galina", case)
    found = list(told().all)
    before = fingerprint()
    for mail in found:
        person = str(mail["To"]).partition("@")[0]
        (link,) = [part.partition('"')[0] for part in html_of(mail).split('href="')[1:]]
        for client in (Client(), browser_of(person)):
            assert client.get(urlsplit(link).path).status_code in (200, 302)
            assert client.head(urlsplit(link).path).status_code in (200, 302)
    assert len(found) == 4
    assert fingerprint() == before
