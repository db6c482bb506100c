"""What is printed and verified, on a phone."""

from __future__ import annotations

import os

from playwright.sync_api import expect

from flows.files import keep_made
from flows.models import Document, PrintOrder
from outbox import jobs
from tests.browser.phones import Phone, Phones
from tests.flows.acting import Acting
from tests.permissions.office import PDF


def seen(phone: Phone, name: str) -> None:
    """A picture of the screen, for who asks for it."""
    if folder := os.environ.get("PLACET_SCREENSHOTS"):
        phone.page.screenshot(path=f"{folder}/{name}.png")


def approved(act: Acting) -> int:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    jobs.carry_slow()
    return case


def test_what_is_printed_opens_with_one_tap_or_enter(phones: Phones, act: Acting) -> None:
    phone = phones.of("ivan")
    phone.page.goto(f"/requests/{approved(act)}/")
    seen(phone, "card")
    phone.tap(phone.button("Print: Русский"))
    expect(phone.page.get_by_text("It is being printed…")).to_be_visible()
    made = {"state": "made", "sha256": keep_made(PDF), "name": "Sheet.pdf", "size": len(PDF), "pages": 1}
    PrintOrder.objects.update(**made)
    opens = phone.page.get_by_role("link", name="Open", exact=True)
    expect(opens).to_be_focused()
    seen(phone, "printed")
    assert phone.on_first_screen(opens) and phone.overflow() == 0
    assert (opens.get_attribute("href") or "").endswith("/file/?open=1")


def test_contents_are_checked_without_leaving_the_page(phones: Phones, act: Acting) -> None:
    case, phone = approved(act), phones.of("ivan")
    phone.page.goto(f"/verify/{Document.objects.get(case=case).head}/")
    expect(phone.page.get_by_text("Genuine")).to_be_visible()
    phone.tap(phone.button("Check the contents"))
    expect(phone.page.get_by_text("1 content read: it is, byte by byte, what was stored.")).to_be_visible()
    seen(phone, "verified")
    assert phone.overflow() == 0
