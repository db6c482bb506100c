"""What axe-core finds on a page: the things over which somebody who sees little or nothing would stumble."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """async (rules) => {
    const only = rules ? { runOnly: { type: "rule", values: rules } } : {};
    const options = { resultTypes: ["violations"], ...only };
    const found = await window.axe.run(document, options);
    return found.violations.flatMap((one) => one.nodes.map((node) => ({
        rule: one.id, impact: node.impact || one.impact || "", selector: node.target.flat().join(" "),
        html: node.html.slice(0, 300), said: node.failureSummary || "" }))); }"""

STILL = """() => { if (document.getElementById("still")) return;
    const style = document.head.appendChild(document.createElement("style"));
    style.id = "still";
    style.textContent = "*, ::before, ::after { transition: none !important; animation: none !important }";
    }"""


@dataclass(frozen=True)
class Found:
    """One thing that is wrong. `html`: how it begins; `said`: what axe-core advises."""

    rule: str
    impact: str
    selector: str
    html: str
    said: str

    def __str__(self) -> str:
        return f"{self.impact} {self.rule}: {self.selector} {self.html} [{' '.join(self.said.split())}]"


@dataclass(frozen=True)
class Known:
    """A defect of Wagtail's own markup. `html`: a pattern of how the thing begins; `page`: where it surely
    is; `why`: whose it is and why it harms nobody."""

    rule: str
    html: str
    page: str
    why: str

    def is_it(self, found: Found) -> bool:
        return found.rule == self.rule and re.search(self.html, found.html) is not None


KNOWN: tuple[Known, ...] = ()


def found_on(page: Page, *rules: str) -> list[Found]:
    """What is wrong on the page as it is now, however little; only by these rules, when any are named."""
    page.evaluate(STILL)
    if not page.evaluate("() => !!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return [Found(**one) for one in page.evaluate(RUN, list(rules) or None)]


def in_both_lights(page: Page) -> list[Found]:
    """By day all rules, by night the colours again: nothing else changes."""
    page.emulate_media(color_scheme="light")
    by_day = found_on(page)
    page.emulate_media(color_scheme="dark")
    by_night = found_on(page, "color-contrast", "link-in-text-block")
    page.emulate_media(color_scheme="light")
    return [*by_day, *by_night]


def not_known(found: list[Found]) -> Iterator[str]:
    """Each once, in words, but what is Wagtail's own."""
    told = {str(one): one for one in found}
    yield from (text for text, one in told.items() if not any(known.is_it(one) for known in KNOWN))


def ours(page: Page) -> list[str]:
    """What we have to mend on the page as it is now."""
    return list(not_known(in_both_lights(page)))
