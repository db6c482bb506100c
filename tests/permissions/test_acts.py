"""Who may press what; what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.permissions.addresses import TABLE, undone, urls
from tests.permissions.office import ROLES, Scene, body, fingerprint

Browser = Callable[[str], Client]
ENDS_THE_SESSION = ("wagtailadmin_logout", "devices_end")
"""What these give the browser is undone with the rest, so it needs a new one."""


@pytest.mark.parametrize("role", ROLES)
def test_an_act_is_done_for_whom_it_should(role: str, scene: Scene, browser_of: Browser) -> None:
    client, found, before = browser_of(role), dict[str, int](), fingerprint()
    for name, url in urls(scene):
        with undone():
            found[name] = client.post(url, body(name, scene)).status_code
            if found[name] >= 400:
                assert fingerprint() == before, f"{name} refused, and changed something"
        if name in ENDS_THE_SESSION:
            client = browser_of(role)
    assert found == {name: TABLE[name][1][role] for name in found}
