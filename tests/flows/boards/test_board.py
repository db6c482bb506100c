"""The board: what stands in which column, how many and how much, in which order, before whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.test import Client

from common import clock
from designer.models import Process
from designer.packages.install import install
from flows.boards import Column
from flows.boards.board import MOST_CARDS
from flows.boards.rows import Sum, Waits
from flows.models import Assignment
from tests.flows.acting import Acting
from tests.flows.boards.conftest import board_of
from tests.flows.conftest import PURCHASE
from tests.personas import NOW, away, grant

Browser = Callable[[str], Client]
CHAIN = ("tamara", "galina", "fedor", "egor")


def column(who: str, code: str, whose: str = "") -> Column:
    return next(one for one in board_of(who, whose).columns if one.code == code)


def cards(who: str, code: str, whose: str = "") -> list[str]:
    return [card.title for card in column(who, code, whose).open.cards]


def usd(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_columns_are_the_stages_with_counts_and_a_sum_for_each_currency(act: Acting) -> None:
    act.draft("ivan")
    act.sent("ivan")
    act.sent("ivan", amount={"amount": "0.50", "currency": "RUB"})
    act.sent("ivan", amount=usd("7.00"))
    act.chain(act.sent("ivan"), *CHAIN)
    found = [(one.code, one.label, one.open.count, one.open.sums) for one in board_of("ivan").columns]
    assert found == [
        ("request", "Request", 1, (Sum(Decimal("100.00"), "RUB"),)),
        ("approval", "Approval", 3, (Sum(Decimal("100.50"), "RUB"), Sum(Decimal("7.00"), "USD"))),
        ("accounting", "Accounting", 1, (Sum(Decimal("100.00"), "RUB"),)),
    ]


def test_a_card_says_on_whom_it_waits_and_since_when(act: Acting) -> None:
    act.sent("ivan", urgent=True)
    (card,) = column("ivan", "approval").open.cards
    assert (card.title, card.name, card.requester) == ("Chairs", "Purchase No. P-2026-001", "Ivan")
    assert (card.amount, card.currency, card.urgent, card.late) == (Decimal("100.00"), "RUB", True, False)
    assert card.waits == Waits(("Tamara",), NOW)


def test_urgent_comes_first_then_what_is_overdue_then_what_waits_longest(act: Acting) -> None:
    with clock.frozen(NOW - timedelta(days=2)):
        act.sent("ivan", subject="Overdue")
    with clock.frozen(NOW - timedelta(hours=2)):
        act.sent("ivan", subject="Older")
    act.sent("ivan", subject="Newer")
    act.sent("ivan", subject="Pressing", urgent=True)
    assert cards("ivan", "approval") == ["Pressing", "Overdue", "Older", "Newer"]
    pile = column("ivan", "approval").open
    assert (pile.urgent, pile.late) == (1, 1)


def test_whoever_took_the_task_of_a_group_is_who_it_waits_for(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, *CHAIN)
    (card,) = column("ivan", "accounting").open.cards
    assert card.waits == Waits(("Dan", "Dina"), NOW)
    task = Assignment.objects.get(case=case, employee__code="dina", until=None).task
    task.taken_by_id = act.people.dina
    task.save(update_fields=["taken_by"])
    (card,) = column("ivan", "accounting").open.cards
    assert card.waits == Waits(("Dina",), NOW)


def test_many_names_are_counted() -> None:
    assert Waits(("A", "B", "C"), NOW).others == 0
    assert (Waits(("A", "B", "C", "D"), NOW).shown, Waits(("A", "B", "C", "D"), NOW).others) == (
        ("A", "B"),
        2,
    )


def test_what_was_declined_or_cancelled_is_not_on_the_board(act: Acting) -> None:
    act.decline("tamara", act.sent("ivan"))
    act.cancel("ivan", act.sent("ivan"))
    assert board_of("ivan").empty


def test_what_is_completed_stands_in_the_last_column_for_thirty_days(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, *CHAIN)
    act.complete("dan", case, paid_on="2026-11-17")
    last = column("ivan", "accounting")
    assert last.done is not None
    assert (last.open.count, last.done.count, last.done.sums) == (0, 1, (Sum(Decimal("100.00"), "RUB"),))
    with clock.frozen(NOW + timedelta(days=30)):
        assert not board_of("ivan").empty
    with clock.frozen(NOW + timedelta(days=30, seconds=1)):
        assert board_of("ivan").empty


def test_drafts_stand_on_the_board_of_their_owner_alone(act: Acting) -> None:
    grant("vera", "see")
    act.draft("ivan", subject="Mine")
    recalled = act.sent("ivan", subject="Taken back")
    act.recall("ivan", recalled)
    assert cards("ivan", "request") == ["Mine", "Taken back"]
    assert board_of("vera").empty
    assert board_of("tamara").empty


def test_the_board_shows_to_each_what_he_may_see(act: Acting) -> None:
    act.sent("ivan", subject="Of Kazan")
    act.sent("dan", subject="Of accounting")
    grant("vera", "see", unit="KZN")
    away("tamara", "lev")
    assert {who: cards(who, "approval") for who in ("ivan", "tamara", "lev", "vera", "karim", "clara")} == {
        **dict.fromkeys(("ivan", "tamara", "lev", "vera"), ["Of Kazan"]),
        "karim": [],
        "clara": ["Of accounting"],
    }


def test_mine_leaves_out_what_others_asked_for(act: Acting) -> None:
    act.sent("ivan", subject="Of another")
    act.sent("tamara", subject="Own")
    assert cards("tamara", "approval") == ["Of another", "Own"]
    assert cards("tamara", "approval", "mine") == ["Own"]


def test_a_stage_that_is_no_more_keeps_its_column_and_its_old_name(act: Acting) -> None:
    act.sent("ivan", subject="Old")
    renamed = PURCHASE.replace("stage: approval", "stage: agreeing").replace(
        "{code: approval, label: Approval}", "{code: agreeing, label: Agreeing}"
    )
    install(text=renamed)
    act.sent("ivan", subject="New")
    found = [
        (one.label, one.old, [card.title for card in one.open.cards]) for one in board_of("ivan").columns
    ]
    assert found == [
        ("Request", False, []),
        ("Agreeing", False, ["New"]),
        ("Accounting", False, []),
        ("Approval", True, ["Old"]),
    ]


def test_thirty_cards_are_drawn_and_the_list_shows_the_others(
    many: Callable[[int], None], client_of: Browser
) -> None:
    many(34)
    pile = column("ivan", "approval").open
    assert (pile.count, len(pile.cards), pile.more) == (35, MOST_CARDS, 5)
    page = client_of("ivan").get("/processes/purchase/").content.decode()
    assert "5 more" in page
    assert 'href="/processes/purchase/list/?whose=all&amp;stage=approval&amp;state=open"' in page


def test_a_process_that_is_switched_off_takes_nothing_new_and_shows_what_there_is(
    act: Acting, client_of: Browser
) -> None:
    page = client_of("ivan").get("/processes/purchase/").content.decode()
    assert '<form method="post" action="/new/purchase/">' in page
    act.sent("ivan")
    Process.objects.update(is_active=False)
    assert "/new/purchase/" not in client_of("ivan").get("/processes/purchase/").content.decode()
    assert client_of("karim").get("/processes/purchase/").status_code == 404


def test_whoever_is_asked_or_holds_a_grant_finds_the_process_in_his_menu(
    act: Acting, client_of: Browser
) -> None:
    act.sent("ivan")
    Process.objects.update(everyone_starts=False)
    grant("clara", "see", "purchase", "KZN")
    grant("boris", "see", "other")
    found = {
        who: "process-purchase" in client_of(who).get("/tasks/").content.decode()
        for who in ("clara", "tamara", "boris", "karim")
    }
    assert found == {"clara": True, "tamara": True, "boris": False, "karim": False}
