"""The office as people use it: they log in, click and type. Fields are found by their labels and buttons by
their words, never by the codes of a process."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

PASSWORD = "placet-demo"


@dataclass
class Office:
    """Everybody works in a browser of his own, all on one platform."""

    chromium: Browser
    address: str
    wrong: list[str] = field(default_factory=list)

    def log_in(self, who: str) -> Desk:
        """By personnel number, through the log-in page."""
        context = self.chromium.new_context(
            locale="en-GB",
            timezone_id="Europe/Moscow",
            viewport={"width": 1280, "height": 900},
            base_url=self.address,
        )
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._listen)
        page.goto("/")
        page.get_by_label("E-mail or personnel number").fill(who)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_title("My tasks - Placet")
        return Desk(page)

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which Chromium reports as an error of the network.
        if message.type == "error" and not message.text.startswith(("Failed to load resource", "htmx:")):
            self.wrong.append(message.text)


@dataclass
class Desk:
    """One person at work."""

    page: Page

    def go_to(self, entry: str) -> None:
        """By the menu; a number of waiting tasks may stand behind the name."""
        name = re.compile(rf"^{re.escape(entry)}\s*\d*$")
        self.page.locator(".sidebar").get_by_role("link", name=name).click()

    def start(self, process: str) -> None:
        """New request → the process."""
        self.go_to("New request")
        self.page.locator(".p-tile", has=self.page.get_by_text(process, exact=True)).click()
        expect(self.page.get_by_role("button", name="Next: check the route")).to_be_visible()

    # -- forms -----------------------------------------------------------------------------------------

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*\*?$"))

    def fill(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """From a short list, or by a search when the list is long."""
        target = self.field(label)
        if target.evaluate("one => one.tagName") == "SELECT":
            target.select_option(label=option)
            return
        target.click()
        target.press_sequentially(option[:12])
        self.page.get_by_role("option", name=option).first.click()

    def tick(self, label: str) -> None:
        self.field(label).check()

    def attach(self, label: str, file: Path) -> None:
        self.field(label).set_input_files(file)
        expect(self.page.get_by_role("link", name=file.name)).to_be_visible()

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()

    def check_route(self) -> list[str]:
        """On to the named route; who stands on it, in order."""
        self.press("Next: check the route")
        expect(self.page).to_have_title("Check the route - Placet")
        return self.route()

    # -- the route, on the check and on the card -----------------------------------------------------------

    def route(self) -> list[str]:
        """Who stands on the route that is shown, each place as one line."""
        places = self.page.locator(".p-place__who:visible")
        expect(places.first).to_be_visible()
        return [" ".join(text.split()) for text in places.all_inner_texts()]

    def place(self, name: str) -> Locator:
        """Everything said of one place."""
        return self.page.locator(".p-place:visible", has_text=name)

    # -- tasks ------------------------------------------------------------------------------------------

    def open_task(self, request: str) -> None:
        """My tasks → the request, by its name ("Invoice No. 1")."""
        self.go_to("My tasks")
        self._row(request).get_by_role("link").click()
        expect(self.page.locator(".p-hero")).to_be_visible()

    def approve(self) -> None:
        self.press("Approve")
        self.is_told("Approved.")

    def approve_with_remark(self, remark: str) -> None:
        self.page.locator("summary", has_text="Approve with remarks").click()
        self.page.get_by_label("Remark", exact=True).fill(remark)
        self.press("Approve with these remarks")
        self.is_told("Approved with remarks")

    def return_it(self, reason: str) -> None:
        self.page.locator("summary", has_text="Return for rework").click()
        self.page.get_by_label("What must be changed").fill(reason)
        self.press("Return it to the requester")
        self.is_told("Returned for rework")

    def answer_remark(self, text: str) -> None:
        self.page.get_by_label("How, or why not").first.fill(text)
        self.press("Answer")

    # -- the board ---------------------------------------------------------------------------------------

    def open_board(self, process: str) -> None:
        """By the name of the process in the menu."""
        self.go_to(process)
        expect(self.page.locator(".b-board")).to_be_visible()

    def column(self, stage: str) -> Locator:
        """Everything in the column of a stage."""
        heading = self.page.get_by_role("heading", level=2, name=re.compile(rf"^{re.escape(stage)} \d"))
        return self.page.locator(".b-column", has=heading)

    def card(self, stage: str, request: str) -> Locator:
        """A request in the column of a stage."""
        return self.column(stage).locator(".b-card", has_text=request)

    # -- what is seen ------------------------------------------------------------------------------------

    def is_told(self, sentence: str) -> None:
        expect(self.page.locator(".messages")).to_contain_text(sentence)

    def sees(self, text: str) -> None:
        expect(self.page.locator(".p-page")).to_contain_text(text)

    def has_no_task(self, request: str) -> None:
        self.go_to("My tasks")
        expect(self.page).to_have_title("My tasks - Placet")
        expect(self._row(request)).to_have_count(0)

    def open_own(self, request: str) -> None:
        """My requests → the request."""
        self.go_to("My requests")
        self._row(request).first.get_by_role("link").click()

    def name_of_request(self) -> str:
        """What the card that is open calls it: "Invoice No. 1"."""
        expect(self.page.locator(".p-hero")).to_be_visible()
        return self.page.get_by_role("heading", level=1).inner_text()

    def _row(self, request: str) -> Locator:
        return self.page.locator(".p-table tbody tr", has_text=request)
