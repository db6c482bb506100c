"""What is late: from the notice straight to the two forms, also when somebody has to log in first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from common import clock
from flows import overdue
from flows.models import Event, Task
from org.models import Employee
from outbox.jobs import carry
from tests.browser.phones import HEIGHT, Phone, Phones, set_clock
from tests.flows.acting import Acting
from tests.personas import NOW


@pytest.fixture
def late(phones: Phones, act: Acting) -> int:
    """A request that tamara has left lying for two days; the task."""
    case = act.sent("ivan")
    later = NOW + timedelta(days=2)
    set_clock(later)
    with clock.frozen(later):
        overdue.tell()
        carry()
    return Task.objects.get(process=case).pk


def aimed_at(phone: Phone, name: str) -> None:
    """The button is on the screen, and it is what the address points at."""
    button = phone.button(name)
    expect(button).to_be_in_viewport()
    assert button.evaluate("one => one.matches(':target')") is True
    box = button.bounding_box()
    assert box is not None and 50 < box["y"] < HEIGHT - box["height"]


@pytest.mark.parametrize(("way", "form"), [("Remind", "remind"), ("Ask for a substitute", "substitute")])
def test_the_notice_leads_straight_to_the_form(
    way: str, form: str, late: int, phones: Phones, act: Acting
) -> None:
    phone = phones.of("ivan")
    phone.page.goto("/notices/")
    phone.tap(phone.page.get_by_role("link", name=way))
    expect(phone.page).to_have_url(f"{phones.address}/requests/{case_of(late)}/#{form}-{late}")
    aimed_at(phone, way)
    assert not Event.objects.filter(kind__in=["reminded", "substitute_asked"]).exists()


def case_of(task: int) -> int:
    return Task.objects.get(pk=task).process_id


def test_only_whoever_waits_for_it_is_offered_the_two(late: int, phones: Phones) -> None:
    phone = phones.of("tamara")
    phone.page.goto("/notices/")
    expect(phone.page.locator(".p-notice--bad")).to_have_count(1)
    expect(phone.page.get_by_role("link", name="Remind")).to_have_count(0)


def test_a_part_of_the_card_is_found_again_after_the_log_in(late: int, phones: Phones) -> None:
    ivan = Employee.objects.get(code="ivan")
    ivan.set_password("secret-of-ivan")
    ivan.save(update_fields=["password"])
    phone, case = phones.of(None), case_of(late)
    phone.page.goto(f"/requests/{case}/#substitute-{late}")
    for password in ("wrong", "secret-of-ivan"):
        phone.page.get_by_label("E-mail or personnel number").fill("ivan")
        phone.page.get_by_label("Password").fill(password)
        phone.tap(phone.page.get_by_role("button", name="Sign in"))
        if password == "wrong":
            expect(phone.page.get_by_text("No active employee has this")).to_be_visible()
    expect(phone.page).to_have_url(f"{phones.address}/requests/{case}/#substitute-{late}")
    aimed_at(phone, "Ask for a substitute")


def test_a_part_that_is_no_plain_name_is_not_kept(late: int, phones: Phones) -> None:
    phone = phones.of(None)
    phone.page.goto('/login/?next=/tasks/#a"><b>')
    phone.tap(phone.page.get_by_role("button", name="Sign in"))
    expect(phone.page.locator("input[name=next]")).to_have_value("/tasks/")
