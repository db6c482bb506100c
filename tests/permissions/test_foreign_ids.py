"""Ids of a foreign request, alone and together, in every address that takes one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.permissions.addresses import addresses, swaps
from tests.permissions.office import Scene, arguments, body, fingerprint

Browser = Callable[[str], Client]


@pytest.mark.parametrize("role", ["requester", "approver", "ex_approver", "process_admin"])
def test_ids_of_a_foreign_request_are_not_there(role: str, scene: Scene, browser_of: Browser) -> None:
    client, before = browser_of(role), fingerprint()
    for name, parts in addresses().items():
        for swapped in swaps(parts, scene):
            url = reverse(name, kwargs=arguments(name, parts, scene) | swapped)
            for answer in (client.get(url), client.post(url, body(name, scene))):
                assert answer.status_code in (404, 405), (name, swapped, answer.status_code)
    assert fingerprint() == before
