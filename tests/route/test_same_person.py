"""The same person is asked once for the same kind of sign-off, and nobody else is swallowed."""

from __future__ import annotations

from designer.route.plan import Capacity, Status
from org.snapshot import OrgSnapshot
from tests.org.small import away, company, vacant, with_position, with_unit
from tests.route.building import capacities, employee, position, request, several, statuses, step, work

UP_TO_FEDOR = {"source": "managers_up", "until": {"role": "branch_director"}}


def fedor_heads_both() -> OrgSnapshot:
    return with_position(company(), "KZN-SH", holder="fedor")


def test_two_places_in_a_row_are_one_task() -> None:
    """ROUTING 7."""
    story = request(step("chain"), org=fedor_heads_both()).sent()
    assert story.keys(Status.OPEN) == ("chain/p:KZN-SH",)
    assert story.at("chain/p:KZN-D").covered_by == "chain/p:KZN-SH"
    assert story.skipped == {"chain/p:KZN-D": "covered"}
    assert story.approved("fedor").asked == ("egor",)


def test_sign_offs_of_different_kinds_are_never_merged() -> None:
    """ROUTING 7: of the same kind."""
    story = request(step("need", position("CFO")), step("money", position("CFO"), sign_off="budget")).sent()
    assert story.skipped == {}
    assert story.approved("boris").asked == ("boris",)


def test_work_is_never_merged_with_an_approval() -> None:
    """ROUTING 7."""
    story = request(step("need", position("CFO")), work("fill", position("CFO"))).sent()
    assert story.approved("boris").keys(Status.OPEN) == ("fill/p:CFO",)


def test_a_substitute_covers_no_second_place() -> None:
    """ROUTING 7: karim decides for fedor once; the second place goes to the next in line."""
    org = away(fedor_heads_both(), "fedor", "karim")
    story = request(step("chain"), org=org).sent()
    assert story.asked == ("karim", "fedor")
    assert story.skipped == {"chain/p:KZN-D": "substitute_stands_in_already"}
    assert story.approved("karim").asked == ("egor",)


def test_a_manager_reached_by_climbing_decides_in_his_own_right() -> None:
    """ROUTING 7: he covers the place he was climbed to for, at his own."""
    story = request(step("chain"), org=away(company(), "galina")).sent()
    assert story.keys(Status.OPEN) == ("chain/p:KZN-D",)
    assert story.at("chain/p:KZN-SH").covered_by == "chain/p:KZN-D"
    assert story.skipped == {"chain/p:KZN-SH": "absent_no_substitute"}


def test_a_person_twice_with_another_between_is_asked_first() -> None:
    """ROUTING 8: A-B-A."""
    story = request(
        step("a", position("CFO")), step("b", position("CHACC")), step("c", position("CFO"))
    ).sent()
    assert story.asked == ("boris",)
    assert story.skipped == {"c/p:CFO": "covered"}
    assert story.at("c/p:CFO").covered_by == "a/p:CFO"
    done = story.approved("boris", "clara")
    assert done.outcome == "completed"


def test_a_final_approver_is_asked_at_the_end_and_the_one_between_is_not_swallowed() -> None:
    """ROUTING 8: A-B-A, the last is the final approver."""
    final = step("c", position("CFO"), final=True)
    story = request(step("a", position("CFO")), step("b", position("CHACC")), final).sent()
    assert story.asked == ("clara",)
    assert story.skipped == {"a/p:CFO": "covered"}
    assert story.at("a/p:CFO").covered_by == "c/p:CFO"
    assert story.approved("clara").asked == ("boris",)


def test_a_place_covered_by_the_final_approver_is_asked_when_he_no_longer_is() -> None:
    """ROUTING 8, 23: nobody is swallowed by a change of the final approver."""
    final = step("c", {"source": "field", "field": "person"}, final=True)
    route = (step("a", employee("boris")), step("b", position("CHACC")), final)
    story = request(*route, values={"person": "boris"}).sent()
    assert story.skipped == {"a/e:boris": "covered"}
    later = story.approved("clara").edited(person="anna")
    assert later.asked == ("boris",)
    assert later.approved("boris").asked == ("anna",)


