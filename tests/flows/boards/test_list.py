"""The list: each filter alone, what is wrong said at its field, order, sums of what is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.test import Client

from common import clock
from designer.packages.install import install
from flows.boards import Filters, listing, read_list
from flows.boards.rows import Sum
from flows.models import Assignment, Case
from tests.flows.acting import Acting
from tests.flows.boards.conftest import MOSCOW, errors_of, scope_of, titles
from tests.flows.conftest import PURCHASE
from tests.personas import NOW, grant

Browser = Callable[[str], Client]
LESS = "This is less than the amount it starts from."


@pytest.fixture
def several(act: Acting) -> Acting:
    """Of ivan: a draft, one two days old and overdue, one in dollars that galina has, an urgent one; of dan,
    in accounting: one. vera sees everything that was sent."""
    grant("vera", "see")
    act.draft("ivan", subject="Draft")
    with clock.frozen(NOW - timedelta(days=2)):
        act.sent("ivan", subject="Late")
    act.approve("tamara", act.sent("ivan", subject="Ёлка", amount={"amount": "40.00", "currency": "USD"}))
    act.sent("ivan", subject="Pressing", urgent=True, amount={"amount": "250.00", "currency": "RUB"})
    act.sent("dan", subject="Books")
    return act


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Pressing", "Books", "Ёлка", "Late"]),
        ("q=елк", ["Ёлка"]),
        ("q=p-2026-001", ["Late"]),
        ("stage=approval", ["Pressing", "Books", "Ёлка", "Late"]),
        ("stage=accounting", []),
        ("state=running", ["Pressing", "Books", "Ёлка", "Late"]),
        ("state=open", ["Pressing", "Books", "Ёлка", "Late"]),
        ("state=completed", []),
        ("requester=dan", ["Books"]),
        ("unit=FIN", ["Books"]),
        ("unit=KZN", ["Pressing", "Ёлка", "Late"]),
        ("waits=galina", ["Ёлка"]),
        ("waits=ivan", []),
        ("amount_from=100&currency=RUB", ["Pressing", "Books", "Late"]),
        ("amount_from=100.01&currency=RUB", ["Pressing"]),
        ("amount_to=1,000.00&currency=USD", ["Ёлка"]),
        ("currency=USD", ["Ёлка"]),
        ("sent_from=2026-11-17", ["Pressing", "Books", "Ёлка"]),
        ("sent_to=2026-11-16", ["Late"]),
        ("sent_from=2026-11-15&sent_to=2026-11-15", ["Late"]),
        ("urgent=on", ["Pressing"]),
        ("overdue=on", ["Late"]),
        ("red=on", []),
        ("urgent=on&overdue=on", []),
    ],
)
def test_each_filter_leaves_what_it_says(several: Acting, query: str, found: list[str]) -> None:
    assert titles("vera", query) == found


def test_a_red_item_is_found(several: Acting) -> None:
    Case.objects.filter(title="Books").update(needs_attention=True)
    assert titles("vera", "red=on") == ["Books"]


def test_drafts_are_found_by_their_owner(several: Acting) -> None:
    assert titles("ivan", "state=draft") == ["Draft"]
    assert titles("ivan", "stage=request&state=open&whose=mine") == ["Draft"]
    assert titles("vera", "state=draft") == []


def test_the_day_of_sending_is_the_readers(act: Acting) -> None:
    with clock.frozen(NOW.replace(day=16, hour=21, minute=30)):
        act.sent("ivan", subject="After midnight in Moscow")
    assert titles("ivan", "sent_from=2026-11-17") == ["After midnight in Moscow"]
    assert titles("ivan", "sent_to=2026-11-16") == []


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("number", ["Late", "Ёлка", "Pressing", "Books"]),
        ("-number", ["Books", "Pressing", "Ёлка", "Late"]),
        ("amount", ["Books", "Late", "Pressing", "Ёлка"]),
        ("-amount", ["Pressing", "Books", "Late", "Ёлка"]),
        ("-requester", ["Pressing", "Ёлка", "Late", "Books"]),
        ("sent", ["Late", "Books", "Pressing", "Ёлка"]),
        ("since", ["Late", "Books", "Pressing", "Ёлка"]),
    ],
)
def test_the_list_is_put_in_order(several: Acting, sort: str, found: list[str]) -> None:
    assert titles("vera", f"sort={sort}") == found


@pytest.fixture
def ended(act: Acting) -> Acting:
    """Of ivan: declined on the 16th, cancelled on the 17th after midnight in Moscow, one on its way."""
    with clock.frozen(NOW - timedelta(days=1)):
        act.decline("tamara", act.sent("ivan", subject="Declined"))
    with clock.frozen(NOW.replace(day=16, hour=21, minute=30)):
        act.cancel("ivan", act.sent("ivan", subject="Cancelled"))
    act.sent("ivan", subject="On its way")
    return act


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort=finished", ["Declined", "Cancelled", "On its way"]),
        ("sort=-finished", ["Cancelled", "Declined", "On its way"]),
        ("sort=finished&finished_from=2026-11-16", ["Declined", "Cancelled"]),
        ("finished_from=2026-11-17", ["Cancelled"]),
        ("finished_to=2026-11-16", ["Declined"]),
        ("finished_from=2026-11-16&finished_to=2026-11-16", ["Declined"]),
        ("finished_from=2026-11-18", []),
    ],
)
def test_what_is_over_is_found_by_the_day_it_ended(ended: Acting, query: str, found: list[str]) -> None:
    assert titles("ivan", query) == found


def test_the_list_tells_the_end_only_where_something_ended(ended: Acting, client_of: Browser) -> None:
    client, heading = client_of("ivan"), "sort=finished"
    assert heading in client.get("/processes/purchase/list/").content.decode()
    assert heading not in client.get("/processes/purchase/list/?state=open").content.decode()


def test_counts_and_sums_are_those_of_what_is_left(several: Acting) -> None:
    scope, form = scope_of("vera"), Filters(QueryDict("unit=KZN"), scope_of("vera"))
    assert form.is_valid()
    found = read_list(scope, form.wanted, MOSCOW, 1)
    assert found.count == 3
    assert found.sums == (Sum(Decimal("350.00"), "RUB"), Sum(Decimal("40.00"), "USD"))


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("stage=nope", "stage", "There is no such stage."),
        ("state=nope", "state", "There is no such state."),
        ("requester=nobody", "requester", "There is no such employee."),
        ("waits=%00", "waits", "Null characters are not allowed."),
        ("unit=nope", "unit", "There is no such unit."),
        ("amount_from=much&currency=RUB", "amount_from", "“much” is not an amount of money."),
        (
            "amount_from=5&amount_to=4&currency=RUB",
            "amount_to",
            "This is less than the amount it starts from.",
        ),
        ("amount_from=5", "currency", "Choose the currency of the amount."),
        ("currency=GBP", "currency", "No amount here is in this currency."),
        ("sent_from=2026-02-30", "sent_from", "This is not a day."),
        ("sent_to=9999-12-31", "sent_to", "This is not a day."),
        ("sent_from=0001-01-01", "sent_from", "This is not a day."),
        ("sent_from=2026-11-02&sent_to=2026-11-01", "sent_to", "This day is before the first one."),
        ("finished_from=soon", "finished_from", "This is not a day."),
        (
            "finished_from=2026-11-02&finished_to=2026-11-01",
            "finished_to",
            "This day is before the first one.",
        ),
        ("whose=theirs", "whose", "Requests are either yours or all that you may see."),
        ("sort=secret", "sort", "The list cannot be put in this order."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(act: Acting, query: str, field: str, sentence: str) -> None:
    assert errors_of(query) == {field: [sentence]}


def test_a_wrong_filter_lists_nothing_rather_than_everything(several: Acting, client_of: Browser) -> None:
    client = client_of("vera")
    answer = client.get("/processes/purchase/list/?unit=nope&sort=bad")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no such unit." in page
    assert "The list cannot be put in this order." in page
    assert "Pressing" not in page
    assert client.get("/processes/purchase/list.xlsx?unit=nope").status_code == 422


def test_a_stage_of_an_older_version_can_still_be_asked_for(act: Acting) -> None:
    act.sent("ivan", subject="Old")
    install(
        text=PURCHASE.replace("stage: approval", "stage: agreeing").replace(
            "{code: approval, label: Approval}", "{code: agreeing, label: Agreeing}"
        )
    )
    assert titles("ivan", "stage=approval") == ["Old"]
    assert titles("ivan", "stage=agreeing") == []


def test_the_search_fields_offer_everybody_and_every_unit(act: Acting, client_of: Browser) -> None:
    client = client_of("karim")
    assert 'data-code="tamara"' in client.get("/processes/purchase/suggest/?q=tam").content.decode()
    found = client.get("/processes/purchase/suggest/?field=unit&q=kzn-t").content.decode()
    assert 'data-code="KZN-T"' in found
    assert "tamara" not in found


def test_the_second_page_holds_the_rest(many: Callable[[int], None], client_of: Browser) -> None:
    many(29)
    page = client_of("ivan").get("/processes/purchase/list/?stage=approval&p=2").content.decode()
    assert page.count('class="p-table__main"') == 5
    assert "30 requests" in page
    assert "Page 2 of 2" in page


def test_a_list_of_very_many_is_not_counted_to_its_end(
    act: Acting, browser_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    for _ in range(3):
        act.sent("ivan")
    page = browser_of("ivan").get("/processes/purchase/list/").content.decode()
    assert "more than 2 requests" in page and "b-sums" not in page
    few = browser_of("ivan").get("/processes/purchase/list/?q=P-2026-001").content.decode()
    assert "more than" not in few


def test_the_due_time_that_was_missed_is_told(several: Acting) -> None:
    scope = scope_of("vera")
    form = Filters(QueryDict("overdue=on"), scope)
    assert form.is_valid()
    step = Assignment.objects.get(case__title="Late", until=None)
    whole = NOW + timedelta(hours=1)
    Case.objects.filter(title="Late").update(due=whole)
    (row,) = read_list(scope, form.wanted, MOSCOW, 1).page.rows
    assert (row.due, row.missed, row.late) == (whole, step.due, True)
    Case.objects.filter(title="Late").update(due=NOW - timedelta(hours=1))
    (row,) = read_list(scope, form.wanted, MOSCOW, 1).page.rows
    assert row.missed == NOW - timedelta(hours=1)


def test_what_is_in_time_missed_nothing(several: Acting) -> None:
    scope = scope_of("vera")
    form = Filters(QueryDict("q=Books"), scope)
    assert form.is_valid()
    (row,) = read_list(scope, form.wanted, MOSCOW, 1).page.rows
    assert (row.missed, row.late) == (None, False)


def test_the_list_shows_the_missed_time_beside_the_mark(several: Acting, browser_of: Browser) -> None:
    Case.objects.filter(title="Late").update(due=NOW + timedelta(hours=1))
    page = browser_of("vera").get("/processes/purchase/list/?overdue=on").content.decode()
    cell = page[page.index('<td class="p-num p-table__wide"') :].split("</td>")[0]
    missed, whole = cell.split("overdue</span>")
    assert ">16 Nov 18:00</time>" in missed
    assert ">today 11:00</time>" in whole and "whole request due" in whole
