"""Boards and lists of the process *purchase*, read as a persona reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.test import Client

from flows.boards import Board, Filters, Scope, read_board, read_list, read_scope
from flows.models import Assignment, Case, Task
from org.models import Employee
from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.flows.screens.conftest import browser_of

__all__ = ["act", "browser_of", "people"]

MOSCOW = ZoneInfo("Europe/Moscow")


def scope_of(who: str, whose: str = "") -> Scope:
    return read_scope("purchase", Employee.objects.get(code=who), "en", whose)


def board_of(who: str, whose: str = "") -> Board:
    return read_board(scope_of(who, whose))


def titles(who: str, query: str = "") -> list[str]:
    """What the list holds under these filters, in order."""
    asked = QueryDict(query)
    scope = scope_of(who, asked.get("whose", ""))
    form = Filters(asked, scope)
    assert form.is_valid(), form.errors
    return [row.title for row in read_list(scope, form.wanted, MOSCOW, 1).page.rows]


def errors_of(query: str, who: str = "ivan") -> dict[str, list[str]]:
    """What is said at which field."""
    form = Filters(QueryDict(query), scope_of(who))
    assert not form.is_valid()
    return {name: [str(text) for text in texts] for name, texts in form.errors.items()}


def copies(row: Any, count: int) -> list[Any]:
    """As many new rows like it, not yet written."""
    found = [copy(row) for _number in range(count)]
    for one in found:
        one.pk = None
    return found


@pytest.fixture
def many(act: Acting) -> Iterator[Callable[[int], None]]:  # noqa: F811
    """Copies of one request that waits for tamara, without a history: taken away again at the end."""
    model = Case.objects.get(pk=act.sent("ivan", subject="One of many"))
    last = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]

    def write(count: int) -> None:
        asked = Assignment.objects.get(case=model)
        cases, tasks, rows = (copies(one, count) for one in (model, asked.task, asked))
        for number, (case, task, row) in enumerate(zip(cases, tasks, rows, strict=True)):
            case.number, case.head, case.events_count, case.press = f"Q-{number}-{count}", "", 0, None
            task.process, row.case, row.task = case, case, task
        for made in (cases, tasks, rows):
            type(made[0]).objects.bulk_create(made)

    yield write
    made = Case.objects.filter(pk__gt=last)
    Assignment.objects.filter(case__in=made).delete()
    Task.objects.filter(process__in=made).delete()
    made.delete()


@pytest.fixture
def client_of(browser_of: Callable[[str], Client]) -> Callable[[str], Client]:  # noqa: F811
    """A logged-in client, what is kept in memory already there."""

    def log_in(who: str) -> Client:
        client = browser_of(who)
        client.get("/processes/purchase/list/")
        return client

    return log_in
