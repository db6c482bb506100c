"""Nobody approves his own: where the route starts, and whom it never asks."""

from __future__ import annotations

from dataclasses import replace

from designer.route.plan import Capacity, Status
from org.snapshot import Employee
from tests.org.small import away, company, vacant, with_position
from tests.route.building import capacities, employee, position, request, step, work

FIELD = {"source": "field", "field": "person"}


def test_a_requester_who_is_the_stop_is_not_asked_and_the_next_above_is() -> None:
    """ROUTING 1."""
    story = request(step("chain"), by="egor").sent()
    assert story.asked == ("anna",)
    assert story.keys(Status.OPEN) == ("chain/p:CEO",)
    assert story.at("chain/p:CEO").reason.code == "requester_is_stop"


def test_a_vacancy_above_a_requester_who_is_the_stop_is_climbed() -> None:
    """ROUTING 1: a company's dirt never blocks."""
    org = vacant(company(), "SAL-D")
    chain = {"source": "managers_up", "until": {"role": "branch_director"}}
    story = request(step("chain", chain), by="fedor", org=org).sent()
    assert story.asked == ("anna",)
    assert story.skipped == {"chain/p:SAL-D": "vacant_climbed"}


def test_the_chain_of_a_manager_in_the_middle_starts_strictly_above_him() -> None:
    """ROUTING 2."""
    story = request(step("chain"), by="fedor").sent()
    assert [place.key for place in story.plan.places] == ["chain/p:SAL-D"]
    assert story.asked == ("egor",)


def test_nobody_is_above_the_head_of_the_company_so_the_fallback_approver_decides() -> None:
    """ROUTING 3."""
    story = request(step("chain"), by="anna").sent()
    assert capacities(story.at("chain/g:chain")) == (("boris", Capacity.FALLBACK, None),)
    assert [one.code for one in story.at("chain/g:chain").people[0].reasons][:2] == [
        "nobody_above",
        "fallback",
    ]


def test_the_next_fallback_approver_decides_while_the_first_is_away() -> None:
    """ROUTING 3: they are an ordered list."""
    story = request(step("chain"), by="anna", org=away(company(), "boris")).sent()
    assert story.asked == ("clara",)


def test_with_no_fallback_approver_left_the_request_waits_for_its_owner() -> None:
    """ROUTING 3."""
    org = away(away(company(), "boris"), "clara")
    story = request(step("chain"), by="anna", org=org).sent()
    assert story.asked == ()
    assert story.keys(Status.RED) == ("chain/g:chain",)


def test_every_head_below_the_company_is_asked_when_the_stop_is_not_on_the_path() -> None:
    """ROUTING 3."""
    chain = {"source": "managers_up", "until": {"role": "cfo"}}
    story = request(step("chain", chain), by="ivan").sent()
    assert [place.key for place in story.plan.places] == ["chain/p:KZN-SH", "chain/p:KZN-D", "chain/p:SAL-D"]
    assert story.at("chain/p:SAL-D").reason.code == "stop_not_on_path"


def test_the_route_starts_at_the_unit_the_requester_picked() -> None:
    """ROUTING 10."""
    org = with_position(company(), "ACC2", title="Accountant", unit="ACC", holder="ivan")
    story = request(step("chain"), org=org, facts={"unit": "ACC", "position": "ACC2"}).sent()
    assert story.asked == ("clara",)
    assert [place.key for place in story.plan.places] == ["chain/p:CHACC", "chain/p:CFO"]


def test_the_route_starts_from_the_person_the_request_is_for() -> None:
    """ROUTING, principle 6: fedor enters it for ivan, and is passed over among ivan's managers."""
    story = request(step("chain"), facts={"entered_by": "fedor"}).sent()
    assert story.asked == ("galina",)
    assert story.skipped == {"chain/p:KZN-D": "excluded"}
    assert story.at("chain/p:KZN-D").covered_by == "chain/p:SAL-D"


def test_an_excluded_holder_of_a_position_is_passed_over_for_the_one_above() -> None:
    """ROUTING, principle 6."""
    story = request(step("cfo", position("CFO")), by="boris").sent()
    assert capacities(story.at("cfo/p:CFO")) == (("anna", Capacity.CLIMBED, None),)


def test_whoever_benefits_decides_in_no_capacity() -> None:
    """ROUTING, principle 6: galina is the payee, and stands in for fedor."""
    org = away(company(), "fedor", "galina")
    story = request(step("chain"), org=org, values={"payee": "galina"}).sent()
    assert "galina" not in {one.employee for place in story.plan.places for one in place.people}
    assert story.skipped == {"chain/p:KZN-SH": "excluded", "chain/p:KZN-D": "substitute_excluded"}
    assert story.asked == ("egor",)


def test_a_sign_off_of_whoever_turns_out_to_benefit_does_not_count() -> None:
    """ROUTING, principle 6."""
    story = request(step("chain")).sent().approved("galina").edited(payee="galina")
    assert story.asked == ("fedor",)
    assert story.at("chain/p:KZN-SH").decision is None


def test_the_assignee_who_is_the_named_approver_is_replaced_by_his_manager() -> None:
    """ROUTING 1: a person named in a field who is the requester himself."""
    story = request(step("named", FIELD), values={"person": "ivan"}).sent()
    assert capacities(story.at("named/e:ivan")) == (("galina", Capacity.CLIMBED, None),)


def test_the_requester_may_do_work_that_asks_for_him_and_no_other() -> None:
    """ROUTING, principle 6."""
    own = request(step("chain"), work("report", {"source": "requester"})).sent()
    own = own.approved("galina", "fedor", "egor")
    assert own.asked == ("ivan",)
    other = (
        request(step("chain"), work("report", employee("ivan"))).sent().approved("galina", "fedor", "egor")
    )
    assert other.asked == ("galina",)


def test_whoever_signed_off_does_not_carry_the_payment_out() -> None:
    """ROUTING, principle 6."""
    pay = {"source": "group", "employees": ["galina", "dan"]}
    story = request(step("chain"), work("pay", pay, how="group", carries_out=True)).sent()
    assert [one.employee for one in story.at("pay/g:pay").people] == ["dan"]
    assert story.approved("galina", "fedor", "egor").asked == ("dan",)


def test_whoever_carried_the_payment_out_does_not_approve_it_afterwards() -> None:
    """ROUTING, principle 6."""
    pay = work("pay", employee("dan"), carries_out=True)
    story = request(pay, step("check", {"source": "field", "field": "person"}), values={"person": "clara"})
    done = story.sent().completed("dan")
    assert done.asked == ("clara",)
    assert done.edited(person="dan").asked == ("clara",)
    assert capacities(done.edited(person="dan").at("check/e:dan")) == (("clara", Capacity.CLIMBED, None),)


def test_a_requester_without_a_position_reaches_the_fallback_approver() -> None:
    """ROUTING 3: no manager."""
    org = replace(company(), employees={**company().employees, "zoya": Employee("zoya", "Zoya")})
    assert request(step("chain"), by="zoya", org=org, facts={"unit": ""}).sent().asked == ("boris",)
