"""Who decides at a place now (ROUTING 4, 6, 16, 17, principle 6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from org.resolve import Decider, Found, Nobody, head_of, may_substitute, person, reports_to, who_decides
from org.snapshot import OrgSnapshot
from tests.org.small import NOW, away, company, vacant, with_position


def decides(org: OrgSnapshot, unit: str = "KZN", **how: Any) -> Decider | Nobody:
    place = head_of(org, unit)
    assert place is not None
    return who_decides(org, place, NOW, **how)


def short(answer: Decider | Nobody) -> tuple[str, str, str | None, list[str]]:
    assert isinstance(answer, Decider)
    return answer.employee, answer.as_what, answer.on_behalf_of, [reason.code for reason in answer.reasons]


def test_whoever_is_in_post_decides() -> None:
    assert short(decides(company())) == ("fedor", "own", None, ["in_post"])


def test_an_acting_holder_decides_in_his_own_right() -> None:  # ROUTING 6
    org = with_position(company(), "KZN-D", acting="karim")
    assert short(decides(org)) == ("karim", "acting", None, ["acting"])


def test_above_a_vacant_place_the_next_manager_decides() -> None:  # ROUTING 6
    assert short(decides(vacant(company(), "KZN-D"))) == (
        "egor",
        "climbed",
        None,
        ["vacant_climbed", "manager_above"],
    )


def test_a_deactivated_holder_leaves_the_place_vacant() -> None:  # ROUTING 11
    org = company()
    org = replace(org, employees={**org.employees, "fedor": replace(org.employees["fedor"], active=False)})
    assert short(decides(org))[0] == "egor"


def test_the_substitute_of_an_absent_one_decides_for_him() -> None:  # ROUTING 4
    assert short(decides(away(company(), "fedor", "galina"))) == (
        "galina",
        "substitute",
        "fedor",
        ["substitute"],
    )


def test_a_substitute_stands_in_for_his_processes_only() -> None:  # ROUTING 4
    org = away(company(), "fedor", "galina", "memo")
    assert short(decides(org, process="memo"))[0] == "galina"
    assert short(decides(org, process="invoice")) == ("fedor", "own", None, ["in_post"])


def test_without_a_substitute_the_next_manager_decides() -> None:  # ROUTING 4
    assert short(decides(away(company(), "fedor"))) == (
        "egor",
        "climbed",
        None,
        ["absent_no_substitute", "manager_above"],
    )


def test_substitution_goes_one_step_only() -> None:  # ROUTING 4, depth 1
    org = away(away(company(), "fedor", "galina"), "galina", "karim")
    assert short(decides(org))[::3] == ("egor", ["substitute_absent", "manager_above"])


def test_the_excluded_decide_in_no_capacity_and_nobody_in_their_name() -> None:  # principle 6
    org = away(company(), "fedor", "galina")
    assert short(decides(org, excluded=frozenset({"galina"})))[::3] == (
        "egor",
        ["substitute_excluded", "manager_above"],
    )
    assert short(decides(org, excluded=frozenset({"fedor"})))[::3] == ("egor", ["excluded", "manager_above"])


def test_the_requester_himself_is_climbed_past() -> None:  # ROUTING 1
    answer = decides(company(), excluded=frozenset({"fedor"}), requester="fedor")
    assert short(answer)[::3] == ("egor", ["requester_skipped", "manager_above"])


def test_a_substitute_who_decided_in_his_own_right_is_passed_over() -> None:  # ROUTING 16
    org = away(company(), "fedor", "galina")
    answer = decides(org, already_decided=frozenset({"galina"}))
    assert short(answer)[::3] == ("egor", ["substitute_already_decided", "manager_above"])


def test_a_substitute_who_reports_to_the_requester_is_passed_over() -> None:  # ROUTING 16
    org = away(company(), "boris", "galina")
    answer = decides(org, "FIN", requester="egor")
    assert short(answer)[::3] == ("anna", ["substitute_reports_to_requester", "manager_above"])


def test_a_manager_reached_by_climbing_may_have_decided_already() -> None:  # ROUTING 7
    assert short(decides(vacant(company(), "KZN-D"), already_decided=frozenset({"egor"})))[0] == "egor"


def test_a_substitute_decides_up_to_the_smaller_of_both_limits() -> None:  # ROUTING 17
    org = away(company(), "egor", "fedor")
    assert short(decides(org, "SAL", amount=Decimal(100_000)))[0] == "fedor"
    above = decides(org, "SAL", amount=Decimal(100_001))
    assert short(above)[::3] == ("anna", ["substitute_limit_too_small", "manager_above"])


def test_whoever_has_too_small_a_limit_is_climbed_past_only_where_limits_matter() -> None:
    assert short(decides(company(), amount=Decimal(400_000)))[::3] == (
        "egor",
        ["limit_too_small", "manager_above"],
    )
    assert short(decides(company()))[0] == "fedor"


def test_nobody_left_is_said_with_every_reason() -> None:  # ROUTING 3, 4
    org = vacant(company(), "KZN-D", "SAL-D", "CEO")
    answer = decides(org)
    assert isinstance(answer, Nobody)
    codes = [reason.code for reason in answer.reasons]
    assert codes == ["vacant_climbed", "vacant_climbed", "vacant_climbed", "nobody_above"]


def test_a_named_person_who_has_left_is_replaced_by_the_head_of_his_unit() -> None:
    org = company()
    org = replace(org, employees={**org.employees, "ivan": replace(org.employees["ivan"], active=False)})
    assert short(who_decides(org, person(org, "ivan"), NOW))[::3] == (
        "galina",
        ["person_left", "manager_above"],
    )


def test_a_named_person_who_is_absent_is_stood_in_for() -> None:
    org = away(company(), "ivan", "karim")
    assert short(who_decides(org, person(org, "ivan"), NOW)) == (
        "karim",
        "substitute",
        "ivan",
        ["substitute"],
    )


def test_a_person_without_any_place_has_nobody_above() -> None:
    org = company()
    assert isinstance(who_decides(org, Found(None, None, person(org, "stranger").reason), NOW), Nobody)


def test_reporting_directly_or_not() -> None:
    org = company()
    assert reports_to(org, "ivan", "galina") and reports_to(org, "ivan", "anna")
    assert not reports_to(org, "galina", "ivan")
    assert not reports_to(org, "ivan", "boris")
    assert not reports_to(org, "ivan", "ivan")


def test_absence_is_read_in_the_zone_of_the_absent_one() -> None:
    from datetime import UTC, datetime

    org = away(company(), "fedor", "galina")
    late = datetime(2026, 11, 15, 21, 30, tzinfo=UTC)  # 00:30 on the 16th in Moscow
    assert org.absence_at("fedor", late) is not None
    assert org.absence_at("fedor", datetime(2026, 11, 15, 20, 30, tzinfo=UTC)) is None


def refusal(org: OrgSnapshot, who: str, for_whom: str, **how: Any) -> str | None:
    found = may_substitute(org, who, for_whom, **how)
    return found.code if found else None


def test_who_may_substitute_by_what_the_position_allows() -> None:  # ROUTING 17
    org = company()
    assert refusal(org, "galina", "fedor") is None  # a direct report who heads something
    assert refusal(org, "egor", "fedor") is None  # the direct manager
    assert refusal(org, "karim", "ivan") is None  # the same unit
    assert refusal(org, "ivan", "fedor") == "substitute_not_allowed"
    assert refusal(org, "boris", "fedor") == "substitute_not_allowed"
    assert refusal(org, "galina", "egor") == "substitute_not_allowed"  # reports, but not directly


def test_a_position_may_allow_fewer() -> None:  # ROUTING 17
    org = with_position(company(), "KZN-D", substitutes=frozenset({"manager"}))
    assert refusal(org, "galina", "fedor") == "substitute_not_allowed"
    assert refusal(org, "egor", "fedor") is None


def test_nobody_stands_in_for_himself_and_nobody_who_left_stands_in() -> None:  # ROUTING 17
    org = company()
    assert refusal(org, "fedor", "fedor") == "substitute_is_himself"
    assert refusal(org, "stranger", "fedor") == "substitute_unknown"
    assert refusal(org, "galina", "fedor", entered_by="galina") == "substitute_entered_it"


def test_two_people_do_not_stand_in_for_each_other_at_the_same_time() -> None:  # ROUTING 17
    from datetime import date

    org = away(company(), "galina", "fedor")
    overlapping = {"starts": date(2026, 11, 30), "ends": date(2026, 12, 4)}
    later = {"starts": date(2026, 12, 1), "ends": date(2026, 12, 4)}
    assert refusal(org, "galina", "fedor", **overlapping) == "substitute_each_other"
    assert refusal(org, "galina", "fedor", **later) is None
