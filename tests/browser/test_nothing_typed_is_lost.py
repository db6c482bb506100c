"""A session that ends in the middle of a form; markup that somebody types where others read it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.office import PASSWORD, Office
from tests.browser.test_story_invoice import LEBEDEV, office

__all__ = ["office"]

MARKUP = "<img src=x onerror='window.__x=1'><script>window.__x=1</script> {{7*7}}"


def test_what_was_typed_survives_a_session_that_ended(office: Office) -> None:  # noqa: F811
    requester = office.log_in(LEBEDEV)
    requester.start("Invoices")
    requester.fill("Number of the invoice", "A-77")
    requester.fill("Comment", MARKUP)
    requester.page.context.clear_cookies(name="sessionid")
    requester.press("Next: check the route")
    requester.page.get_by_label("E-mail or personnel number").fill(LEBEDEV)
    requester.page.get_by_label("Password").fill(PASSWORD)
    requester.press("Sign in")
    requester.sees("What you had typed here and not saved is back.")
    expect(requester.field("Number of the invoice")).to_have_value("A-77")
    expect(requester.field("Comment")).to_have_value(MARKUP)


def test_markup_that_was_typed_is_read_letter_by_letter(office: Office) -> None:  # noqa: F811
    requester = office.log_in(LEBEDEV)
    requester.start("Invoices")
    requester.fill("Number of the invoice", MARKUP[:60])
    requester.fill("Comment", MARKUP)
    requester.press("Save draft")
    requester.is_told("The draft is saved.")
    expect(requester.field("Comment")).to_have_value(MARKUP)
    assert requester.page.evaluate("window.__x") is None
