"""What is said of a late request: once, in one sentence; work is no decision; an acting one is named so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from common import clock
from flows import actions, overdue
from flows.cards.build import card_for
from flows.cards.reading import read_case
from flows.models import BellNotice, Case, Task
from flows.telling.said import Said, unpack
from flows.telling.words import words_of
from org.models import Employee, Position
from tests.flows.acting import Acting
from tests.mailserver import Mails, subject_of, text_of
from tests.personas import NOW, change

pytestmark = pytest.mark.django_db(transaction=True)
Told = Callable[[], Mails]
LATER = NOW + timedelta(days=2)


def heard(who: int, about: str, language: str = "en") -> list[str]:
    """The headlines under his bell about this, in a language."""
    with translation.override(language):
        rows = BellNotice.objects.filter(employee=who, about=about).order_by("pk")
        return [words_of(one.about, unpack(one.said)).headline for one in rows]


def in_accounting(act: Acting) -> int:
    """A request that everybody has approved; dan and dina are to pay, until an hour from now."""
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    Task.objects.filter(process=case, finished=None).update(due=NOW + timedelta(hours=1))
    return case


def test_step_and_whole_are_one_notice_and_one_mail(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    Task.objects.filter(process=case).update(due=NOW + timedelta(hours=1))
    Case.objects.filter(pk=case).update(due=NOW + timedelta(hours=2))
    told().all.clear()
    with clock.frozen(LATER):
        overdue.tell()
        found = told()
    name = "Purchase No. P-2026-001"
    step = f"{name} is late at the step “Managers”, due 17 Nov 2026 11:00"
    both = f"{step}, and as a whole, due 17 Nov 2026 12:00."
    assert heard(act.people.ivan, "overdue") == heard(act.people.pavel, "overdue") == [both]
    own = f"{name} has waited for your decision for too long: it was due 17 Nov 2026 11:00."
    assert heard(act.people.tamara, "overdue") == [own]
    (mail,) = found.to("ivan")
    assert both in " ".join(text_of(mail).split())
    ivan = Employee.objects.get(code="ivan")
    told_last = card_for(read_case(case, ivan, "en", ZoneInfo("Europe/Moscow"))).timeline[0].what
    assert told_last.startswith("overdue since ") and "; the whole request since " in told_last


def test_a_late_payment_is_no_late_decision(act: Acting, told: Told) -> None:
    in_accounting(act)
    told()
    with clock.frozen(LATER):
        overdue.tell()
        told()
    (headline,) = heard(act.people.dan, "overdue")
    assert headline == (
        "Purchase No. P-2026-001 has waited for you at the step “Payment” for too long: "
        "it was due 17 Nov 2026 11:00."
    )


def test_a_reminder_of_a_payment_asks_for_no_decision(act: Acting, told: Told) -> None:
    case = in_accounting(act)
    with clock.frozen(LATER):
        actions.remind(task=act.task("dan", case), actor=act.people.ivan)
        mail = told().to("dan")[-1]
    assert subject_of(mail).startswith("A reminder: ")
    assert "Ivan reminds you: Purchase No. P-2026-001 waits for you at the step “Payment”." in text_of(mail)
    assert "decide" not in text_of(mail).partition("\n--")[0]


@pytest.mark.parametrize(
    ("language", "headline"),
    [("en", "Approved by Karim, acting"), ("ru", "Согласовано: Karim, и. о.")],
)
def test_an_approval_by_somebody_acting_says_so(
    language: str, headline: str, act: Acting, told: Told
) -> None:
    change(Employee, "ivan", language=language)
    change(Position, "KZN-TH", acting=Employee.objects.get(code="karim"))
    act.approve("karim", act.sent("ivan"))
    mail = told().to("ivan")[-1]
    assert text_of(mail).startswith(headline)
    assert heard(act.people.ivan, "approved", language) == [headline]


def test_a_sentence_that_ends_with_an_initial_has_one_full_stop() -> None:
    said = Said(noun="Invoice", number="7", who="Kuzmin D. P.")
    with translation.override("ru"):
        headline = words_of("entered_from_paper", said).headline
    assert headline.endswith("Kuzmin D. P.") and ".." not in headline
