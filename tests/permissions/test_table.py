"""The permission table against the running addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from config.shell.addresses import closed, walk
from tests.permissions.office import ROLES, Scene, arguments, body, fingerprint
from tests.permissions.table import rows

TABLE = rows(list(ROLES))
Browser = Callable[[str], Client]


def addresses() -> dict[str, dict[str, Any]]:
    """Every address that answers, with the parts it needs."""
    found = {
        name: pattern for name, pattern in walk(get_resolver().url_patterns) if pattern.callback is not closed
    }
    return {name: dict(pattern.pattern.converters) for name, pattern in found.items() if name}


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(addresses()) == sorted(TABLE)


def test_no_address_of_ours_is_without_a_name() -> None:
    nameless = [
        pattern.pattern
        for name, pattern in walk(get_resolver().url_patterns)
        if not name and pattern.callback is not closed
    ]
    assert nameless == []


@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_whom_it_should(role: str, scene: Scene, browser_of: Browser) -> None:
    client, before = browser_of(role), fingerprint()
    found = {name: client.get(url).status_code for name, url in urls(scene)}
    assert found == {name: TABLE[name][0][role] for name in found}
    assert fingerprint() == before, "a GET changed something"


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


@pytest.mark.parametrize("role", ["requester", "approver", "ex_approver", "process_admin"])
def test_ids_of_a_foreign_request_are_not_there(role: str, scene: Scene, browser_of: Browser) -> None:
    client, before = browser_of(role), fingerprint()
    for name, parts in addresses().items():
        for swapped in swaps(parts, scene):
            url = reverse(name, kwargs=arguments(name, parts, scene) | swapped)
            for answer in (client.get(url), client.post(url, body(name, scene))):
                assert answer.status_code in (404, 405), (name, swapped, answer.status_code)
    assert fingerprint() == before


def urls(scene: Scene) -> Iterator[tuple[str, str]]:
    for name, parts in addresses().items():
        yield name, reverse(name, kwargs=arguments(name, parts, scene))


def swaps(parts: dict[str, Any], scene: Scene) -> Iterator[dict[str, int]]:
    """The request, the task and the file of another, each alone and together."""
    if "case" not in parts:
        return
    yield {"case": scene.foreign}
    if "task" in parts:
        yield {"task": scene.foreign_task}
        yield {"case": scene.foreign, "task": scene.foreign_task}


class undone:
    """What was done inside is undone. Not `atomic`: the acts insist on being the outermost transaction."""

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *failure: object) -> None:
        transaction.savepoint_rollback(self.point)
