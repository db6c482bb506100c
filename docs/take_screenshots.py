"""Takes the pictures of the documentation: `python docs/take_screenshots.py [address of a running demo]`.

Start the demo first (`make run`). An invoice is sent and decided on the way: use a demo of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tests.browser.conftest import FLAGS, NAMES  # noqa: E402
from tests.browser.office import Desk, Office  # noqa: E402
from tests.browser.test_story_invoice import (  # noqa: E402
    DMITRIEVA,
    LEBEDEV,
    MOROZOV,
    ROMANOVA,
    sends_an_urgent_invoice,
)

FOLDER = ROOT / "docs" / "screenshots"
WIDE, PHONE = {"width": 1400, "height": 900}, {"width": 390, "height": 844}


def take(page: Page, name: str, size: dict[str, int] = WIDE, *, dark: bool = False) -> None:
    """One picture of what is open."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark" if dark else "light")
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / f"{name}.png")


def pictures(browser: Browser, address: str) -> None:
    """The invoice's way, and what each of the people sees."""
    office = Office(browser, address)
    requester = office.log_in(LEBEDEV)
    invoice = sends_an_urgent_invoice(requester, "Invoices", FOLDER)
    (FOLDER / "invoice.pdf").unlink()
    head = office.log_in(ROMANOVA)
    head.open_task(invoice)
    head.approve_with_remark("Which car is it for?")
    substitute = office.log_in(MOROZOV)
    take(substitute.page, "tasks")
    substitute.open_task(invoice)
    substitute.approve()
    director: Desk = office.log_in(DMITRIEVA)
    take(director.page, "tasks-phone", PHONE)
    director.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    director.open_task(invoice)
    take(director.page, "card")
    take(director.page, "card-dark", dark=True)
    take(director.page, "card-phone", PHONE)


def main() -> None:
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    chromium = next(path for name in NAMES if (path := shutil.which(name)))
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        pictures(playwright.chromium.launch(executable_path=chromium, args=FLAGS), address)


if __name__ == "__main__":
    main()
