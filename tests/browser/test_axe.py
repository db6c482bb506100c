"""axe-core finds nothing on any page of the permission table, by day and by night."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from tests.browser.axe import ours
from tests.browser.phones import Phone, Phones
from tests.browser.test_phone import READERS, shown_to
from tests.flows.acting import Acting
from tests.permissions.office import ROLES, Scene, set_scene

pytestmark = pytest.mark.check

DESK = 1280


@pytest.fixture
def scene(act: Acting) -> Scene:
    """With a request that is urgent and has remarks."""
    found = set_scene(act)
    act.remark("tamara", act.sent("ivan", subject="Lamps", urgent=True), "Which colour?")
    return found


def wrong_at(phone: Phone, url: str) -> list[str]:
    """What is wrong at an address; nothing when it is a file."""
    try:
        answer = phone.page.goto(url, wait_until="load")
    except Error as error:
        assert "Download is starting" in str(error)
        return []
    if answer is None or "text/html" not in answer.headers.get("content-type", ""):
        return []
    # A part of a page is looked at within the page that takes it in.
    return ours(phone.page) if phone.page.locator("body > *").count() and phone.page.title() else []


@pytest.mark.parametrize("role", READERS)
def test_nothing_is_wrong_on_any_page(role: str, phones: Phones, scene: Scene) -> None:
    phone = phones.of(ROLES[role], width=DESK)
    wrong = {name: found for name, url in shown_to(role, scene) if (found := wrong_at(phone, url))}
    assert wrong == {}
