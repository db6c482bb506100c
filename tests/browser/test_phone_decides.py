"""A decision on a phone: all at a glance, three taps from the notice, kept when there is no network."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from designer.packages import install
from flows import actions, jobs
from flows.models import Comment, Decision
from org.actions import deactivate_employee
from outbox.jobs import carry
from outbox.models import Item
from tests.browser.phones import HEIGHT, Phone, Phones
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.running import wait_until


def held(phones: Phones, who: str, case: int) -> Phone:
    """With the card of a request open."""
    phone = phones.of(who)
    phone.page.goto(f"/requests/{case}/")
    expect(phone.button("Approve")).to_be_visible()
    return phone


def decided(case: int) -> list[tuple[str, str]]:
    return list(Decision.objects.filter(case=case).values_list("by__code", "outcome"))


def bar(phone: Phone) -> Locator:
    return phone.page.locator("[data-sending-bar]")


def all_is_sent(page: Page) -> None:
    kept = "Object.keys(localStorage).filter((one) => one.startsWith('placet:sending')).length"
    wait_until(lambda: page.evaluate(kept) == 0)


def no_network(phone: Phone) -> None:
    phone.context.set_offline(True)


def attached(act: Acting, case: int, name: str, pages: int = 1) -> None:
    written, writer = io.BytesIO(), pypdf.PdfWriter()
    for number in range(pages):
        writer.add_blank_page(595, 842 + number + len(name))
    writer.write(written)
    actions.attach(
        case=case,
        actor=act.people.ivan,
        field="papers",
        name=name,
        content=io.BytesIO(written.getvalue()),
    )


def draw_pictures() -> None:
    """As the worker does."""
    for item in Item.objects.filter(kind="preview"):
        jobs.preview(item)


BUDGET = """{code: budget, type: choice, label: {en: Budget}, default: within, options: [
    {code: within, label: {en: In budget}}, {code: beyond, label: {en: Beyond budget}}]}"""


@pytest.fixture
def marked(phones: Phones) -> None:
    """Off budget and the budget are marks of this process, and it says which field explains what."""
    marks = "marks: [off_budget, budget], reasons: [{of: urgent, field: note}, {of: off_budget, field: why}]"
    text = PURCHASE.replace("[supplier]}", f"[supplier, subject], {marks}}}")
    install(text=text.replace("        - {code: urgent,", f"        - {BUDGET}\n        - {{code: urgent,"))


def all_on_first_screen(phone: Phone, *texts: str) -> None:
    page = phone.page.locator(".p-page")
    for text in texts:
        shown = page.get_by_text(text).locator("visible=true").first
        assert phone.on_first_screen(shown), text


def test_the_first_screen_says_all_that_is_needed(marked: None, phones: Phones, act: Acting) -> None:
    case = act.sent("ivan", urgent=True, off_budget=True, why="It broke", note="The shop stands still")
    phone = held(phones, "tamara", case)
    all_on_first_screen(phone, "100.00", "Chairs", "Acme", "Ivan", "urgent", "Off budget", "In budget")
    all_on_first_screen(phone, "The shop stands still", "It broke")
    assert phone.on_first_screen(phone.page.locator(".w-slim-header li").last)
    for name in ("Approve", "Return", "More"):
        assert phone.on_first_screen(phone.button(name)), name
        box = phone.button(name).bounding_box()
        assert box is not None and box["height"] >= 44
    assert phone.overflow() <= 0


def test_the_requester_sees_the_amount_first_too(marked: None, phones: Phones, act: Acting) -> None:
    phone = phones.of("ivan")
    phone.page.goto(f"/requests/{act.sent('ivan')}/")
    amount, chip = phone.page.locator(".p-hero__amount"), phone.page.get_by_text("In budget").first
    all_on_first_screen(phone, "100.00", "Chairs", "Acme", "In budget")
    first, then = amount.bounding_box(), chip.bounding_box()
    assert first is not None and then is not None and first["y"] < then["y"]


def test_the_head_says_its_title_whole_with_a_step_back(phones: Phones, act: Acting) -> None:
    phone = held(phones, "tamara", act.sent("ivan"))
    head = phone.page.locator(".w-slim-header")
    title = head.locator("li").last
    assert title.evaluate("one => one.scrollWidth <= one.clientWidth + 1") is True
    box = title.bounding_box()
    assert box is not None and box["x"] >= 50 and box["x"] + box["width"] <= 340
    expect(head.locator("button")).to_be_hidden()
    phone.tap(head.get_by_role("link", name="My tasks"))
    expect(phone.page).to_have_title("My tasks - Placet")


def test_the_answers_cover_nothing(phones: Phones, act: Acting) -> None:
    phone = held(phones, "tamara", act.sent("ivan"))
    phone.scroll_to_end()
    last = phone.page.locator(".p-page .p-card").last.bounding_box()
    answers = phone.page.locator(".p-bar").bounding_box()
    assert last is not None and answers is not None
    assert last["y"] + last["height"] <= answers["y"]
    assert answers["y"] + answers["height"] == pytest.approx(HEIGHT, abs=1)


def test_the_answers_never_stand_in_the_page_first(phones: Phones, act: Acting) -> None:
    """While the page is still arriving the answers would otherwise jump from the page to its bottom."""
    case, phone = act.sent("ivan"), phones.of("tamara")
    phone.page.route(f"**/requests/{case}/", without_the_bar)
    phone.page.goto(f"/requests/{case}/")
    expect(phone.page.get_by_role("heading", name="Your approval is asked:")).to_be_visible()
    expect(phone.button("Approve")).to_have_count(0)


def without_the_bar(route: Route) -> None:
    """As far as the page had arrived before its answers at the bottom did."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().split('<div class="p-bar"')[0])


