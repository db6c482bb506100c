"""Somebody who has no mouse: everything is reached by Tab and pressed by Enter or the space bar."""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.browser.axe import STILL

MOST = 160

SEEN = """one => {
    const own = getComputedStyle(one);  // a date has several places for the keyboard and would begin anew
    if (/date|time/.test(one.type)) return own.outlineStyle !== "none" || own.boxShadow !== "none";
    const parts = [one, one.nextElementSibling, one.parentElement,
        one.closest(".b-card, .p-drop, label, tr")];
    const look = (part, pseudo) => { const style = getComputedStyle(part, pseudo);
        return [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join(); };
    const looks = () => parts.filter((part) => part).map((part) => look(part) + look(part, "::after")).join();
    const focused = looks();
    one.blur();
    const left = looks();
    one.focus({ preventScroll: true });
    return focused !== left; }"""

WHAT = """one => `${one.tagName.toLowerCase()}${one.id ? "#" + one.id : ""}.${one.className} ${
    (one.getAttribute("aria-label") || one.textContent || "").trim().slice(0, 40)}`"""


@dataclass
class Keys:
    """A page under the keyboard. `unseen`: where the focus stood without being seen."""

    page: Page
    unseen: list[str] = field(default_factory=list)

    @property
    def here(self) -> Locator:
        return self.page.locator("*:focus")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, what: Locator, *, back: bool = False) -> None:
        """On with Tab until it is reached; a trap or something out of reach fails."""
        what.first.wait_for(state="attached")
        for _ in range(MOST):
            if what.first.evaluate("one => one === document.activeElement"):
                self.look()
                return
            self.press("Shift+Tab" if back else "Tab")
            self.look()
        raise AssertionError(f"Tab never reaches {what}; the focus stands at {self.where()}")

    def where(self) -> str:
        return str(self.here.evaluate(WHAT)) if self.here.count() else "nothing"

    def look(self) -> None:
        """Whether one sees where one is: something there, or right around it, looks otherwise without it."""
        self.page.evaluate(STILL)
        if self.here.count() and not self.here.evaluate(SEEN):
            self.unseen.append(self.where())

    def activate(self, what: Locator, key: str = "Enter") -> None:
        self.tab_to(what)
        self.press(key)

    def fill(self, what: Locator, text: str) -> None:
        self.tab_to(what)
        self.type(text)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name)

    def heard(self) -> Locator:
        """What a screen reader is told without being asked."""
        return self.page.locator("[data-heard]")
