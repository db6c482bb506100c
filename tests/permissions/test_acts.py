"""Who may press what; what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.permissions.addresses import TABLE, undone, urls
from tests.permissions.office import ROLES, Scene, body, fingerprint

Browser = Callable[[str], Client]


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_done_for_whom_it_should(role: str, scene: Scene, browser_of: Browser) -> None:
    client, found, before = browser_of(role), dict[str, int](), fingerprint()
    for name, url in urls(scene):
        with undone():
            found[name] = client.post(url, body(name, scene)).status_code
            if found[name] >= 400:
                assert fingerprint() == before, f"{name} refused, and changed something"
        if name == "wagtailadmin_logout":
            client = browser_of(role)
    assert found == {name: TABLE[name][1][role] for name in found}
