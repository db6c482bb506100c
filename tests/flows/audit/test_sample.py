"""A sample by a seed: the same one whenever it is drawn, and by whomever."""

from __future__ import annotations

import hashlib
from datetime import UTC, date

import pytest
from django.test import Client

from flows.audit.period import Period
from flows.audit.sample import Wanted, draw
from flows.models import Case
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30), UTC)


@pytest.fixture
def population(act: Acting) -> list[int]:
    """Twelve requests of 100 to 1200, and a draft that was never sent."""
    act.draft("ivan")
    return [
        act.sent("ivan", amount={"amount": f"{number}00.00", "currency": "RUB"}) for number in range(1, 13)
    ]


def by_hand(seed: str, cases: list[int]) -> list[int]:
    """As somebody without this platform would draw it."""
    return sorted(cases, key=lambda case: hashlib.sha256(f"{seed}:{case}".encode()).hexdigest())


def test_it_can_be_drawn_again_by_hand(population: list[int]) -> None:
    for seed in ("2026-11-17", "печать; 7", "'"):
        found = draw(Wanted(MONTH, seed, 5))
        assert [one.row.case for one in found.drawn] == by_hand(seed, population)[:5]
        assert found.population == 12
        assert found.drawn[0].key == hashlib.sha256(f"{seed}:{found.drawn[0].row.case}".encode()).hexdigest()


def test_another_seed_draws_others(population: list[int]) -> None:
    drawn = {tuple(one.row.case for one in draw(Wanted(MONTH, f"{n}", 4)).drawn) for n in range(8)}
    assert len(drawn) > 4


def test_bands_take_the_same_number_of_each_quarter(population: list[int]) -> None:
    found = draw(Wanted(MONTH, "x", 8, banded=True))
    largest_first = population[::-1]
    quarters = [largest_first[at : at + 3] for at in range(0, 12, 3)]
    wanted = [case for quarter in quarters for case in by_hand("x", quarter)[:2]]
    assert [one.row.case for one in found.drawn] == wanted
    assert [one.band for one in found.drawn] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_drafts_other_periods_and_processes_are_left_out(population: list[int]) -> None:
    process = Case.objects.get(pk=population[0]).process_id
    assert draw(Wanted(MONTH, "x", 50, process)).population == 12
    assert draw(Wanted(MONTH, "x", 50, process + 1)).population == 0
    assert draw(Wanted(Period(date(2026, 12, 1), date(2026, 12, 2), UTC), "x", 50)).drawn == ()


def test_the_page_says_seed_and_population(auditor: Client, population: list[int]) -> None:
    page = auditor.get("/audit/sample/?seed=abc&size=3").content.decode()
    assert "3 out of 12, by the seed “abc”." in page
    book = auditor.get("/audit/sample/file/?seed=abc&size=3&as=csv").content.decode("utf-8-sig")
    assert [line.split(",")[2] for line in book.splitlines()[1:]] == [
        str(case) for case in by_hand("abc", population)[:3]
    ]


@pytest.mark.parametrize("asked", ["", "seed=", "seed=%00", "seed=a&size=-1", "seed=a&size=x&process=none"])
def test_whatever_is_asked_the_page_stands(auditor: Client, asked: str) -> None:
    assert auditor.get(f"/audit/sample/?{asked}").status_code == 200
