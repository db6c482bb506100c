"""The head of a page: its way is shown, one step back stands beside the title, nothing covers a message."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.phones import Phones
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)

MARGINS = """one => { const drawn = getComputedStyle(one, "::before");
    return [drawn.marginTop, drawn.marginBottom].map(parseFloat); }"""
UNDER_THE_MENU = """text => { const range = document.createRange(); range.selectNodeContents(text);
    const menu = document.querySelector(".sidebar-nav-toggle").getBoundingClientRect();
    return [...range.getClientRects()].filter((one) => one.left < menu.right && one.top < menu.bottom)
        .length; }"""


def middle(what: Locator) -> float:
    box = what.bounding_box()
    assert box is not None
    return box["y"] + box["height"] / 2


def test_the_step_back_stands_in_the_line_of_the_title(act: Acting, phones: Phones) -> None:
    page = phones.of("ivan").page
    page.goto(f"/requests/{act.sent('ivan', subject='Paper')}/")
    steps = page.locator(".w-breadcrumbs li:visible")
    expect(steps).to_have_count(2)
    back = steps.first.locator("a")
    above, below = back.evaluate(MARGINS)
    assert above == pytest.approx(below, abs=1) and above > 0
    assert middle(back) == pytest.approx(middle(steps.last), abs=2)


@pytest.mark.parametrize("url", ["/requests/{case}/", "/my-requests/repeating/"])
def test_the_way_to_a_page_needs_no_unfolding(act: Acting, phones: Phones, url: str) -> None:
    page = phones.of("ivan", width=1280).page
    page.goto(url.format(case=act.sent("ivan", subject="Paper")))
    expect(page.locator(".w-breadcrumbs li:visible")).to_have_count(2)
    expect(page.locator(".w-breadcrumbs > button")).to_be_hidden()


def test_the_menu_does_not_cover_what_was_said_after_a_decision(act: Acting, phones: Phones) -> None:
    case = act.sent("ivan", subject="Paper")
    phone = phones.of("tamara")
    phone.page.goto(f"/requests/{case}/")
    phone.tap(phone.button("Approve").locator("visible=true").first)
    said = phone.page.locator(".messages li")
    expect(said).to_contain_text("Approved.")
    said.evaluate("one => one.append(' It goes on to the next place by itself.'.repeat(4))")
    assert said.evaluate(UNDER_THE_MENU) == 0
    menu = phone.page.locator(".sidebar-nav-toggle").bounding_box()
    assert menu is not None and (menu["x"], menu["y"]) == (0, 0)
