"""A phone in somebody's hand: 390 by 844 pixels, touched with a finger, on the small company of the tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from common import clock
from org.models import Employee
from tests.personas import NOW

WIDTH, HEIGHT = 390, 844


def set_clock(moment: datetime) -> None:
    """It is this moment from now on, in the server's threads, too."""
    Path(os.environ[clock.FILE]).write_text(str((moment - clock.unshifted()) / timedelta(seconds=1)))


@contextmanager
def at_the_company() -> Iterator[None]:
    """The server's threads have the time of the test."""
    set_clock(NOW)
    try:
        yield
    finally:
        Path(os.environ[clock.FILE]).unlink(missing_ok=True)


@dataclass
class Phones:
    """Everybody has one of his own."""

    chromium: Browser
    address: str
    dark: bool = False
    contexts: list[BrowserContext] = field(default_factory=list)

    def of(self, who: str | None, *, width: int = WIDTH) -> Phone:
        """Logged in already; None: nobody is."""
        context = self.chromium.new_context(
            locale="en-GB",
            viewport={"width": width, "height": HEIGHT},
            base_url=self.address,
            has_touch=True,
            is_mobile=True,
            color_scheme="dark" if self.dark else "light",
        )
        context.set_default_timeout(15_000)
        if who is not None:
            self.give_session(context, who)
        self.contexts.append(context)
        return Phone(context, context.new_page())

    def give_session(self, context: BrowserContext, who: str) -> None:
        client = Client()
        client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": self.address}])

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@dataclass
class Phone:
    """What a thumb does, and how often."""

    context: BrowserContext
    page: Page
    taps: int = 0

    def tap(self, where: Locator) -> None:
        self.taps += 1
        where.tap()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def on_first_screen(self, what: Locator) -> bool:
        """Whether it can be read without scrolling: on the screen, and nothing lies over its middle."""
        box = what.bounding_box()
        if box is None or box["y"] < 0 or box["y"] + box["height"] > HEIGHT or box["x"] < 0:
            return False
        return bool(
            what.evaluate("""one => { const box = one.getBoundingClientRect();
                const seen = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return !!seen && (one.contains(seen) || seen.contains(one)); }""")
        )

    def overflow(self) -> int:
        """How many pixels the page is too wide. The shell scrolls inside `main` and cuts off what is wider
        there, so that counts, too."""
        return int(
            self.page.evaluate("""() => { const main = document.querySelector("main.content-wrapper");
                return Math.max(document.documentElement.scrollWidth - innerWidth,
                    main ? main.scrollWidth - main.clientWidth : 0); }""")
        )

    def scroll_to_end(self) -> None:
        self.page.locator("main.content-wrapper").evaluate("one => one.scrollTo(0, 1e6)")
