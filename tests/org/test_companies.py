"""The generated companies are as dirty as promised, and the resolvers keep their promises in each of them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings

from org.resolve import (
    Decider,
    Found,
    StartPoint,
    Until,
    by_authority,
    head_of,
    managers_up,
    nearest_role,
    reports_to,
    who_decides,
)
from tests.org.companies import NOW, Drawn, build, companies, statistics

UNTILS = (
    Until("top"),
    Until("role", "department_director"),
    Until("unit_kind", "branch"),
    Until("level", 2),
    Until("steps", 2),
    Until("limit", amount=Decimal(200_000)),
)


def test_the_companies_are_as_dirty_as_promised() -> None:
    drawn = [statistics(build(seed)) for seed in range(300)]
    assert sum(s.depth >= 5 for s in drawn) >= 90
    assert sum(s.vacancy_on_path for s in drawn) >= 60
    assert sum(s.double_position for s in drawn) >= 30
    assert sum(s.absences for s in drawn) >= 60
    assert sum(s.cycle for s in drawn) >= 15


def places_of(drawn: Drawn) -> list[Found]:
    start = StartPoint(drawn.requester, drawn.unit)
    chains = [place for until in UNTILS for place in managers_up(drawn.org, start, until)]
    head = head_of(drawn.org, drawn.unit)
    roles = [*nearest_role(drawn.org, "accountant", drawn.unit), *nearest_role(drawn.org, "cfo", drawn.unit)]
    return [*chains, *([head] if head else []), *roles, *by_authority(drawn.org, "x", None, Decimal(1), None)]


@settings(max_examples=200, deadline=None)
@given(companies())
def test_a_chain_names_each_place_once_and_never_the_requesters_own(drawn: Drawn) -> None:
    for until in UNTILS:
        places = managers_up(drawn.org, StartPoint(drawn.requester, drawn.unit), until)
        positions = [place.position for place in places]
        assert len(positions) == len(set(positions))
        assert [place.level for place in places] == list(range(1, len(places) + 1))
        assert all(place.employee != drawn.requester for place in places)
        assert all(place.employee == drawn.org.in_post(place.position or "") for place in places)


@settings(max_examples=200, deadline=None)
@given(companies())
def test_a_chain_never_ends_at_a_vacant_place_below_a_filled_one(drawn: Drawn) -> None:
    start = StartPoint(drawn.requester, drawn.unit)
    everyone = managers_up(drawn.org, start, Until("top"))
    for until in UNTILS[1:]:
        places = managers_up(drawn.org, start, until)
        if places and places[-1].employee is None and places[-1].reason.code != "stop_not_on_path":
            rest = everyone[len(places) :]
            assert all(place.employee is None for place in rest)


@settings(max_examples=200, deadline=None)
@given(companies())
def test_nobody_excluded_decides_in_any_capacity(drawn: Drawn) -> None:
    excluded = frozenset({drawn.requester, *sorted(drawn.org.employees)[:2]})
    for place in places_of(drawn):
        answer = who_decides(
            drawn.org, place, NOW, process="invoice", excluded=excluded, requester=drawn.requester
        )
        assert answer.reasons
        if isinstance(answer, Decider):
            assert answer.employee not in excluded
            assert answer.on_behalf_of not in excluded


@settings(max_examples=200, deadline=None)
@given(companies())
def test_who_decides_is_here_works_here_and_stands_in_only_where_he_may(drawn: Drawn) -> None:
    org = drawn.org
    for place in places_of(drawn):
        answer = who_decides(org, place, NOW, process="invoice", requester=drawn.requester)
        if not isinstance(answer, Decider):
            continue
        assert org.employees[answer.employee].active
        assert org.absence_at(answer.employee, NOW, "invoice") is None
        if answer.as_what == "substitute":
            assert answer.on_behalf_of is not None
            assert not reports_to(org, answer.employee, drawn.requester)
        else:
            assert answer.on_behalf_of is None


@settings(max_examples=100, deadline=None)
@given(companies())
def test_asking_twice_gives_the_same_answer(drawn: Drawn) -> None:
    first, second = places_of(drawn), places_of(drawn)
    assert first == second
    assert [who_decides(drawn.org, p, NOW) for p in first] == [who_decides(drawn.org, p, NOW) for p in second]
