"""The main jobs by the keyboard alone; one always sees where one is and hears what happens by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from designer.packages.install import install
from flows.models import Case, Decision, Remark
from org.models import Employee
from outbox.jobs import carry
from tests.browser.keys import Keys
from tests.browser.phones import Phones
from tests.flows.acting import Acting, decisions
from tests.flows.conftest import PURCHASE

Sit = Callable[[str | None], Keys]


@pytest.fixture
def sit(chromium: Browser, phones: Phones) -> Iterator[Sit]:
    """Somebody at his desk, with a keyboard only. Where he stood unseen fails the test."""
    desks: list[Keys] = []

    def at(who: str | None) -> Keys:
        context = chromium.new_context(
            locale="en-GB", viewport={"width": 1280, "height": 900}, base_url=phones.address
        )
        context.set_default_timeout(15_000)
        phones.contexts.append(context)
        if who is not None:
            phones.give_session(context, who)
        desks.append(Keys(context.new_page()))
        return desks[-1]

    yield at
    assert [place for desk in desks for place in desk.unseen] == []


def pocket(phones: Phones, who: str) -> Keys:
    """A phone-sized page with a keyboard."""
    return Keys(phones.of(who).page)


# -- in and about --------------------------------------------------------------------------------------------


def test_one_logs_in(sit: Sit, act: Acting) -> None:
    tamara = Employee.objects.get(code="tamara")
    tamara.set_password("placet-demo")
    tamara.save(update_fields=["password"])
    desk = sit(None)
    desk.page.goto("/login/")
    expect(desk.page.get_by_label("E-mail or personnel number")).to_be_focused()
    desk.type("tamara")
    desk.fill(desk.page.get_by_label("Password"), "placet-demo")
    desk.activate(desk.page.get_by_label("Remember this device"), "Space")
    desk.activate(desk.button("Sign in"))
    expect(desk.page).to_have_title("My tasks - Placet")


def test_the_first_tab_skips_the_menu(sit: Sit, act: Acting) -> None:
    act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto("/tasks/")
    desk.press("Tab")
    expect(desk.link("Skip to main content")).to_be_focused()
    desk.press("Enter")
    expect(desk.page.locator("#main")).to_be_focused()
    desk.press("Tab")
    assert desk.here.evaluate("one => !!one.closest('#main')")


def test_no_page_keeps_the_keyboard(sit: Sit, act: Acting) -> None:
    """From the first thing on a card to the last and out again, and nothing is passed unseen."""
    case = act.sent("ivan", urgent=True)
    desk = sit("tamara")
    desk.page.goto(f"/requests/{case}/")
    desk.tab_to(desk.button("Comment"))
    desk.tab_to(desk.button("Make a copy"))
    desk.tab_to(desk.link("Skip to main content"))


# -- a request -----------------------------------------------------------------------------------------------


def test_a_request_is_started_filled_in_and_sent(sit: Sit, act: Acting) -> None:
    desk = sit("ivan")
    desk.page.goto("/new/")
    desk.activate(desk.page.get_by_role("button", name="Purchases"))
    desk.fill(desk.page.get_by_label("Subject"), "Chairs")
    desk.fill(desk.page.get_by_label("Amount"), "100")
    desk.tab_to(desk.page.get_by_label("Supplier"))
    desk.type("Ac")
    desk.activate(desk.button("Next: check the route"))
    desk.activate(desk.button("Send"))
    expect(desk.page.locator(".messages")).to_contain_text("Sent.")
    expect(desk.heard()).to_contain_text("Sent.")
    assert [(one.title, one.state) for one in Case.objects.all()] == [("Chairs", "running")]


def test_what_appears_by_itself_is_heard_and_the_focus_stays(sit: Sit, act: Acting) -> None:
    desk = sit("ivan")
    desk.page.goto(f"/requests/{act.draft('ivan')}/edit/")
    box = desk.page.get_by_label("Off budget")
    desk.activate(box, "Space")
    expect(desk.page.get_by_label("Why")).to_be_visible()
    expect(desk.heard()).to_have_text("Why")
    expect(box).to_be_focused()
    desk.press("Tab")
    expect(desk.page.get_by_label("Why")).to_be_focused()


def test_after_a_refusal_one_stands_in_the_first_wrong_field(sit: Sit, act: Acting) -> None:
    desk = sit("ivan")
    desk.page.goto(f"/requests/{act.draft('ivan', off_budget=True)}/edit/")
    desk.activate(desk.button("Next: check the route"))
    why = desk.page.get_by_label("Why")
    expect(why).to_be_focused()
    expect(why).to_have_attribute("aria-invalid", "true")
    expect(why).to_have_accessible_description("Fill this in.")
    assert Case.objects.get().state == "draft"


def test_a_search_opens_with_the_arrows_and_closes_with_escape(sit: Sit, act: Acting) -> None:
    case = act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto(f"/requests/{case}/")
    desk.activate(desk.page.locator("summary", has_text="Give to somebody else"))
    whom = desk.page.get_by_label("To whom")
    desk.tab_to(whom)
    expect(desk.page.get_by_role("listbox")).to_be_visible()
    desk.press("Escape")
    expect(desk.page.get_by_role("listbox")).to_be_hidden()
    expect(whom).to_be_focused()
    desk.press("ArrowDown", "Enter")
    expect(whom).not_to_have_value("")


# -- decisions -----------------------------------------------------------------------------------------------


def test_it_is_approved_with_a_remark(sit: Sit, act: Acting) -> None:
    case = act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto("/tasks/")
    desk.activate(desk.link("Chairs"))
    desk.activate(desk.page.locator("summary", has_text="Approve with remarks"))
    desk.fill(desk.page.get_by_label("Remark", exact=True), "Which colour?")
    desk.activate(desk.button("Approve with these remarks"))
    expect(desk.page.locator(".messages")).to_contain_text("Approved with remarks")
    assert decisions(case) == [("tamara", "approve_with_remarks")]
    assert Remark.objects.get().text == "Which colour?"


def test_several_are_ticked_and_approved(sit: Sit, act: Acting) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    cases = [act.sent("ivan", subject="Chairs"), act.sent("ivan", subject="Lamps")]
    desk = sit("tamara")
    desk.page.goto("/tasks/")
    desk.tab_to(desk.link("Chairs"))
    desk.press("x")
    expect(desk.heard()).to_have_text("Selected: 1 · RUB 100.00")
    desk.activate(desk.page.get_by_label("Select Purchase No. P-2026-002 Lamps"), "Space")
    expect(desk.heard()).to_have_text("Selected: 2 · RUB 200.00")
    desk.activate(desk.button("Approve selected…"))
    desk.activate(desk.button("Approve all 2"))
    expect(desk.page.locator(".messages")).to_contain_text("2 approved, RUB 200.00")
    assert [decisions(case) for case in cases] == [[("tamara", "approve")]] * 2


def test_it_is_returned_on_a_small_screen(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    desk = pocket(phones, "tamara")
    desk.page.goto(f"/requests/{case}/")
    desk.activate(desk.button("Return"))
    expect(desk.page.get_by_role("dialog", name="Your approval is asked")).to_be_visible()
    expect(desk.page.get_by_label("What must be changed")).to_be_focused()
    desk.press("Escape")
    expect(desk.button("Return")).to_be_focused()
    assert decisions(case) == []
    desk.press("Enter")
    desk.type("Too dear")
    desk.activate(desk.button("Return it to the requester"))
    expect(desk.page.locator(".messages")).to_contain_text("Returned for rework")
    assert list(Decision.objects.values_list("by__code", "reason")) == [("tamara", "Too dear")]
    assert desk.unseen == []


def test_escape_leaves_the_keyboard_where_it_was_on_a_small_screen(phones: Phones, act: Acting) -> None:
    """The shell's own sidebar would take it."""
    act.sent("ivan")
    desk = pocket(phones, "tamara")
    desk.page.goto("/processes/purchase/list/?urgent=on")
    search = desk.page.get_by_role("searchbox")
    desk.tab_to(search)
    desk.press("Escape")
    desk.page.wait_for_timeout(100)
    expect(search).to_be_focused()
    save = desk.page.locator(".b-pop > summary").first
    desk.activate(save)
    expect(desk.page.locator(".b-pop__box").first).to_be_visible()
    desk.press("Escape")
    expect(desk.page.locator(".b-pop__box").first).to_be_hidden()
    expect(save).to_be_focused()


