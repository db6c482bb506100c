"""The office as people use it: they log in, click and type. Fields are found by their labels and buttons by
their words, never by the codes of a process. The words of the interface are those of the catalogue in the
language that is spoken; the methods say them in English."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser.phones import HEIGHT, WIDTH

PASSWORD = "placet-demo"
PRINTING = 120_000
"""So many milliseconds the worker may take."""
LOCALES = {"en": "en-GB", "ru": "ru-RU"}
READ = """(() => { const told = ["aria-label", "placeholder", "title"];
    const tell = () => window.placetRead([document.title, document.body.innerText,
        ...[...document.querySelectorAll("[aria-label], [placeholder], [title]")]
            .flatMap((one) => told.map((name) => one.getAttribute(name) || ""))].join("\\n"));
    addEventListener("load", tell); addEventListener("htmx:afterSwap", tell); })()"""
"""Each page tells what can be read on it, now and after each change that the server sends."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": WIDTH, "height": HEIGHT}, "has_touch": True, "is_mobile": True}


def said(english: str, language: str, **values: object) -> str:
    """A text of the interface as this language has it."""
    with override(language):
        return gettext(english) % values if values else gettext(english)


@dataclass
class Office:
    """Everybody works in a browser of his own, all on one platform and in one language. `wrong` is what the
    browsers complained of, `read` the address of each page that was seen and what stood on it."""

    chromium: Browser
    address: str
    language: str = "en"
    wrong: list[str] = field(default_factory=list)
    read: list[tuple[str, str]] = field(default_factory=list)

    def log_in(self, who: str, *, phone: bool = False) -> Desk:
        """By personnel number, through the log-in page."""
        desk = self.opens(phone=phone)
        desk.page.goto("/")
        desk.logs_in(who)
        expect(desk.page).to_have_title(desk.title("My tasks"))
        return desk

    def opens(self, *, phone: bool = False) -> Desk:
        """A browser of somebody who has not logged in yet."""
        context = self.chromium.new_context(
            locale=LOCALES[self.language],
            timezone_id="Europe/Moscow",
            base_url=self.address,
            **(PHONE if phone else DESKTOP),
        )
        context.set_default_timeout(20_000)
        context.expose_binding(
            "placetRead", lambda source, text: self.read.append((source["page"].url, text))
        )
        context.add_init_script(READ)
        page = context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._listen)
        return Desk(page, self.language, phone)

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which Chromium reports as an error of the network.
        if message.type == "error" and not message.text.startswith(("Failed to load resource", "htmx:")):
            self.wrong.append(message.text)


