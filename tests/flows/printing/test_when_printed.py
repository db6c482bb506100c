"""When documents are printed: with the last approval, by the worker, once; anew when sign-offs change."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from common import clock
from flows import actions, files
from flows.history.verify import check_case
from flows.models import Case, Document, Event
from flows.printing.due import CARRIER
from flows.printing.paper import short_code
from org.languages import choose_language
from org.models import Employee
from outbox import jobs
from outbox.models import Item
from tests.flows.acting import Acting
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def wanted() -> list[str]:
    """The documents that wait for the worker."""
    rows = Item.objects.filter(kind=CARRIER, state="waiting").order_by("pk")
    return [one.payload["document"] for one in rows]


def rows(case: int) -> list[tuple[str, str, int]]:
    return list(
        Document.objects.filter(case=case).order_by("pk").values_list("code", "language", "events_count")
    )


def card(who: int, case: int) -> str:
    client = Client()
    client.force_login(Employee.objects.get(pk=who))
    return client.get(reverse("flows:documents", args=[case])).content.decode()


def test_nothing_is_printed_before_the_last_approval(printed: Acting) -> None:
    case = printed.sent("ivan")
    printed.chain(case, "tamara", "galina", "fedor")
    assert wanted() == []
    assert card(printed.people.ivan, case).strip() == ""
    printed.approve("egor", case)
    assert wanted() == ["sheet", "history"]


def test_the_worker_prints_each_once(approved: int) -> None:
    assert jobs.carry_slow() == 2
    assert rows(approved) == [("sheet", "en", 6), ("history", "en", 6)]
    made, case = Document.objects.all()[0], Case.objects.get(pk=approved)
    assert (made.head, made.short_code, made.pages) == (case.head, short_code(case.head), 1)
    assert made.name == "Approval sheet P-2026-001.pdf"
    Item.objects.filter(kind=CARRIER).update(state="waiting", attempts=0)
    assert jobs.carry_slow() == 2
    assert len(rows(approved)) == 2


def test_it_is_printed_in_the_language_of_the_requester(printed: Acting) -> None:
    choose_language(employee=Employee.objects.get(code="ivan"), language="ru")
    case = printed.sent("ivan")
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    jobs.carry_slow()
    assert [language for _code, language, _n in rows(case)] == ["ru", "ru"]
    content = files.path_of(Document.objects.all()[0].sha256).read_bytes()
    assert PdfReader(BytesIO(content)).metadata["/Title"] == "Лист согласования № P-2026-001"


def test_what_is_not_approved_any_more_is_not_printed(printed: Acting, approved: int) -> None:
    printed.recall("ivan", approved)
    jobs.carry_slow()
    assert rows(approved) == []


def test_payment_prints_it_anew_and_the_first_is_no_longer_in_force(printed: Acting, approved: int) -> None:
    jobs.carry_slow()
    with clock.frozen(NOW + timedelta(minutes=5)):
        printed.complete("dan", approved, paid_on="2026-11-17")
        assert "It is being printed" in card(printed.people.ivan, approved)
        jobs.carry_slow()
        shown = card(printed.people.ivan, approved)
    assert [events for _code, _language, events in rows(approved)] == [6, 6, 7, 7]
    assert shown.count("1 earlier one, no longer in force") == 2
    assert "It is being printed" not in shown


def test_after_rework_it_is_printed_anew(printed: Acting, approved: int) -> None:
    jobs.carry_slow()
    with clock.frozen(NOW + timedelta(hours=1)):
        printed.return_("dan", approved)
        assert "not in force" in card(printed.people.ivan, approved)
        printed.send("ivan", approved)
        assert printed.asked(approved) == {"dan", "dina"}
        assert wanted() == ["sheet", "history"], "nobody had to be asked again"
        jobs.carry_slow()
    assert [events for _code, _language, events in rows(approved)] == [6, 6, 8, 8]


def test_a_comment_prints_nothing(printed: Acting, approved: int) -> None:
    jobs.carry_slow()
    actions.comment(case=approved, actor=printed.people.ivan, text="Thanks", press="c")
    assert wanted() == []
    assert "no longer in force" not in card(printed.people.ivan, approved)


def test_what_could_not_be_printed_is_said(printed: Acting, approved: int) -> None:
    Item.objects.filter(kind=CARRIER).update(state="dead")
    assert "It could not be printed" in card(printed.people.ivan, approved)


def test_a_document_that_was_changed_is_found(approved: int) -> None:
    jobs.carry_slow()
    assert check_case(approved) == []
    path = files.path_of(Document.objects.all()[0].sha256)
    whole = path.read_bytes()
    path.write_bytes(b"%PDF-other")
    assert [one.what for one in check_case(approved)] == [
        "the printed document “Approval sheet P-2026-001.pdf” was changed"
    ]
    path.unlink()
    assert [one.what for one in check_case(approved)] == [
        "the printed document “Approval sheet P-2026-001.pdf” is missing"
    ]
    path.write_bytes(whole)
    assert Event.objects.filter(case=approved).count() == 6
