"""Chromium, and a platform with its demo to look at. Stories touch no table: they log in, click and type."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tests import running
from tests.browser.phones import Phones, at_the_company
from tests.flows.acting import Acting
from tests.flows.conftest import act, people

__all__ = ["act", "people"]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives Chromium."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all stories."""
    found = next(
        (path for name in (os.environ.get("CHROMIUM", ""), *NAMES) if (path := shutil.which(name))), None
    )
    assert found, "The browser tests need Chromium: sudo apt-get install chromium"
    # Playwright's loop runs in this thread from now on; Django would take all that follows for asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo() -> Iterator[running.Platform]:
    """A running platform with its demo company, for all stories of this worker."""
    with running.platform(demo=True) as platform:
        platform.start()
        yield platform


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh profile; a script error or a refused script or style fails the test."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
    yield page
    context.close()
    assert wrong == []


def _is_wrong(message: ConsoleMessage) -> bool:
    # A refused form answers 4xx, which Chromium reports as an error of the network.
    return message.type == "error" and not message.text.startswith("Failed to load resource")


@pytest.fixture
def phones(chromium: Browser, live_server: Any, act: Acting) -> Iterator[Phones]:
    """Phones at a small company on this very database."""
    with at_the_company():
        found = Phones(chromium, live_server.url)
        yield found
        found.close()
