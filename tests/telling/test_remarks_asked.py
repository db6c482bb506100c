"""The route waits for answers to remarks: what the requester is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flows.models import BellNotice
from tests.flows.acting import Acting
from tests.mailserver import Mails, subject_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)

Told = Callable[[], Mails]


def test_a_remark_that_holds_it_up_is_one_mail_that_asks_for_the_answer(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor")
    told().all.clear()
    act.remark("egor", case, "Which colour?")
    (mail,) = told().to("ivan")
    assert subject_of(mail).startswith("Answer the remarks: Purchase No. P-2026-001")
    assert "Egor has approved Purchase No. P-2026-001 with remarks." in text_of(mail)
    assert "> Which colour?" in text_of(mail) and f"/requests/{case}/#remarks" in text_of(mail)
    assert "again" not in text_of(mail)
    assert BellNotice.objects.filter(employee=act.people.ivan).order_by("-pk")[0].about == "task"


def test_an_older_remark_that_holds_it_up_is_quoted(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Which colour?")
    act.chain(case, "galina", "fedor")
    told().all.clear()
    act.approve("egor", case)
    (mail,) = told().to("ivan")
    assert "Egor has approved Purchase No. P-2026-001. It goes on when you have answered" in text_of(mail)
    assert "> Which colour?" in text_of(mail)


def test_a_remark_that_holds_nothing_up_is_told_as_an_approval(act: Acting, told: Told) -> None:
    case = act.sent("ivan")
    told().all.clear()
    act.remark("tamara", case, "Which colour?")
    (mail,) = told().to("ivan")
    assert subject_of(mail).startswith("Approved with remarks: ")
