"""Who decides in somebody's place."""

from __future__ import annotations

from dataclasses import replace

from designer.route.plan import Capacity, Status
from tests.org.small import away, company, vacant, with_position
from tests.route.building import capacities, employee, position, request, step

TO_FEDOR = {"source": "managers_up", "until": {"role": "branch_director"}}


def test_the_substitute_of_an_absent_approver_decides_and_both_names_are_kept() -> None:
    """ROUTING 4."""
    story = request(step("chain", TO_FEDOR), org=away(company(), "galina", "karim")).sent()
    people = story.at("chain/p:KZN-SH").people
    assert (people[0].employee, people[0].capacity, people[0].on_behalf_of) == (
        "karim",
        Capacity.SUBSTITUTE,
        "galina",
    )
    done = story.approved("karim").at("chain/p:KZN-SH").decision
    assert done is not None and (done.by, done.on_behalf_of) == ("karim", "galina")


def test_an_absent_holder_who_comes_by_may_decide_beside_his_substitute() -> None:
    """ROUTING 5: the first wins."""
    story = request(step("chain", TO_FEDOR), org=away(company(), "galina", "karim")).sent()
    assert story.asked == ("karim", "galina")
    assert story.approved("galina").asked == ("fedor",)


def test_a_task_that_waits_is_shared_when_the_holder_becomes_absent_and_returns_at_the_end() -> None:
    """ROUTING 5."""
    story = request(step("chain", TO_FEDOR)).sent()
    assert story.asked == ("galina",)
    absent = story.moved_to(away(company(), "galina", "karim"))
    assert absent.asked == ("karim", "galina")
    assert absent.moved_to(company()).asked == ("galina",)


def test_without_a_usable_substitute_the_next_manager_decides_in_his_own_right() -> None:
    """ROUTING 4: the place stays that of the absent one's position."""
    org = away(company(), "boris")
    story = request(step("cfo", position("CFO")), org=org).sent()
    assert capacities(story.at("cfo/p:CFO")) == (("anna", Capacity.CLIMBED, None),)
    assert [one.code for one in story.at("cfo/p:CFO").people[0].reasons] == [
        "absent_no_substitute",
        "manager_above",
    ]


def test_a_substitute_who_is_absent_himself_is_passed_over() -> None:
    """ROUTING 4: depth 1."""
    org = away(away(company(), "galina", "karim"), "karim", "fedor")
    assert request(step("chain", TO_FEDOR), org=org).sent().asked == ("fedor",)


def test_the_substitute_for_another_process_decides_nothing_here() -> None:
    """ROUTING 4: for that date and process."""
    org = away(company(), "galina", "karim", "vacation")
    assert request(step("chain", TO_FEDOR), org=org).sent().asked == ("galina",)


def test_the_fallback_approver_decides_when_nobody_above_is_there() -> None:
    """ROUTING 4."""
    story = request(step("ceo", position("CEO")), org=away(company(), "anna")).sent()
    assert capacities(story.at("ceo/p:CEO")) == (("boris", Capacity.FALLBACK, None),)


def test_a_vacant_position_is_climbed_and_says_so() -> None:
    """ROUTING 6."""
    story = request(step("chain"), org=vacant(company(), "KZN-D")).sent()
    assert story.skipped == {"chain/p:KZN-D": "vacant_climbed"}
    assert story.at("chain/p:KZN-D").covered_by == "chain/p:SAL-D"
    assert story.approved("galina").asked == ("egor",)


def test_a_vacant_stop_never_stops_lower() -> None:
    """ROUTING 6."""
    story = request(step("chain"), org=vacant(company(), "SAL-D")).sent().approved("galina", "fedor")
    assert story.asked == ("anna",)


def test_an_acting_holder_decides_in_his_own_right() -> None:
    """ROUTING 6."""
    org = with_position(company(), "KZN-SH", acting="karim")
    story = request(step("chain", TO_FEDOR), org=org).sent()
    assert capacities(story.at("chain/p:KZN-SH")) == (("karim", Capacity.ACTING, None),)


def test_a_substitute_who_is_the_requester_is_passed_over() -> None:
    """ROUTING 16: exclusions apply after substitution."""
    story = request(step("chain", TO_FEDOR), org=away(company(), "galina", "ivan")).sent()
    assert story.skipped == {"chain/p:KZN-SH": "substitute_excluded"}
    assert story.asked == ("fedor",)


