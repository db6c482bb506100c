"""Ticked by hand, by the keyboard and all at once; the bar counts and adds up while one ticks."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from designer.packages.install import install
from org.models import Employee
from tests.browser.phones import Phones
from tests.flows.acting import Acting, decisions, kinds
from tests.flows.conftest import PURCHASE
from tests.personas import change

pytestmark = pytest.mark.django_db(transaction=True)


def test_tasks_are_ticked_counted_restated_and_approved(phones: Phones, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    chairs = act.sent("ivan", subject="Chairs", amount={"amount": "1200000", "currency": "RUB"})
    lamps = act.sent("ivan", subject="Lamps", amount={"amount": "3000.50", "currency": "USD"})
    desks = act.sent("karim", subject="Desks", amount={"amount": "0.10", "currency": "RUB"})
    page = phones.of("tamara", width=1280).page
    page.goto(f"{phones.address}/tasks/")
    bar = page.locator("[data-bulk]")
    expect(bar).to_be_hidden()
    page.get_by_label("Select Purchase No. P-2026-001 Chairs").check()
    expect(bar.locator("output")).to_have_text("Selected: 1 · RUB 1,200,000.00")
    page.get_by_role("link", name="Lamps").focus()
    page.keyboard.press("x")
    expect(bar.locator("output")).to_have_text("Selected: 2 · RUB 1,200,000.00 and $3,000.50")
    page.get_by_label("All that can be approved together").check()
    expect(bar.locator("output")).to_contain_text("Selected: 3 · RUB 1,200,000.10")
    page.get_by_label("Select Purchase No. P-2026-003 Desks").uncheck()
    page.get_by_role("button", name="Approve selected…").click()
    expect(page.get_by_role("heading", name="You approve 2 requests")).to_be_visible()
    page.get_by_role("button", name="Approve all 2").click()
    expect(page.get_by_text("2 approved")).to_be_visible()
    approved = [("tamara", "approve")]
    assert [decisions(case) for case in (chairs, lamps, desks)] == [approved, approved, []]


def test_going_back_forward_and_loading_again_sends_nothing_twice(phones: Phones, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    chairs, lamps = act.sent("ivan", subject="Chairs"), act.sent("ivan", subject="Lamps")
    page = phones.of("tamara", width=1280).page
    page.goto(f"{phones.address}/tasks/")
    page.get_by_label("All that can be approved together").check()
    page.get_by_role("button", name="Approve selected…").click()
    restated = page.get_by_role("heading", name="You approve 2 requests")
    expect(restated).to_be_visible()
    page.reload()
    expect(restated).to_be_visible()
    page.get_by_role("button", name="Approve all 2").click()
    expect(page.get_by_text("2 approved")).to_be_visible()
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name="2 requests are approved")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(f"{phones.address}/tasks/")
    page.go_forward()
    expect(page.get_by_role("heading", name="2 requests are approved")).to_be_visible()
    approved = ["started", "sent", "decided"]
    assert (kinds(chairs), kinds(lamps)) == (approved, approved)


def test_on_a_phone_nothing_of_it_is_too_wide(phones: Phones, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    for number in range(3):
        act.sent("ivan", subject=f"Chairs of a long name {number}", urgent=True)
    phone = phones.of("tamara")
    phone.page.goto(f"{phones.address}/tasks/")
    phone.page.get_by_label("All that can be approved together").check()
    expect(phone.button("Approve selected…")).to_be_in_viewport()
    assert phone.overflow() == 0
    phone.button("Approve selected…").click()
    expect(phone.button("Approve all 3")).to_be_in_viewport()
    assert phone.overflow() == 0


def test_without_a_network_nothing_is_sent_and_all_stays_ticked(phones: Phones, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    case, phone = act.sent("ivan", subject="Chairs"), phones.of("tamara")
    phone.page.goto("/tasks/")
    tick = phone.page.get_by_label("Select Purchase No. P-2026-001 Chairs")
    tick.check()
    for name in ("Approve selected…", "Approve it"):
        phone.context.set_offline(True)
        phone.tap(phone.button(name))
        said = phone.page.locator("[data-no-network]")
        expect(said).to_contain_text("There is no network: nothing was sent.")
        expect(said).to_be_visible()
        assert phone.overflow() <= 0
        assert decisions(case) == []
        phone.context.set_offline(False)
        phone.tap(phone.button(name))
        expect(phone.button(name)).to_be_hidden()
    expect(phone.page.get_by_text("1 approved")).to_be_visible()
    assert decisions(case) == [("tamara", "approve")]


def test_in_russian_ticked_tasks_are_counted_and_added_up(phones: Phones, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    change(Employee, "tamara", language="ru")
    act.sent("ivan", subject="Стулья", amount={"amount": "125000.50", "currency": "RUB"})
    act.sent("ivan", subject="Лампы", amount={"amount": "36700", "currency": "RUB"})
    page = phones.of("tamara", width=1280).page
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{phones.address}/tasks/")
    said = page.locator("[data-bulk] output")
    page.get_by_label("Стулья").check()
    expect(said).to_have_text("Выбрано: 1 · 125 000,50 ₽")
    page.get_by_label("Лампы").check()
    expect(said).to_have_text("Выбрано: 2 · 161 700,50 ₽")
    page.get_by_label("Стулья").uncheck()
    expect(said).to_have_text("Выбрано: 1 · 36 700,00 ₽")
    assert wrong == []