@dataclass
class Desk:
    """One person at work."""

    page: Page
    language: str = "en"
    phone: bool = False

    def said(self, english: str, **values: object) -> str:
        """A text of the interface as this person reads it."""
        return said(english, self.language, **values)

    def title(self, english: str) -> str:
        """Of a page."""
        return f"{self.said(english)} - Placet"

    def logs_in(self, who: str) -> None:
        """On the log-in page that is open."""
        self.page.get_by_label(self.said("E-mail or personnel number")).fill(who)
        self.page.get_by_label(self.said("Password")).fill(PASSWORD)
        self.page.get_by_role("button", name=self.said("Sign in")).click()

    def go_to(self, entry: str, *, under: str = "") -> None:
        """By the menu, unfolded on a phone; a number of waiting tasks may stand behind the name. `under` is
        the entry that unfolds it."""
        name = re.compile(rf"^{re.escape(self.said(entry))}\s*\d*$")
        menu = self.page.locator(".sidebar")
        if self.phone:
            self.page.locator(".sidebar-nav-toggle[aria-expanded=false]").click()
        if under:
            menu.get_by_role("button", name=self.said(under), exact=True).click()
        menu.get_by_role("link", name=name).click()

    def start(self, process: str) -> None:
        """New request → the process."""
        self.go_to("New request")
        self.page.locator(".p-tile", has=self.page.get_by_text(process, exact=True)).click()
        expect(self.button("Next: check the route")).to_be_visible()

    # -- forms -----------------------------------------------------------------------------------------

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(self.said(label))}\s*\*?$"))

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

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=self.said(name), exact=True)

    def press(self, button: str) -> None:
        self.button(button).click()

    def check_route(self) -> list[str]:
        """On to the named route; who stands on it, in order."""
        self.press("Next: check the route")
        expect(self.page).to_have_title(self.title("Check the route"))
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
        self.unfold("Approve with remarks")
        self.page.get_by_label(self.said("Remark"), exact=True).fill(remark)
        self.press("Approve with these remarks")
        self.is_told("Approved with remarks. The requester will answer each of them.")

    def unfold(self, act: str) -> None:
        """An act with questions of its own."""
        self.page.locator("summary", has_text=self.said(act)).locator("visible=true").click()

    def return_it(self, reason: str) -> None:
        self.unfold("Return for rework")
        self.page.get_by_label(self.said("What must be changed")).fill(reason)
        self.press("Return it to the requester")
        self.is_told("Returned for rework. The requester has been told.")

    def answer_remark(self, text: str) -> None:
        self.page.get_by_label(self.said("How, or why not")).first.fill(text)
        self.press("Answer")

    def open_notice(self) -> None:
        """With two taps: the bell, then what it says first."""
        self.page.get_by_role("link", name=self.said("Notices")).locator("visible=true").first.tap()
        self.page.locator(".p-notice__open").first.tap()
        expect(self.page.locator(".p-hero")).to_be_visible()

    # -- documents ---------------------------------------------------------------------------------------

    def takes(self, name: str | re.Pattern[str]) -> bytes:
        """Follow a link to a file."""
        with self.page.expect_download(timeout=PRINTING) as download:
            self.page.get_by_role("link", name=name).click(timeout=PRINTING)
        return Path(download.value.path()).read_bytes()

    def has_printed(self, button: str) -> bytes:
        """Order something from the worker, and take it when it is ready."""
        self.press(button)
        self.page.wait_for_url("**/print/*/", timeout=PRINTING)
        return self.takes(self.said("Download"))

    # -- assistants --------------------------------------------------------------------------------------

    def enter_assistant(self, boss: str, assistant: str) -> None:
        """As an editor of the company; both by last and first name."""
        self.go_to("Assistants", under="Company")
        self.page.get_by_role("link", name=self.said("New assistant")).click()
        self.choose("Boss", boss)
        self.choose("Assistant", assistant)
        self.press("Save")
        self.is_told("Saved.")

    def open_tasks_of(self, boss: str) -> None:
        """As his assistant."""
        self.go_to(self.said("Tasks of {boss}").format(boss=boss))
        expect(self.page.locator(".p-page")).to_contain_text(boss)

    def enter_absence(self, boss: str, substitute: str, first: str, last: str) -> None:
        """As his assistant; days as YYYY-MM-DD."""
        self.open_tasks_of(boss)
        self.page.locator(".p-page").get_by_role("link", name=self.said("Absences")).click()
        self.page.get_by_role("link", name=self.said("New absence")).click()
        self.fill("First day", first)
        self.fill("Last day", last)
        self.choose("Substitute", substitute)
        self.press("Save")
        self.is_told("Saved.")

    def enter_approval_from_paper(self, code: str, scan: Path) -> None:
        """On the page of the boss's tasks."""
        self.page.get_by_role("link", name=self.said("Enter a decision from paper")).click()
        self.page.get_by_role("radio", name=self.said("approved").capitalize(), exact=True).check()
        self.fill("Code on the sheet", code)
        self.field("Scan or photo of the sheet").set_input_files(scan)
        self.press("Enter the decision")

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
        expect(self.page.locator(".messages")).to_contain_text(self.said(sentence))

    def sees(self, text: str) -> None:
        expect(self.page.locator(".p-page")).to_contain_text(self.said(text))

    def has_no_task(self, request: str) -> None:
        self.go_to("My tasks")
        expect(self.page).to_have_title(self.title("My tasks"))
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
