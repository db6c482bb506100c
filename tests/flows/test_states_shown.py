"""A request that everybody has approved and that waits only for work is in progress, wherever it is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from flows.boards.export import read_table
from flows.boards.filters import Wanted
from flows.models import Case, State, Task
from flows.states import in_state
from org.models import Employee
from tests.flows.acting import Acting
from tests.flows.boards.conftest import MOSCOW, board_of, scope_of, titles
from tests.flows.screens.conftest import browser_of
from tests.personas import change

__all__ = ["browser_of"]
pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
PAGES = ("/my-requests/", "/requests/{case}/", "/processes/purchase/list/?state=working")


@pytest.fixture
def paying(act: Acting) -> int:
    """One that dan and dina are to pay, and another that tamara has to approve."""
    act.sent("ivan", subject="Lamps")
    case = act.sent("ivan", subject="Chairs")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    return case


def chips(client: Client, address: str) -> list[str]:
    """The states that a page shows, one after another."""
    page = client.get(address).content.decode().partition("<main")[2]
    return [part.partition("<")[0] for part in page.split('<span class="p-chip p-chip--accent">')[1:]]


@pytest.mark.parametrize(
    ("language", "approval", "work"),
    [("en", "in approval", "in progress"), ("ru", "на согласовании", "в работе")],
)
def test_cards_and_lists_say_it(
    language: str, approval: str, work: str, paying: int, browser_of: Browser
) -> None:
    change(Employee, "ivan", language=language)
    client = browser_of("ivan")
    mine, card, found = (chips(client, address.format(case=paying)) for address in PAGES)
    assert sorted(mine) == sorted([work, approval])
    assert card[0] == work and found == [work]


def test_filters_tell_them_apart(paying: int, browser_of: Browser) -> None:
    assert titles("ivan", "state=working") == ["Chairs"]
    assert titles("ivan", "state=running") == ["Lamps"]
    assert titles("ivan", "state=open") == ["Chairs", "Lamps"]
    page = browser_of("ivan").get("/my-requests/?state=working").content.decode()
    assert "Chairs" in page and "Lamps" not in page


def test_the_board_and_the_spreadsheet_say_it(paying: int) -> None:
    cards = [card for column in board_of("ivan").columns for card in column.open.cards]
    expected = {"Chairs": "in progress", "Lamps": "in approval"}
    expected = {"Chairs": "in progress", "Lamps": "in approval"}
    assert {card.title: card.state_label for card in cards} == expected
    table = read_table(scope_of("ivan"), Wanted(), MOSCOW)
    title, state = (table.headings.index(name) for name in ("Title", "State"))
    said = {row[title]: row[state] for row in table.rows}
    assert said == expected


@pytest.mark.parametrize("kind", [Task.Kind.APPROVAL, Task.Kind.ATTENTION])
def test_work_beside_what_must_be_approved_or_mended_is_in_approval(kind: str, paying: int) -> None:
    Task.objects.create(process_id=paying, kind=kind, step="budget", place="budget/p:CFO")
    assert not Case.objects.filter(in_state("working")).exists()
    assert Case.objects.filter(in_state(State.RUNNING)).count() == 2


def test_what_is_paid_is_completed(act: Acting, paying: int) -> None:
    act.complete("dan", paying, paid_on="2026-11-17")
    assert titles("ivan", "state=working") == []
    assert titles("ivan", "state=completed") == ["Chairs"]
