"""Managers up the chain (ROUTING 1, 2, 3, 6, 9, 10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from org.reasons import Reason
from org.resolve import Found, StartPoint, Until, direct_manager, managers_up
from tests.org.small import company, vacant, with_position, with_unit

DIRECTOR = Until("role", "department_director")
TOP = Until("top")


def asked(places: tuple[Found, ...]) -> list[tuple[str | None, str | None]]:
    return [(place.position, place.employee) for place in places]


def test_every_manager_up_to_and_including_the_stop() -> None:
    places = managers_up(company(), StartPoint("ivan"), DIRECTOR)
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", "fedor"), ("SAL-D", "egor")]
    assert places[1].reason == Reason.of("head_above", unit="KZN", level=2)


def test_a_manager_in_the_middle_is_never_asked_himself() -> None:  # ROUTING 2
    assert asked(managers_up(company(), StartPoint("fedor"), TOP)) == [("SAL-D", "egor"), ("CEO", "anna")]


def test_a_request_started_below_its_requester_asks_none_of_his_subordinates() -> None:  # ROUTING 2, 10
    assert asked(managers_up(company(), StartPoint("egor", "KZN-S"), TOP)) == [("CEO", "anna")]


def test_the_requester_who_is_the_stop_goes_to_the_next_above() -> None:  # ROUTING 1
    places = managers_up(company(), StartPoint("egor"), DIRECTOR)
    assert asked(places) == [("CEO", "anna")]
    assert places[0].reason == Reason.of("requester_is_stop", unit="HQ", level=1)


def test_the_next_above_is_the_next_filled_one() -> None:  # ROUTING 1
    places = managers_up(vacant(company(), "SAL-D"), StartPoint("fedor"), Until("role", "branch_director"))
    assert asked(places) == [("SAL-D", None), ("CEO", "anna")]
    assert places[1].reason.code == "requester_is_stop"


def test_nobody_is_above_the_company_head() -> None:  # ROUTING 3
    assert managers_up(company(), StartPoint("anna"), DIRECTOR) == ()
    assert managers_up(company(), StartPoint("anna"), TOP) == ()
    assert direct_manager(company(), StartPoint("anna")) is None


def test_whoever_has_no_unit_has_no_manager() -> None:  # ROUTING 3
    assert managers_up(company(), StartPoint("stranger"), TOP) == ()


def test_a_stop_that_is_not_on_the_path_asks_every_head_below_the_company_head() -> None:  # ROUTING 3
    places = managers_up(company(), StartPoint("ivan"), Until("role", "cfo"))
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", "fedor"), ("SAL-D", "egor")]
    assert [p.reason.code for p in places] == ["head_above", "head_above", "stop_not_on_path"]


def test_with_no_head_below_it_is_the_company_head() -> None:  # ROUTING 3
    org = with_position(company(), "DRV", title="Driver", unit="HQ", holder="oleg")
    assert asked(managers_up(org, StartPoint("oleg", "HQ"), Until("role", "cfo"))) == [("CEO", "anna")]
    assert asked(managers_up(company(), StartPoint("egor"), Until("role", "cfo"))) == [("CEO", "anna")]


def test_a_vacant_place_on_the_way_is_a_place() -> None:  # ROUTING 6
    places = managers_up(vacant(company(), "KZN-D"), StartPoint("ivan"), DIRECTOR)
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", None), ("SAL-D", "egor")]


def test_a_vacant_stop_never_stops_lower() -> None:  # ROUTING 6
    places = managers_up(vacant(company(), "SAL-D"), StartPoint("ivan"), DIRECTOR)
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", "fedor"), ("SAL-D", None), ("CEO", "anna")]
    assert places[3].reason == Reason.of("stop_vacant", unit="HQ", level=4)


def test_a_stop_without_a_head_position_never_stops_lower() -> None:  # ROUTING 6
    org = with_unit(company(), "SAL", head=None)
    places = managers_up(org, StartPoint("ivan"), Until("unit_kind", "department"))
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", "fedor"), ("CEO", "anna")]


def test_where_the_chain_stops_is_decided_by_the_unit_not_the_person() -> None:  # ROUTING 9
    org = with_position(company(), "KZN-SH", holder="fedor")
    places = managers_up(org, StartPoint("ivan"), Until("unit_kind", "branch"))
    assert asked(places) == [("KZN-SH", "fedor"), ("KZN-D", "fedor")]


def test_a_position_that_heads_two_units_is_one_place() -> None:  # ROUTING 9
    org = with_unit(company(), "KZN-S", head="KZN-D")
    assert asked(managers_up(org, StartPoint("ivan"), DIRECTOR)) == [("KZN-D", "fedor"), ("SAL-D", "egor")]


def test_the_route_starts_at_the_unit_or_the_capacity_that_was_picked() -> None:  # ROUTING 10
    org = with_position(company(), "ACC2", title="Accountant", unit="ACC", holder="ivan")
    assert asked(managers_up(org, StartPoint("ivan", position="ACC2"), Until("steps", 1))) == [
        ("CHACC", "clara")
    ]
    assert asked(managers_up(org, StartPoint("ivan", unit="FIN"), Until("steps", 1))) == [("CFO", "boris")]
    assert asked(managers_up(org, StartPoint("ivan"), Until("steps", 1))) == [("KZN-SH", "galina")]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        (Until("steps", 2), "KZN-D"),
        (Until("steps", 9), "CEO"),
        (Until("level", 1), "CEO"),
        (Until("level", 2), "SAL-D"),
        (Until("level", 9), "SAL-D"),
        (Until("unit_kind", "branch"), "KZN-D"),
        (Until("limit", amount=Decimal(90_000)), "KZN-D"),
        (Until("limit", amount=Decimal(500_000)), "SAL-D"),
        (Until("limit", amount=Decimal(500_001)), "CEO"),
        (TOP, "CEO"),
    ],
)
def test_a_chain_ends_at(until: Until, last: str) -> None:
    assert managers_up(company(), StartPoint("ivan"), until)[-1].position == last


def test_a_limit_that_nobody_reaches_leads_to_the_top_and_says_so() -> None:
    from dataclasses import replace

    org = replace(company(), authorities=())
    places = managers_up(org, StartPoint("ivan"), Until("limit", amount=Decimal(1)))
    assert (places[-1].position, places[-1].reason.code) == ("CEO", "limit_not_reached")


def test_a_vacant_place_with_the_limit_is_not_where_the_chain_ends() -> None:  # ROUTING 6
    places = managers_up(
        vacant(company(), "SAL-D"), StartPoint("ivan"), Until("limit", amount=Decimal(500_000))
    )
    assert asked(places)[-2:] == [("SAL-D", None), ("CEO", "anna")]


def test_the_direct_manager_may_be_a_vacant_place() -> None:
    found = direct_manager(vacant(company(), "KZN-SH"), StartPoint("ivan"))
    assert found is not None
    assert (found.position, found.employee, found.reason.code) == ("KZN-SH", None, "direct_manager")


def test_a_circle_of_units_ends() -> None:  # ROUTING 12
    org = with_unit(company(), "SAL", parent="KZN-S")
    places = managers_up(org, StartPoint("ivan"), TOP)
    assert asked(places) == [("KZN-SH", "galina"), ("KZN-D", "fedor"), ("SAL-D", "egor")]


def test_somebody_acting_is_asked_in_his_own_right_and_neither_of_the_two_asks_himself() -> None:  # ROUTING 6
    org = with_position(company(), "KZN-D", acting="karim")
    assert asked(managers_up(org, StartPoint("ivan"), DIRECTOR))[1] == ("KZN-D", "karim")
    assert asked(managers_up(org, StartPoint("fedor", "KZN"), DIRECTOR)) == [("SAL-D", "egor")]
    assert asked(managers_up(org, StartPoint("karim", "KZN"), DIRECTOR)) == [("SAL-D", "egor")]
