"""No page is wider than a phone: every address of the permission table that shows somebody a page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Error

from tests.browser.phones import Phone, Phones
from tests.flows.acting import Acting
from tests.permissions.addresses import TABLE, urls
from tests.permissions.office import ROLES, Scene, set_scene

pytestmark = pytest.mark.check

LONG = "Substitutionsgenehmigungsverfahren" * 4
READERS = [role for role in ROLES if role != "anonymous"]


@pytest.fixture
def scene(act: Acting) -> Scene:
    """With words that nothing breaks by itself."""
    found = set_scene(act)
    act.sent("ivan", subject=LONG, note=LONG, urgent=True)
    act.remark("tamara", act.sent("ivan", subject=f"{LONG}@example.com"), LONG)
    return found


def shown_to(role: str, scene: Scene) -> Iterator[tuple[str, str]]:
    """Addresses that show this role a page, but those that the role before sees just the same."""
    for name, url in urls(scene):
        answers = TABLE[name][0]
        first = next((one for one in ROLES if answers[one] == 200), "")
        if answers[role] == 200 and (first == role or role in ("requester", "approver", "company_editor")):
            yield name, url


def too_wide(phone: Phone, url: str) -> str:
    """What is wrong at an address: how many pixels, and the widest things; empty when it fits."""
    try:
        answer = phone.page.goto(url, wait_until="load")
    except Error as error:
        assert "Download is starting" in str(error)
        return ""
    if answer is None or "text/html" not in answer.headers.get("content-type", ""):
        return ""
    over = phone.overflow()
    return f"{over} px: {phone.page.evaluate(WIDEST)}" if over > 0 else ""


WIDEST = """() => [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect(); return box.width && box.right > innerWidth + 1; })
    .slice(0, 4).map((one) => `${one.tagName}.${one.className}`).join(" ")"""


@pytest.mark.parametrize("role", READERS)
def test_every_page_fits_a_phone(role: str, phones: Phones, scene: Scene) -> None:
    phone = phones.of(ROLES[role])
    wrong = {}
    for name, url in shown_to(role, scene):
        if found := too_wide(phone, url):
            wrong[name] = found
    assert wrong == {}


def test_the_log_in_fits_a_phone(phones: Phones, scene: Scene) -> None:
    phone = phones.of(None)
    assert {url: too_wide(phone, url) for url in ("/login/", "/invitation/unknown/")} == {
        "/login/": "",
        "/invitation/unknown/": "",
    }
