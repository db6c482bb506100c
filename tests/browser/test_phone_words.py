"""What a phone lists can be read: no word is broken inside, no cell lies over another, in Russian, too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from common import clock
from designer.packages.install import install
from org.models import Employee
from tests.browser.phones import Phones
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)

BROKEN = """() => { const found = [], range = document.createRange();
    for (const cell of document.querySelectorAll(".p-table td")) {
        const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/[^\\s-]+/g)) {
                range.setStart(texts.currentNode, word.index);
                range.setEnd(texts.currentNode, word.index + word[0].length);
                const lines = [...range.getClientRects()].map((one) => Math.round(one.top));
                if (new Set(lines).size > 1) found.push(word[0]);
            } }
    return found; }"""
OVERLAID = """() => { const found = [], range = document.createRange();
    const boxes = (cell) => { range.selectNodeContents(cell); return [...range.getClientRects()]; };
    const over = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1
        && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
    for (const row of document.querySelectorAll(".p-table tbody tr")) {
        const cells = [...row.querySelectorAll("td:not(.p-pick)")];
        cells.forEach((cell, at) => cells.slice(at + 1).forEach((next) => {
            if (boxes(cell).some((one) => boxes(next).some((other) => over(one, other))))
                found.push(`${cell.innerText} | ${next.innerText}`); })); }
    return found; }"""
STAGES = {"Approval": "Согласование", "Accounting": "Бухгалтерия"}


@pytest.fixture
def russian(act: Acting) -> Acting:
    """Two overdue requests, one of them in accounting, and people who read Russian."""
    text = PURCHASE
    for label, said in STAGES.items():
        text = text.replace(f"label: {label}", f"label: {{en: {label}, ru: {said}}}")
    install(text=text)
    Employee.objects.update(language="ru")
    Employee.objects.filter(code="ivan").update(last_name="Константинопольский")
    with clock.frozen(NOW - timedelta(days=4)):
        act.sent("ivan", subject="Ремонт", urgent=True, amount={"amount": "1234567.00", "currency": "RUB"})
        act.sent("ivan", subject="Бумага")
    return act


def unreadable(page: Page) -> tuple[list[str], list[str]]:
    """Words that are broken inside, and cells that lie over each other."""
    assert page.locator(".p-table tbody tr").count() >= 2
    return page.evaluate(BROKEN), page.evaluate(OVERLAID)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize(
    ("who", "url"),
    [("ivan", "/processes/purchase/list/"), ("ivan", "/my-requests/"), ("tamara", "/tasks/")],
)
def test_no_word_of_a_list_is_broken(russian: Acting, phones: Phones, who: str, url: str, width: int) -> None:
    phone = phones.of(who, width=width)
    phone.page.goto(url)
    assert unreadable(phone.page) == ([], [])
    assert phone.overflow() <= 0


def test_what_is_overdue_stands_on_its_own_line(russian: Acting, phones: Phones) -> None:
    page = phones.of("ivan").page
    page.goto("/processes/purchase/list/")
    row = page.locator(".p-table tbody tr", has_text="Бумага")
    sent = row.locator("td[data-label=отправлено]").bounding_box()
    due = row.locator("td[data-label=срок]").bounding_box()
    assert sent is not None and due is not None
    assert due["y"] >= sent["y"] + sent["height"]
    assert "просрочено" in row.locator("td[data-label=срок]").inner_text()
