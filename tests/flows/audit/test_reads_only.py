"""An auditor reads every request, and does nothing with one in which he has no part."""

from __future__ import annotations

import pytest
from django.test import Client

from flows import actions, errors
from flows.models import Case, Comment
from tests.flows.acting import Acting, press

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_with_his_own_request_he_does_what_everybody_does(auditor: Client, act: Acting) -> None:
    case = act.sent("vera")
    actions.comment(case=case, actor=act.people.vera, text="Mine")
    assert "/comment/" in auditor.get(f"/requests/{case}/").content.decode()
    assert Comment.objects.get().text == "Mine"


def test_nobody_else_is_offered_the_file(act: Acting, browser_of: object) -> None:
    page = browser_of("ivan").get(f"/requests/{act.sent('ivan')}/").content.decode()  # type: ignore[operator]
    assert "/one-file/" not in page and "/comment/" in page
