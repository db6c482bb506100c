"""What no plain address shows: forms with mistakes, refused acts, full lists, things that open."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from designer.packages.install import install
from flows import actions, jobs
from outbox.jobs import carry
from outbox.models import Item
from tests.browser.axe import KNOWN, found_on, ours
from tests.browser.phones import WIDTH, Phone, Phones
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.permissions.office import set_scene

pytestmark = pytest.mark.check

SIZES = pytest.mark.parametrize("width", [1280, WIDTH])
CHOICES = """
        - {code: colour, label: Colour, type: choice, required: true, options: [
            {code: red, label: Red}, {code: blue, label: Blue}]}
        - {code: parts, label: Parts, type: choices, required: true, options: [
            {code: arms, label: Arms}, {code: wheels, label: Wheels}]}
        - {code: note,"""


def sound(phone: Phone) -> None:
    assert ours(phone.page) == []


def drawn(act: Acting, **values: object) -> int:
    """A request of ivan's with a photo, of which the worker has drawn a picture."""
    case, photo = act.draft("ivan", **values), io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(photo, "PNG")
    photo.seek(0)
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="photo.png", content=photo)
    act.send("ivan", case)
    for item in Item.objects.filter(kind="preview"):
        jobs.preview(item)
    return case


@SIZES
def test_the_log_in_and_a_refused_one(phones: Phones, act: Acting, width: int) -> None:
    phone = phones.of(None, width=width)
    phone.page.goto("/login/")
    sound(phone)
    phone.page.get_by_label("E-mail or personnel number").fill("nobody")
    phone.page.get_by_label("Password").fill("wrong")
    phone.button("Sign in").click()
    expect(phone.page.get_by_text("No active employee has this")).to_be_visible()
    sound(phone)


@SIZES
def test_a_form_with_mistakes(phones: Phones, act: Acting, width: int) -> None:
    install(text=PURCHASE.replace("\n        - {code: note,", CHOICES))
    phone = phones.of("ivan", width=width)
    phone.page.goto(f"/requests/{act.draft('ivan', off_budget=True)}/edit/")
    sound(phone)
    phone.button("Next: check the route").click()
    expect(phone.page.get_by_text("What is wrong stands at each field below.")).to_be_visible()
    sound(phone)


@SIZES
def test_the_card_of_who_is_asked(phones: Phones, act: Acting, width: int) -> None:
    phone = phones.of("tamara", width=width)
    phone.page.goto(f"/requests/{drawn(act, urgent=True, off_budget=True, why='It broke')}/")
    expect(phone.page.get_by_role("img", name="First page of photo.png")).to_be_attached()
    sound(phone)
    phone.page.get_by_role("button", name="Show photo.png larger").click()
    expect(phone.page.get_by_role("dialog", name="Picture of the file")).to_be_visible()
    sound(phone)


@SIZES
def test_a_refused_answer(phones: Phones, act: Acting, width: int) -> None:
    phone = phones.of("tamara", width=width)
    phone.page.goto(f"/requests/{act.sent('ivan')}/")
    opener = (
        phone.page.locator("summary", has_text="Return for rework") if width > 800 else phone.button("Return")
    )
    opener.click()
    phone.page.get_by_label("What must be changed").fill("   ")
    phone.button("Return it to the requester").click()
    expect(phone.page.get_by_text("Say why.").first).to_be_visible()
    sound(phone)


def test_what_was_returned_with_remarks_goes_out_again(phones: Phones, act: Acting) -> None:
    case = act.sent("ivan")
    act.remark("tamara", case, "Which colour?")
    act.return_("galina", case)
    phone = phones.of("ivan", width=1280)
    for page in ("", "edit/", "route/"):
        phone.page.goto(f"/requests/{case}/{page}")
        sound(phone)


@SIZES
def test_the_board_with_cards_and_a_filtered_list(phones: Phones, act: Acting, width: int) -> None:
    act.sent("ivan", urgent=True)
    act.return_("tamara", act.sent("ivan", subject="Lamps"))
    act.chain(act.sent("karim", subject="Desks"), "tamara", "galina")
    phone = phones.of("tamara", width=width)
    for page in ("", "list/?urgent=on", "list/?stage=nowhere"):
        phone.page.goto(f"/processes/purchase/{page}")
        sound(phone)


@SIZES
def test_several_ticked_and_restated(phones: Phones, act: Acting, width: int) -> None:
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))
    act.sent("ivan"), act.sent("ivan", subject="Lamps", urgent=True)
    phone = phones.of("tamara", width=width)
    phone.page.goto("/tasks/")
    phone.page.get_by_label("All that can be approved together").check()
    sound(phone)
    phone.button("Approve selected…").click()
    expect(phone.button("Approve all 2")).to_be_visible()
    sound(phone)
    phone.button("Approve all 2").click()
    expect(phone.page.locator(".messages")).to_contain_text("2 approved")
    sound(phone)


@SIZES
def test_notices_and_what_was_not_delivered(phones: Phones, act: Acting, width: int) -> None:
    set_scene(act)
    carry()
    item = Item.objects.order_by("pk").first()
    assert item is not None
    Item.objects.filter(pk=item.pk).update(state=Item.State.DEAD, problem="Connection refused", attempts=8)
    for who, page in (("galina", "/notices/"), ("pavel", "/notices/undelivered/")):
        phone = phones.of(who, width=width)
        phone.page.goto(page)
        expect(phone.page.locator(".p-empty")).to_have_count(0)
        sound(phone)


def test_a_decision_that_waits_for_the_network(phones: Phones, act: Acting) -> None:
    phone = phones.of("tamara")
    phone.page.goto(f"/requests/{act.sent('ivan')}/")
    phone.context.set_offline(True)
    phone.button("Approve").click()
    expect(phone.page.locator("[data-sending-bar]")).to_be_visible()
    sound(phone)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_look_that_one_chose_whatever_the_computer_says(phones: Phones, act: Acting, theme: str) -> None:
    UserProfile.objects.update_or_create(user_id=act.people.tamara, defaults={"theme": theme})
    phone = phones.of("tamara", width=1280)
    phone.page.goto(f"/requests/{act.sent('ivan', urgent=True)}/")
    paper = "getComputedStyle(document.querySelector('.p-card')).backgroundColor"
    shown = {
        phone.page.emulate_media(color_scheme=one) or phone.page.evaluate(paper) for one in ("light", "dark")
    }
    assert shown == ({"rgb(255, 255, 255)"} if theme == "light" else {"rgb(36, 40, 48)"})
    sound(phone)


PLANTED = """() => document.querySelector(".p-page").insertAdjacentHTML("beforeend",
    "<img src='x'><p style='background: light-dark(#fff, #222); color: light-dark(#000, #333)'>Dim</p>")"""


def test_what_is_planted_is_found_by_day_and_by_night(phones: Phones, act: Acting) -> None:
    phone = phones.of("tamara", width=1280)
    phone.page.goto("/tasks/")
    phone.page.evaluate(PLANTED)
    assert [text.split(":")[0] for text in ours(phone.page)] == [
        "critical image-alt",
        "serious color-contrast",
    ]


def test_what_is_known_of_the_shell_is_still_there(phones: Phones, act: Acting) -> None:
    """Whatever was mended meanwhile leaves the list."""
    phone = phones.of("tamara", width=1280)
    gone = []
    for known in KNOWN:
        phone.page.goto(known.page)
        if not any(known.is_it(one) for one in found_on(phone.page)):
            gone.append(known)
    assert gone == []
