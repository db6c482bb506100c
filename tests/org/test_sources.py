"""Heads of units, nearest roles, authority (ROUTING, "Who can be asked")."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from org.resolve import Found, by_authority, head_of, holders_of, limit_of, nearest_role, rate_on
from org.snapshot import Authority, Rate
from tests.org.small import company, vacant, with_position, with_unit

DAY = date(2026, 11, 17)


def codes(places: tuple[Found, ...]) -> list[str | None]:
    return [place.position for place in places]


def test_the_head_of_a_unit() -> None:
    found = head_of(company(), "KZN")
    assert found is not None
    assert (found.position, found.employee, found.reason.code) == ("KZN-D", "fedor", "head_of")


def test_a_unit_without_a_head_has_that_of_the_unit_above() -> None:
    found = head_of(with_unit(company(), "KZN", head=None), "KZN")
    assert found is not None
    assert (found.position, found.reason.code, found.reason["at"]) == ("SAL-D", "head_of_above", "SAL")


def test_the_nearest_accountant_of_a_branch_is_its_own() -> None:
    places = nearest_role(company(), "accountant", "KZN-S")
    assert [(p.position, p.employee, p.reason.code) for p in places] == [("KZN-ACC", "hasan", "role_in_unit")]


def test_where_the_branch_has_none_the_company_tree_is_searched_by_depth() -> None:
    places = nearest_role(vacant(company(), "KZN-ACC"), "accountant", "KZN-S")
    assert [(p.position, p.reason.code, p.reason["at"]) for p in places] == [
        ("ACC1", "role_in_company", "ACC")
    ]


def test_in_the_company_tree_the_first_unit_at_the_smallest_depth_answers() -> None:
    org = company()
    for code, unit, holder in (("F1", "FIN", "dan"), ("S1", "SAL", "hasan"), ("A1", "ACC", "ivan")):
        org = with_position(org, code, title="Lawyer", unit=unit, role="lawyer", holder=holder)
    assert codes(nearest_role(org, "lawyer", "HQ")) == ["F1"]


def test_a_unit_that_works_for_this_one_comes_before_the_units_above() -> None:
    org = with_unit(company(), "KZN-S", served_by=("FIN",))
    places = nearest_role(org, "accountant", "KZN-S")
    assert [(p.position, p.reason.code) for p in places] == [("ACC1", "role_serving")]


def test_a_legal_entity_finds_the_people_of_the_unit_that_serves_it() -> None:
    org = with_unit(company(), "LE", kind="legal_entity", parent="HQ", served_by=("KZN",))
    assert codes(nearest_role(org, "accountant", "LE")) == ["KZN-ACC"]
    assert codes(nearest_role(org, "chief_accountant", "LE")) == ["CHACC"]


def test_equally_near_holders_come_together_and_vacant_ones_are_left_out() -> None:
    org = with_position(company(), "ACC2", title="Accountant", unit="ACC", role="accountant", holder="ivan")
    org = with_position(org, "ACC3", title="Accountant", unit="ACC", role="accountant")
    assert codes(nearest_role(org, "accountant", "FIN")) == ["ACC1", "ACC2"]


def test_when_nobody_holds_the_role_the_nearest_vacant_place_is_the_answer() -> None:
    org = vacant(company(), "KZN-ACC", "ACC1")
    assert [(p.position, p.employee) for p in nearest_role(org, "accountant", "KZN-S")] == [("KZN-ACC", None)]
    assert nearest_role(org, "lawyer", "KZN-S") == ()


def test_all_holders_of_a_role_in_a_unit_or_anywhere() -> None:
    assert codes(holders_of(company(), "accountant")) == ["ACC1", "KZN-ACC"]
    assert codes(holders_of(company(), "accountant", "SAL")) == ["KZN-ACC"]


def test_whoever_has_authority_the_smallest_sufficient_limit_first() -> None:
    assert codes(by_authority(company(), "invoice", None, Decimal(90_000), DAY)) == [
        "KZN-D",
        "SAL-D",
        "CFO",
        "CEO",
    ]
    assert codes(by_authority(company(), "invoice", None, Decimal(600_000), DAY)) == ["CFO", "CEO"]
    assert codes(by_authority(company(), "invoice", None, Decimal(10**9), DAY)) == ["CEO"]


def test_authority_on_the_way_up_comes_first() -> None:
    found = by_authority(company(), "invoice", None, Decimal(90_000), DAY, unit="ACC")
    assert codes(found) == ["CFO", "CEO", "KZN-D", "SAL-D"]


def test_the_most_specific_authority_counts_even_if_it_is_smaller() -> None:
    extra = (
        Authority(role="cfo", item="salaries", limit=Decimal(1_000)),
        Authority(position="CFO", limit=Decimal(7), starts=date(2027, 1, 1)),
    )
    org = replace(company(), authorities=(*company().authorities, *extra))
    assert _limit(org, item="salaries", day=DAY) == Decimal(1_000)
    assert _limit(org, item="rent", day=DAY) == Decimal(5_000_000)
    assert _limit(org, item="salaries", day=date(2027, 1, 1)) == Decimal(7)


def _limit(org: object, **how: object) -> Decimal | None:
    found = limit_of(org, "CFO", **how)  # type: ignore[arg-type]
    return found.limit if found else None


def test_a_rate_holds_from_its_day_on() -> None:
    rates = (
        Rate("USD", date(2026, 11, 2), Decimal("81.1")),
        Rate("USD", date(2026, 11, 16), Decimal("80.94")),
    )
    org = replace(company(), rates=rates)
    assert rate_on(org, "USD", date(2026, 11, 15)) == Decimal("81.1")
    assert rate_on(org, "USD", date(2026, 11, 16)) == Decimal("80.94")
    assert rate_on(org, "USD", date(2026, 11, 1)) is None
    assert rate_on(org, "RUB", date(2026, 11, 1)) == 1
