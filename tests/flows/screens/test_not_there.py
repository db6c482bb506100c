"""What is not there: our own page, whether somebody is logged in or not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client


@pytest.mark.parametrize("address", ["/requests/999999/", "/org/units/999999/", "/nowhere/", "/requests/x/"])
def test_what_is_not_there_has_our_own_page(address: str, browser_of: Callable[[str], Client]) -> None:
    answer = browser_of("ivan").get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "<h1>There is no such page</h1>" in page
    assert "Wagtail" not in page
