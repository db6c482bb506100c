"""The card: what it shows to whom, and how it answers a press that is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from designer.packages import install
from flows.models import Decision, Look
from tests.flows.acting import Acting, revision
from tests.flows.conftest import PURCHASE

Browser = Callable[[str], Client]
MARKUP = "<script>window.__x=1</script> {{7*7}} {% debug %} %(x)s {0.__class__}"
SHOWN = "&lt;script&gt;window.__x=1&lt;/script&gt; {{7*7}} {% debug %} %(x)s {0.__class__}"


def page(client: Client, case: int) -> str:
    return client.get(f"/requests/{case}/").content.decode()


def press(client: Client, act: Acting, who: str, case: int, verb: str, **typed: object) -> object:
    body = {"revision": str(revision(case)), "press": f"{who} {verb}", **typed}
    return client.post(f"/requests/{case}/tasks/{act.task(who, case)}/{verb}/", body)


def test_it_says_who_decided_who_is_asked_and_why(halfway: int, browser_of: Browser) -> None:
    shown = page(browser_of("ivan"), halfway)
    for text in (
        "Tamara",
        "Approved with remarks",
        "Galina",
        "asked now",
        "Head of KZN-S, level 2 above the requester",
    ):
        assert text in shown
    assert "Which colour?" in shown


def test_who_is_asked_reads_why_he_is(halfway: int, browser_of: Browser) -> None:
    shown = page(browser_of("galina"), halfway)
    assert "Your approval is asked:" in shown
    assert "Why you: Head of KZN-S, level 2 above the requester" in " ".join(shown.split())
    assert all(f">{word}<" in shown for word in ("Approve with remarks", "Return for rework", "Decline"))


def test_who_is_not_asked_gets_no_buttons(halfway: int, browser_of: Browser) -> None:
    shown = page(browser_of("tamara"), halfway)
    assert "Your approval is asked" not in shown
    assert "/approve/" not in shown


def test_a_field_that_a_step_may_not_see_is_not_on_its_card(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan", off_budget=True, why="It broke", secret="hush hush", note="between us")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    shown = page(browser_of("boris"), case)
    assert "It broke" in shown
    assert "hush hush" not in shown
    assert "between us" not in shown
    assert "hush hush" in page(browser_of("ivan"), case)


def test_markup_and_template_code_are_shown_letter_by_letter(act: Acting, browser_of: Browser) -> None:
    case = act.sent("ivan", subject=MARKUP, note=MARKUP)
    act.remark("tamara", case, MARKUP)
    act.return_("galina", case, MARKUP)
    browser_of("ivan").post(f"/requests/{case}/comment/", {"text": MARKUP, "press": "c1"})
    shown = page(browser_of("ivan"), case)
    assert shown.count(SHOWN) >= 6
    assert "<script>window" not in shown
    for address in ("/my-requests/", f"/requests/{case}/edit/", f"/requests/{case}/route/"):
        assert "<script>window" not in browser_of("ivan").get(address).content.decode()


def test_a_return_without_a_reason_is_refused_in_place(
    act: Acting, halfway: int, browser_of: Browser
) -> None:
    answer = press(browser_of("galina"), act, "galina", halfway, "return", reason="  ")
    assert answer.status_code == 422
    assert "Say why." in answer.content.decode()
    assert act.asked(halfway) == {"galina"}


def test_who_comes_second_is_told_who_was_first_and_keeps_his_text(
    act: Acting, halfway: int, browser_of: Browser
) -> None:
    task, client = act.task("galina", halfway), browser_of("galina")
    act.approve("galina", halfway)
    body = {"revision": str(revision(halfway)), "press": "late", "reason": "Too dear"}
    answer = client.post(f"/requests/{halfway}/tasks/{task}/return/", body)
    assert answer.status_code == 409
    assert "Already decided by Galina" in answer.content.decode()
    assert Decision.objects.filter(task=task).count() == 1


def test_the_same_press_twice_decides_once(act: Acting, halfway: int, browser_of: Browser) -> None:
    task, client = act.task("galina", halfway), browser_of("galina")
    body = {"revision": str(revision(halfway)), "press": "once"}
    answers = [
        client.post(f"/requests/{halfway}/tasks/{task}/approve/", body).status_code for _time in range(2)
    ]
    assert answers == [302, 302]
    assert Decision.objects.filter(task=task).count() == 1


def test_opening_it_marks_nothing_as_seen_until_the_page_says_so(halfway: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    page(client, halfway)
    assert Look.objects.count() == 0
    assert client.post(f"/requests/{halfway}/looked/").status_code == 204
    assert Look.objects.count() == 1


def test_what_happened_since_one_looked_stands_on_top(act: Acting, halfway: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    client.post(f"/requests/{halfway}/looked/")
    assert "Since you last looked" not in page(client, halfway)
    act.approve("galina", halfway)
    assert "Since you last looked" in page(client, halfway)


def test_once_it_is_said_the_browser_forgets_its_copy(halfway: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    said = {"text": "Hello", "press": "c1", "keep": "comment-1-2"}
    assert client.post(f"/requests/{halfway}/comment/", said).cookies["placet-kept"].value == "comment-1-2"
    refused = client.post(f"/requests/{halfway}/comment/", {**said, "text": "", "press": "c2"})
    assert "placet-kept" not in refused.cookies
    foreign = client.post(f"/requests/{halfway}/comment/", {**said, "press": "c3", "keep": "x; Domain=evil"})
    assert "placet-kept" not in foreign.cookies


@pytest.mark.parametrize("verb", ["approve", "return", "decline", "take"])
def test_opening_an_act_by_its_address_does_nothing_and_says_so(
    verb: str, act: Acting, halfway: int, browser_of: Browser
) -> None:
    answer = browser_of("galina").get(f"/requests/{halfway}/tasks/{act.task('galina', halfway)}/{verb}/")
    assert answer.status_code == 405
    assert "Nothing was done" in answer.content.decode()
    assert f'href="/requests/{halfway}/">To the request</a>' in answer.content.decode()
    assert act.asked(halfway) == {"galina"}


def test_who_edits_sees_before_saving_whose_sign_offs_may_fall(act: Acting, browser_of: Browser) -> None:
    """ROUTING 24."""
    install(text=PURCHASE.replace("edits: [opinion]", "edits: [opinion, amount]"))
    case = act.sent("ivan", off_budget=True, why="It broke")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    shown = " ".join(page(browser_of("boris"), case).split())
    assert "If you change “Amount”, these may be asked again: Tamara, Galina, Fedor, Egor." in shown
    assert "If you change “Opinion”" not in shown
    values = {"opinion": "Dearer", "amount": {"amount": "140.00", "currency": "RUB"}}
    act.approve("boris", case, values=values)
    assert act.asked(case) == {"tamara"}