def test_a_substitute_who_decided_in_his_own_right_is_passed_over() -> None:
    """ROUTING 16: galina signed, so she does not stand in for fedor; egor is next in line."""
    story = request(step("chain"), org=company()).sent().approved("galina")
    story = story.moved_to(away(company(), "fedor", "galina"))
    assert story.asked == ("egor",)
    assert story.skipped == {"chain/p:KZN-D": "substitute_already_decided"}


def test_a_substitute_with_a_place_of_his_own_further_up_decides_only_there() -> None:
    """ROUTING 7, 16: as a substitute nobody covers a second place."""
    story = request(step("chain"), org=away(company(), "galina", "egor")).sent()
    assert story.skipped == {"chain/p:KZN-SH": "substitute_asked_himself"}
    assert story.asked == ("fedor",)


def test_a_substitute_who_reports_to_the_requester_is_passed_over() -> None:
    """ROUTING 16."""
    org = away(company(), "egor", "ivan")
    story = request(step("chain"), by="galina", org=org).sent().approved("fedor")
    assert story.asked == ("anna",)
    assert story.at("chain/p:SAL-D").people[0].reasons[0].code == "substitute_reports_to_requester"


def test_a_substitute_who_reports_to_whoever_entered_it_is_passed_over() -> None:
    """ROUTING 16: all three are excluded alike."""
    org = away(company(), "boris", "karim")
    story = request(step("cfo", position("CFO")), by="dan", org=org, facts={"entered_by": "galina"}).sent()
    assert story.asked == ("anna",)
    assert story.at("cfo/p:CFO").people[0].reasons[0].code == "substitute_reports_to_requester"


def test_one_substitute_stands_in_at_one_place_only() -> None:
    """ROUTING 7: dan stands in for both; at the second place the next in line decides."""
    org = away(away(company(), "clara", "dan"), "boris", "dan")
    story = request(step("one", position("CHACC")), step("two", position("CFO"), sign_off="budget"), org=org)
    assert story.sent().asked == ("dan", "clara")
    assert capacities(story.sent().at("two/p:CFO")) == (("anna", Capacity.CLIMBED, None),)
    assert story.sent().approved("dan").asked == ("anna",)


def test_a_new_holder_inherits_the_sign_off_of_the_place() -> None:
    """ROUTING 18, principle 7."""
    story = request(step("chain")).sent().approved("galina")
    moved = story.moved_to(with_position(company(), "KZN-SH", holder="karim"))
    assert moved.asked == ("fedor",)
    done = moved.at("chain/p:KZN-SH").decision
    assert done is not None and done.by == "galina"


def test_the_open_task_goes_to_the_new_holder_when_the_old_one_lost_the_position() -> None:
    """ROUTING 11, 18."""
    story = request(step("chain")).sent()
    left = replace(company().employees["galina"], active=False)
    org = replace(company(), employees={**company().employees, "galina": left})
    assert story.moved_to(with_position(company(), "KZN-SH", holder="karim")).asked == ("karim",)
    assert story.moved_to(org).asked == ("fedor",)


def test_the_open_task_stays_when_somebody_new_appears_before_it() -> None:
    """ROUTING 18: the current task stays; the one who is new is asked too."""
    story = request(step("chain"), org=vacant(company(), "KZN-D")).sent().approved("galina")
    story = story.with_facts(asked=frozenset({"chain/p:SAL-D"}))
    assert story.keys(Status.OPEN) == ("chain/p:SAL-D",)
    filled = story.moved_to(company())
    assert filled.keys(Status.OPEN) == ("chain/p:KZN-D", "chain/p:SAL-D")


def test_what_an_approver_covered_stays_covered_when_the_absent_one_returns() -> None:
    """ROUTING, principle 4: done is frozen."""
    story = request(step("chain"), org=vacant(company(), "KZN-D")).sent().approved("galina", "egor")
    back = story.moved_to(company())
    assert back.outcome == "completed"
    assert back.skipped == {"chain/p:KZN-D": "covered"}
    assert back.at("chain/p:KZN-D").covered_by == "chain/p:SAL-D"


def test_a_decision_stays_when_the_person_has_left() -> None:
    """ROUTING 11: of a person named as such."""
    story = request(step("named", employee("dan")), step("cfo", position("CFO"))).sent()
    story = story.approved("dan")
    gone = replace(company().employees["dan"], active=False)
    left = story.moved_to(replace(company(), employees={**company().employees, "dan": gone}))
    assert left.asked == ("boris",)
    assert left.keys(Status.DONE) == ("named/e:dan",)
