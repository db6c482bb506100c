"""How many statements board, list and files cost, kept as data: for five hundred requests as for five."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.personas import grant

BASELINE = json.loads((Path(__file__).resolve().parents[2] / "baselines" / "boards.json").read_text())
PAGES = {
    "board": "/processes/purchase/",
    "list": "/processes/purchase/list/?state=open&overdue=on&unit=KZN&waits=tamara&sort=since",
    "xlsx": "/processes/purchase/list.xlsx",
    "csv": "/processes/purchase/list.csv",
}


def cost(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [one["sql"] for one in seen.captured_queries]


@pytest.mark.parametrize("who", ["ivan", "tamara", "vera"])
def test_five_hundred_requests_cost_as_many_statements_as_five(
    who: str, many: Callable[[int], None], client_of: Callable[[str], Client]
) -> None:
    grant("vera", "see", unit="KZN")
    client = client_of(who)
    many(4)
    for address in PAGES.values():
        cost(client, address)
    few = {page: cost(client, address) for page, address in PAGES.items()}
    many(495)
    for page, address in PAGES.items():
        assert len(cost(client, address)) == len(few[page]) == BASELINE[page][who], "\n".join(few[page])