def test_a_refused_answer_leads_to_its_reason(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    desk = pocket(phones, "tamara")
    desk.page.goto(f"/requests/{case}/")
    desk.activate(desk.button("Return"))
    desk.type("   ")
    desk.activate(desk.button("Return it to the requester"))
    reason = desk.page.get_by_label("What must be changed")
    expect(reason).to_have_accessible_description("Say why.")
    expect(reason).to_be_focused()
    assert decisions(case) == []


def test_that_it_is_being_sent_is_heard(sit: Sit, act: Acting) -> None:
    case = act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto(f"/requests/{case}/")
    desk.page.context.set_offline(True)
    desk.activate(desk.button("Approve"))
    expect(desk.heard()).to_have_text(
        "1 decision is being sent… There is no network; it is kept on this device."
    )
    desk.page.context.set_offline(False)
    expect(desk.page.locator(".messages")).to_contain_text("Approved.")
    assert decisions(case) == [("tamara", "approve")]


# -- the board and the bell ----------------------------------------------------------------------------------


def test_a_card_is_opened_from_the_board(sit: Sit, act: Acting) -> None:
    case = act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto("/processes/purchase/")
    desk.activate(desk.link("Chairs"))
    expect(desk.page.locator(".p-hero")).to_be_visible()
    assert desk.page.url.endswith(f"/requests/{case}/")


def test_a_box_of_the_list_closes_with_escape(sit: Sit, act: Acting) -> None:
    act.sent("ivan")
    desk = sit("tamara")
    desk.page.goto("/processes/purchase/list/?urgent=on")
    save = desk.page.locator(".b-pop > summary").first
    desk.activate(save)
    expect(desk.page.locator(".b-pop__box").first).to_be_visible()
    desk.press("Escape")
    expect(desk.page.locator(".b-pop__box").first).to_be_hidden()
    expect(save).to_be_focused()


def test_a_notice_is_opened_from_the_bell(sit: Sit, act: Acting) -> None:
    case = act.sent("ivan")
    carry()
    desk = sit("tamara")
    desk.page.goto("/my-requests/")
    bell = desk.page.locator("[data-bell]")
    expect(bell).to_have_accessible_name("Notices 1 unread notice")
    desk.activate(bell)
    desk.activate(desk.page.locator(".p-notice__open").first)
    expect(desk.page.locator(".p-hero")).to_be_visible()
    assert desk.page.url.endswith(f"/requests/{case}/")
