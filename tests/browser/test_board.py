"""The board and its list on a phone: one column at a time, nothing beyond the edge."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phones import Phones
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Invoice for the very long and winding repair of everything " * 3


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_phone_shows_one_column_at_a_time(act: Acting, phones: Phones) -> None:
    act.draft("ivan", subject="Unsent")
    act.sent("ivan", subject=LONG, amount={"amount": "123456789.00", "currency": "RUB"}, urgent=True)
    page = phones.of("ivan").page
    page.goto("/processes/purchase/")
    assert fits(page)
    expect(page.get_by_role("link", name="Unsent")).to_be_visible()
    page.get_by_role("link", name="Approval 1").click()
    expect(page.get_by_role("link", name="Unsent")).to_be_hidden()
    expect(page.get_by_role("link", name="Invoice for the very long")).to_be_visible()
    assert fits(page)


def test_a_view_is_saved_and_opened_again(act: Acting, phones: Phones) -> None:
    act.sent("ivan", subject="Calm")
    act.sent("ivan", subject="Pressing", urgent=True)
    page = phones.of("ivan").page
    page.goto("/processes/purchase/list/")
    page.locator(".p-toggle", has_text="Urgent").click()
    expect(page.get_by_role("link", name="Calm")).to_have_count(0)
    page.get_by_text("Save as a view").click()
    page.get_by_label("Name").fill("What burns")
    page.get_by_label("Open the list with this view").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="What burns")).to_be_visible()
    page.goto("/processes/purchase/list/")
    expect(page.get_by_role("link", name="Pressing")).to_be_visible()
    expect(page.get_by_role("link", name="Calm")).to_have_count(0)
    assert fits(page)
