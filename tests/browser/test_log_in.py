"""The first page that everybody meets."""

from playwright.sync_api import Page, expect

from tests.running import Platform


def test_a_stranger_is_asked_who_he_is(page: Page, demo: Platform) -> None:
    page.goto(demo.address)
    expect(page).to_have_title("Sign in - Placet")
    page.get_by_label("E-mail or personnel number").fill("nobody@meridian.example")
    page.get_by_label("Password").fill("guess")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("No active employee has this e-mail or number and password")).to_be_visible()