def test_a_climbed_manager_with_somebody_between_is_asked_first() -> None:
    """ROUTING 8: same limits as 7; boris is climbed to for clara, and holds the third place."""
    route = (step("a", position("CHACC")), step("b", position("CEO")), step("c", position("CFO")))
    story = request(*route, org=away(company(), "clara")).sent()
    assert capacities(story.at("a/p:CHACC")) == (("boris", Capacity.CLIMBED, None),)
    assert story.at("c/p:CFO").covered_by == "a/p:CHACC"


def test_one_person_heading_two_units_is_asked_once_and_the_stop_is_told_by_the_unit() -> None:
    """ROUTING 9: one position heads the division and the branch; the chain goes on to the department."""
    org = with_unit(company(), "KZN-S", head="KZN-D")
    chain = {"source": "managers_up", "until": {"unit_kind": "department"}}
    story = request(step("chain", chain), org=org).sent()
    assert [place.key for place in story.plan.places] == ["chain/p:KZN-D", "chain/p:SAL-D"]
    branch = {"source": "managers_up", "until": {"unit_kind": "branch"}}
    assert [p.key for p in request(step("chain", branch), org=org).plan.places] == ["chain/p:KZN-D"]


def test_a_chosen_approver_who_comes_again_later_is_asked_once_now() -> None:
    """ROUTING 20, 36."""
    route = (step("a", position("CHACC")), step("b", position("CEO")), step("c", position("CFO")))
    story = request(*route).sent().given("a/p:CHACC", "boris", by="clara")
    assert story.asked == ("boris",)
    assert story.skipped == {"c/p:CFO": "covered"}


def test_two_paths_at_once_ask_a_person_once_and_both_wait_for_him() -> None:
    """ROUTING 7: in parallel."""
    left = {"code": "left", "steps": [step("a", position("CFO"))]}
    right = {"code": "right", "steps": [step("b", position("CFO")), step("c", position("CHACC"))]}
    story = request({"parallel": "both", "paths": [left, right]}).sent()
    assert statuses(story) == (("a/p:CFO", "open"), ("b/p:CFO", "skipped"), ("c/p:CHACC", "ahead"))
    assert story.approved("boris").asked == ("clara",)


def test_an_earlier_sign_off_suffices_where_any_one_is_asked() -> None:
    """ROUTING 30: satisfied by another place, which is named."""
    any_one = step("any", several(position("CFO"), position("CHACC")), how="any")
    story = request(step("a", position("CFO")), step("b", position("CEO")), any_one).sent()
    done = story.approved("boris", "anna")
    assert done.outcome == "completed"
    assert done.at("any/p:CFO").covered_by == "a/p:CFO"
    assert done.skipped["any/p:CHACC"] == "no_longer_needed"


def test_nobody_is_passed_over_for_a_later_place_where_another_may_answer_first() -> None:
    """ROUTING 8: whether boris answers the first is not certain."""
    any_one = step("any", several(position("CFO"), position("CHACC")), how="any")
    story = request(any_one, step("b", position("CEO")), step("c", position("CFO"))).sent()
    assert story.asked == ("boris", "clara")
    assert story.approved("clara", "anna").asked == ("boris",)
    assert story.approved("boris", "anna").outcome == "completed"


def test_one_person_with_two_seats_has_one_voice_in_a_quorum() -> None:
    """ROUTING 32."""
    org = with_position(company(), "CHACC", holder="boris")
    people = several(position("CFO"), position("CHACC"), position("CEO"))
    story = request(step("vote", people, how="quorum", quorum=2), org=org).sent()
    assert story.skipped == {"vote/p:CHACC": "one_voice"}
    assert story.approved("boris").asked == ("anna",)


def test_the_fallback_approver_who_has_a_place_of_his_own_is_asked_once() -> None:
    """ROUTING 7, 30: he decides in his own right."""
    route = (step("chain"), step("cfo", position("CFO"), final=True))
    story = request(*route, by="anna").sent()
    assert story.keys(Status.OPEN) == ("cfo/p:CFO",)
    assert story.at("chain/g:chain").covered_by == "cfo/p:CFO"


def test_vacancies_in_a_row_are_all_covered_by_the_next_filled_place() -> None:
    """ROUTING 6, 7."""
    story = request(step("chain"), org=vacant(company(), "KZN-SH", "KZN-D")).sent()
    assert story.skipped == {"chain/p:KZN-SH": "vacant_climbed", "chain/p:KZN-D": "vacant_climbed"}
    assert story.asked == ("egor",)
