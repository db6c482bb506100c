"""Who may open which page; opening changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.permissions.addresses import TABLE, urls
from tests.permissions.office import ROLES, Scene, fingerprint

Browser = Callable[[str], Client]


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_whom_it_should(role: str, scene: Scene, browser_of: Browser) -> None:
    client, before = browser_of(role), fingerprint()
    found = {name: client.get(url).status_code for name, url in urls(scene)}
    assert found == {name: TABLE[name][0][role] for name in found}
    assert fingerprint() == before, "a GET changed something"