def test_three_taps_from_the_notice_to_the_decision(phones: Phones, act: Acting) -> None:
    first, second = act.sent("ivan", subject="First"), act.sent("ivan", subject="Second")
    phone = phones.of("tamara")
    phone.page.goto("/tasks/")
    link = phone.page.get_by_role("link", name="First")
    phone.tap(link)
    phone.tap(phone.button("Approve"))
    expect(phone.page.locator(".messages")).to_contain_text("Approved. 1 task is left.")
    assert phone.taps <= 3
    assert phone.page.url.endswith(f"/requests/{second}/")
    assert decided(first) == [("tamara", "approve")]
    assert decided(second) == []


def test_three_taps_from_the_bell_to_the_decision(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan", subject="Chairs")
    carry()
    phone = phones.of("tamara")
    phone.page.goto("/my-requests/")
    phone.tap(phone.page.get_by_role("link", name="Notices").locator("visible=true").first)
    phone.tap(phone.page.locator(".p-notice__open").first)
    phone.tap(phone.button("Approve"))
    expect(phone.page.locator(".messages")).to_contain_text("Approved.")
    assert (phone.taps, decided(case)) == (3, [("tamara", "approve")])


def test_it_is_returned_from_a_sheet_with_the_reason_in_focus(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.tap(phone.button("Return"))
    reason = phone.page.get_by_label("What must be changed")
    expect(reason).to_be_focused()
    reason.fill("Too dear")
    phone.tap(phone.button("Return it to the requester"))
    expect(phone.page.locator(".messages")).to_contain_text("Returned for rework")
    assert decided(case) == [("tamara", "return_for_rework")]


def test_the_other_answers_are_under_more(phones: Phones, act: Acting) -> None:
    phone = held(phones, "tamara", act.sent("ivan"))
    expect(phone.page.get_by_text("Approve with remarks", exact=True)).to_be_hidden()
    phone.tap(phone.button("More"))
    for name in ("Approve with remarks", "Return for rework", "Decline", "Give to somebody else"):
        expect(phone.page.locator("summary", has_text=name).first).to_be_visible()
    phone.page.keyboard.press("Escape")
    expect(phone.page.get_by_text("Approve with remarks", exact=True)).to_be_hidden()


def test_a_refused_answer_comes_back_open(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.tap(phone.button("Return"))
    phone.page.get_by_label("What must be changed").fill("   ")
    phone.tap(phone.button("Return it to the requester"))
    expect(phone.page.get_by_text("Say why.").first).to_be_visible()
    assert decided(case) == []


# -- without a network ---------------------------------------------------------------------------------------


def test_a_decision_without_a_network_is_kept_and_sent_once(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    no_network(phone)
    phone.tap(phone.button("Approve"))
    expect(phone.button("sending…")).to_be_visible()
    expect(bar(phone)).to_contain_text("1 decision is being sent…")
    expect(phone.button("sending…")).to_be_disabled()
    expect(phone.button("Return")).to_be_disabled()
    assert decided(case) == []
    phone.context.set_offline(False)
    expect(phone.page.locator(".messages")).to_contain_text("Approved.")
    assert decided(case) == [("tamara", "approve")]
    expect(bar(phone)).to_be_hidden()


def test_it_is_sent_from_the_next_page_when_this_one_was_closed(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    no_network(phone)
    phone.tap(phone.button("Approve"))
    expect(phone.button("sending…")).to_be_visible()
    phone.page.close()
    phone.context.set_offline(False)
    other = phone.context.new_page()
    other.goto("/my-requests/")
    expect(other.locator("[data-sending-bar]")).to_be_hidden()
    all_is_sent(other)
    assert decided(case) == [("tamara", "approve")]


def lost_after(route: Route) -> None:
    """The server has it, the answer never comes."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def test_an_answer_that_was_lost_decides_once(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.page.route("**/approve/", lost_after, times=1)
    phone.tap(phone.button("Approve"))
    expect(phone.page.locator(".messages")).to_contain_text("Approved.", timeout=20_000)
    assert decided(case) == [("tamara", "approve")]


def test_two_taps_decide_once(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.button("Approve").dblclick()
    expect(phone.page.locator(".messages")).to_contain_text("Approved.")
    assert decided(case) == [("tamara", "approve")]


def test_what_is_refused_later_is_said_with_the_reason_typed(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.tap(phone.button("Return"))
    phone.page.get_by_label("What must be changed").fill("Too dear for chairs")
    no_network(phone)
    phone.tap(phone.button("Return it to the requester"))
    expect(bar(phone)).to_contain_text("1 decision is being sent…")
    act.cancel("ivan", case)
    phone.context.set_offline(False)
    expect(bar(phone)).to_contain_text("Return for rework")
    expect(bar(phone)).to_contain_text("Too dear for chairs")
    phone.page.goto("/tasks/")
    expect(bar(phone).get_by_role("link")).to_have_attribute("href", f"/requests/{case}/")
    bar(phone).get_by_role("button", name="Dismiss").tap()
    expect(bar(phone)).to_be_hidden()
    assert decided(case) == []


def test_a_comment_without_a_network_is_kept_too(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    phone.page.get_by_label("Comment", exact=True).fill("Which colour?")
    no_network(phone)
    phone.tap(phone.button("Comment"))
    expect(bar(phone)).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.page.locator(".p-comment")).to_contain_text("Which colour?")
    assert Comment.objects.filter(case=case).count() == 1


def test_who_was_logged_out_is_told_and_nobody_else_sends_it(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone = held(phones, "tamara", case)
    no_network(phone)
    phone.tap(phone.button("Approve"))
    expect(bar(phone)).to_be_visible()
    phone.context.clear_cookies(name="sessionid")
    phone.context.set_offline(False)
    expect(bar(phone)).to_contain_text("You have been logged out")
    phones.give_session(phone.context, "galina")
    phone.page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.page.goto("/tasks/")
    expect(bar(phone)).to_be_hidden()
    assert decided(case) == []
    phones.give_session(phone.context, "tamara")
    phone.page.goto("/tasks/")
    all_is_sent(phone.page)
    assert decided(case) == [("tamara", "approve")]


# -- deactivation --------------------------------------------------------------------------------------------


def test_a_deactivated_persons_open_page_is_refused_at_once(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    phone, editor = held(phones, "tamara", case), phones.of("tamara")
    deactivate_employee(actor_id=None, code="tamara")
    phone.tap(phone.button("Approve"))
    expect(bar(phone)).to_contain_text("You have been logged out")
    editor.page.goto("/tasks/")
    expect(editor.page).to_have_title("Sign in - Placet")
    assert decided(case) == []


# -- pictures ------------------------------------------------------------------------------------------------


def test_pictures_of_the_files_open_zoom_and_swipe(phones: Phones, act: Acting) -> None:
    case = act.draft("ivan")
    attached(act, case, "one.pdf", pages=2)
    attached(act, case, "second.pdf")
    draw_pictures()
    act.send("ivan", case)
    phone = held(phones, "tamara", case)
    first = phone.page.get_by_role("img", name="First page of one.pdf")
    first.scroll_into_view_if_needed()
    expect(phone.page.get_by_text("The first of 2 pages")).to_be_visible()
    phone.tap(phone.page.get_by_role("button", name="Show one.pdf larger"))
    viewer = phone.page.get_by_role("dialog", name="Picture of the file")
    expect(viewer).to_contain_text("one.pdf (1/2)")
    viewer.get_by_role("button", name="Larger").tap()
    expect(viewer).to_have_attribute("data-scale", "1.50")
    phone.page.keyboard.press("-")
    expect(viewer).to_have_attribute("data-scale", "1.00")
    swipe(phone)
    expect(viewer).to_contain_text("second.pdf (2/2)")
    pinch(phone)
    assert float(viewer.get_attribute("data-scale") or 0) > 2
    phone.page.keyboard.press("Escape")
    expect(viewer).to_be_hidden()


def test_back_closes_the_picture_and_stays_on_the_card(phones: Phones, act: Acting) -> None:
    case = act.draft("ivan")
    attached(act, case, "one.pdf")
    draw_pictures()
    act.send("ivan", case)
    phone = phones.of("tamara")
    phone.page.goto("/tasks/")
    phone.page.goto(f"/requests/{case}/")
    viewer = phone.page.get_by_role("dialog", name="Picture of the file")
    for close in (phone.page.go_back, lambda: phone.page.keyboard.press("Escape")):
        phone.tap(phone.page.get_by_role("button", name="Show one.pdf larger"))
        expect(viewer).to_be_visible()
        close()
        expect(viewer).to_be_hidden()
        assert phone.page.url.endswith(f"/requests/{case}/")
    phone.page.wait_for_function("!history.state?.placetLook")
    phone.page.go_back()
    assert phone.page.url.endswith("/tasks/")


def fingers(phone: Phone) -> Callable[..., None]:
    session = phone.context.new_cdp_session(phone.page)

    def touch(kind: str, *points: tuple[int, int]) -> None:
        session.send(
            "Input.dispatchTouchEvent",
            {"type": kind, "touchPoints": [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(points)]},
        )

    return touch


def swipe(phone: Phone) -> None:
    touch = fingers(phone)
    touch("touchStart", (300, 400))
    touch("touchMove", (180, 402))
    touch("touchMove", (90, 404))
    touch("touchEnd")


def pinch(phone: Phone) -> None:
    touch = fingers(phone)
    touch("touchStart", (180, 400), (210, 400))
    touch("touchMove", (140, 400), (250, 400))
    touch("touchMove", (100, 400), (290, 400))
    touch("touchEnd")


def test_a_picture_that_is_being_prepared_appears_by_itself(phones: Phones, act: Acting) -> None:
    case = act.draft("ivan")
    attached(act, case, "one.pdf")
    act.send("ivan", case)
    phone = held(phones, "tamara", case)
    expect(phone.page.get_by_text("A picture of it is being prepared…")).to_be_visible()
    draw_pictures()
    expect(phone.page.get_by_role("img", name="First page of one.pdf")).to_be_visible(timeout=15_000)
