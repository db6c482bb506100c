"""An auditor reads every request, and does nothing with one in which he has no part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from designer.access import starts_nothing
from designer.models import Process
from flows import actions, errors
from flows.models import Case, Comment, Repeat
from org.models import Employee
from tests.flows.acting import Acting, press
from tests.personas import assistant, grant

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[str], Client]


def test_no_act_is_offered_on_a_card(auditor: Client, act: Acting) -> None:
    page = auditor.get(f"/requests/{act.sent('ivan')}/").content.decode()
    for act_of in ("comment", "copy", "files", "approve", "recall", "cancel", "repeat"):
        assert f"/{act_of}/" not in page.partition("<main")[2], act_of
    assert "/one-file/" in page


def test_he_neither_comments_nor_copies(auditor: Client, act: Acting) -> None:
    case = act.sent("ivan")
    with pytest.raises(errors.OnlyReads):
        actions.comment(case=case, actor=act.people.vera, text="Hm")
    with pytest.raises(errors.OnlyReads):
        actions.copy_case(case=case, actor=act.people.vera, press=press())
    assert (Comment.objects.count(), Case.objects.count()) == (0, 1)


def test_a_request_from_before_he_became_an_auditor_is_still_his(act: Acting, browser_of: Browser) -> None:
    case = act.sent("vera")
    grant("vera", "see")
    actions.comment(case=case, actor=act.people.vera, text="Mine")
    assert "/comment/" in browser_of("vera").get(f"/requests/{case}/").content.decode()
    assert Comment.objects.get().text == "Mine"
    with pytest.raises(errors.AuditorsStartNothing):
        actions.copy_case(case=case, actor=act.people.vera, press=press())
    with pytest.raises(errors.AuditorsStartNothing):
        actions.repeat_case(case=case, actor=act.people.vera, period="month", first_on=date(2026, 12, 1))
    assert (Case.objects.count(), Repeat.objects.count()) == (1, 0)


PAGES = ("tasks", "requests", "process", "process_list")


def test_nothing_is_offered_to_start(auditor: Client, browser_of: Browser) -> None:
    for name in PAGES:
        page = reverse(f"flows:{name}", args=["purchase"] if name.startswith("process") else [])
        shown = auditor.get(page).content.decode()
        assert "/new/" not in shown, page
        assert "/new/" in browser_of("ivan").get(page).content.decode(), page


def test_he_starts_nothing_and_is_told_why(auditor: Client, act: Acting) -> None:
    for answer in (auditor.post("/new/purchase/"), auditor.get("/new/")):
        assert answer.status_code == 403
        assert "An auditor reads everything and changes nothing" in answer.content.decode()
    with pytest.raises(errors.AuditorsStartNothing):
        act.draft("vera")
    assert not Case.objects.exists()


@pytest.mark.parametrize("more", ["head", "editor", "assistant", "named"])
def test_who_is_something_else_besides_starts_requests(more: str, act: Acting) -> None:
    who = {"head": "anna", "assistant": "zoe"}.get(more, "vera")
    if more == "assistant":
        assistant("zoe", "anna")
    grant(who, "see")
    if more == "editor":
        grant(who, "edit_company", unit="KZN")
    person = Employee.objects.get(code=who)
    if more == "named":
        assign_perm("start_process", person, Process.objects.get(code="purchase"))
    assert actions.start_case(process="purchase", actor=person.pk, press=press())
    assert not starts_nothing(person)


def test_nobody_else_is_offered_the_file(act: Acting, browser_of: object) -> None:
    page = browser_of("ivan").get(f"/requests/{act.sent('ivan')}/").content.decode()  # type: ignore[operator]
    assert "/one-file/" not in page and "/comment/" in page
