"""No address without a row in the permission table, no row without an address."""

from __future__ import annotations

from django.urls import get_resolver

from config.shell.addresses import closed, walk
from tests.permissions.addresses import TABLE, addresses


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    assert sorted(addresses()) == sorted(TABLE)


def test_no_address_of_ours_is_without_a_name() -> None:
    nameless = [
        pattern.pattern
        for name, pattern in walk(get_resolver().url_patterns)
        if not name and pattern.callback is not closed
    ]
    assert nameless == []
