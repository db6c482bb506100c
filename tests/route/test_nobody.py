"""An empty set is never an approval, and what cannot be evaluated never passes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from designer.route.plan import Capacity, Outcome, Status
from tests.org.small import away, company
from tests.route.building import (
    OFF_BUDGET,
    capacities,
    compares,
    document,
    employee,
    money,
    position,
    request,
    several,
    step,
    work,
)  # fmt: skip

NOBODY = {"source": "nearest_role", "role": "lawyer", "unit": {"start": True}}
NAMED = {"source": "field", "field": "person"}
BIG = compares("amount", "gt", {"money": "1000", "currency": "RUB"})
LADDER = ["chain/p:KZN-SH", "chain/p:KZN-D", "chain/p:SAL-D"]
BY_LIMIT = {"source": "managers_up", "until": {"limit": True}}


def test_a_role_that_nobody_holds_goes_to_the_fallback_approver() -> None:
    """ROUTING 30."""
    story = request(step("legal", NOBODY)).sent()
    assert capacities(story.at("legal/g:legal")) == (("boris", Capacity.FALLBACK, None),)
    assert story.at("legal/g:legal").people[0].reasons[0].code == "nobody_found"


def test_a_source_that_finds_nobody_is_not_lost_among_others() -> None:
    """ROUTING 30: each of several sources is a control of its own."""
    story = request(step("both", several(position("CHACC"), NOBODY))).sent()
    assert story.asked == ("clara",)
    assert story.approved("clara").asked == ("boris",)


def test_work_that_nobody_can_do_waits_for_the_process_owner() -> None:
    """ROUTING, principle 3: a fallback approver approves, he does no work."""
    story = request(step("chain"), work("pay", NOBODY)).sent().approved("galina", "fedor", "egor")
    assert story.keys(Status.RED) == ("pay/g:pay",)
    assert story.at("pay/g:pay").reason.code == "nobody_found"


def test_a_step_whose_condition_does_not_hold_is_passed_with_its_reason() -> None:
    """ROUTING, principle 2."""
    story = request(step("budget", position("CFO"), when=OFF_BUDGET), step("chain")).sent()
    assert story.skipped == {"budget/g:budget": "step_condition_false"}
    assert story.asked == ("galina",)
    assert story.edited(off_budget=True).asked == ("boris",)


def test_a_route_whose_approvals_all_fall_away_is_not_approved_by_that() -> None:
    """ROUTING 30: the last approval goes to the fallback approver."""
    route = (step("a", position("CEO"), when=OFF_BUDGET), step("b", position("CFO"), when=OFF_BUDGET))
    story = request(*route).sent()
    assert capacities(story.at("b/g:b")) == (("boris", Capacity.FALLBACK, None),)
    assert story.at("b/g:b").reason.code == "all_fell_away"
    assert story.approved("boris").outcome is Outcome.COMPLETED


def test_a_branch_without_steps_is_not_an_approval() -> None:
    """ROUTING 30."""
    big = {"code": "big", "when": BIG, "steps": [step("a", position("CEO"))]}
    story = request({"branch": "size", "paths": [big, {"code": "small"}]}).sent()
    assert (story.asked, story.outcome) == (("boris",), Outcome.RUNNING)


def test_work_alone_approves_nothing_where_the_process_knows_approvals() -> None:
    """ROUTING, principle 3."""
    story = request(work("fill", employee("dan")), step("a", position("CEO"), when=OFF_BUDGET)).sent()
    assert story.completed("dan").asked == ("boris",)


def test_nobody_needed_is_an_explicit_outcome() -> None:
    """ROUTING 30."""
    small = compares("amount", "le", {"money": "1000", "currency": "RUB"})
    story = request(step("chain", nobody_needed=small)).sent()
    assert story.outcome is Outcome.COMPLETED
    assert story.skipped == {"chain/g:chain": "nobody_needed"}
    assert story.edited(amount=money("5000.00")).asked == ("galina",)


def test_a_condition_that_cannot_be_evaluated_stops_at_the_step_that_is_due() -> None:
    """ROUTING 34."""
    story = request(step("big", position("CEO"), when=BIG), step("chain"), values={"amount": None}).sent()
    assert story.keys(Status.RED) == ("big/g:big",)
    assert story.at("big/g:big").reason.code == "empty_value"
    assert (story.asked, story.outcome) == ((), Outcome.RUNNING)


def test_a_step_ahead_whose_condition_is_not_known_yet_is_shown_as_unknown() -> None:
    """ROUTING 34: it depends on what an earlier step fills in."""
    late = step("late", position("CEO"), when=compares("account", "eq", {"value": "20"}))
    story = request(work("fill", employee("dan"), must_fill=["account"]), late).sent()
    assert story.at("late/g:late").status is Status.UNKNOWN
    assert story.edited(account="20").completed("dan").asked == ("anna",)


def test_whoever_a_later_step_will_name_is_unknown_until_then() -> None:
    """ROUTING, principle 3."""
    fill = work("fill", employee("clara"), must_fill=["doer"])
    story = request(step("chain"), fill, step("doer", {"source": "field", "field": "doer"})).sent()
    assert story.at("doer/g:doer").status is Status.UNKNOWN
    assert story.at("doer/g:doer").reason.code == "field_empty"
    named = story.approved("galina", "fedor", "egor").edited(doer="dan").completed("clara")
    assert named.asked == ("dan",)


def test_an_empty_field_that_nobody_will_fill_goes_to_the_fallback_approver() -> None:
    """ROUTING 30."""
    assert request(step("named", NAMED)).plan.places[0].status is Status.UNKNOWN
    assert request(step("named", NAMED)).sent().asked == ("boris",)


def test_a_branch_that_cannot_be_evaluated_is_a_red_item_when_it_is_due() -> None:
    """ROUTING 34."""
    big = {"code": "big", "when": BIG, "steps": [step("a", position("CEO"))]}
    branch = {"branch": "size", "paths": [big, {"code": "small", "steps": [step("b")]}]}
    story = request(step("first", employee("dan")), branch, values={"amount": None}).sent()
    assert story.at("size/g:size").status is Status.UNKNOWN
    assert story.plan.paths[0].path is None
    assert story.approved("dan").keys(Status.RED) == ("size/g:size",)
    assert story.approved("dan").edited(amount=money("2000.00")).asked == ("dan",)


def test_the_conditional_approver_is_the_first_case_that_holds() -> None:
    """ROUTING, Who can be asked."""
    accountant = {"person": "person", "holds_role": ["accountant"]}
    cases = [{"when": accountant, "who": position("CFO")}]
    who = {"source": "first_of", "cases": cases, "otherwise": position("SAL-D")}
    assert request(step("final", who), values={"person": "dan"}).sent().asked == ("boris",)
    assert request(step("final", who), values={"person": "karim"}).sent().asked == ("egor",)
    assert request(step("final", who)).sent().keys(Status.RED) == ("final/g:final",)


@pytest.mark.parametrize(
    ("amount", "rates", "asked"),
    [
        (money("90000.00"), {}, ["chain/p:KZN-SH", "chain/p:KZN-D"]),
        (money("90000.00", "USD"), {"USD": Decimal(5)}, LADDER),
        (money("90000.00", "USD"), {"USD": Decimal(90)}, [*LADDER, "chain/p:CEO"]),
        (money("-90000.00", "USD"), {"USD": Decimal(90)}, [*LADDER, "chain/p:CEO"]),
    ],
)  # fmt: skip
def test_a_limit_is_in_the_companys_currency_by_the_frozen_rate(
    amount: Any, rates: dict[str, Decimal], asked: list[str]
) -> None:
    """ROUTING 33."""
    story = request(step("chain", BY_LIMIT), values={"amount": amount}, facts={"rates": rates})
    assert [place.key for place in story.plan.places] == asked


def test_without_a_rate_a_limit_cannot_be_compared() -> None:
    """ROUTING 33."""
    story = request(step("chain", BY_LIMIT), values={"amount": money("9.00", "USD")}).sent()
    assert story.keys(Status.RED) == ("chain/g:chain",)
    assert story.at("chain/g:chain").reason.code == "no_rate"


def test_whoever_has_authority_for_the_amount_is_asked() -> None:
    """ROUTING, Who can be asked."""
    by_authority = {"source": "authority"}
    assert request(step("a", by_authority)).sent().asked == ("fedor",)
    assert request(step("a", by_authority), by="fedor").sent().asked == ("egor",)
    large = request(step("a", by_authority), values={"amount": money("600000.00")}).sent()
    assert large.asked == ("anna",)


def test_the_stop_of_a_limit_is_not_replaced_by_whoever_may_decide_less() -> None:
    """ROUTING 17: up to the smaller of both limits, above it the place goes up."""
    org = away(company(), "egor", "fedor")
    story = request(step("a", {"source": "authority"}), org=org, values={"amount": money("400000.00")}).sent()
    assert story.asked == ("anna",)


def test_the_first_fallback_approver_who_is_not_excluded_decides() -> None:
    """ROUTING 3, principle 6."""
    story = request(step("legal", NOBODY), by="boris").sent()
    assert story.asked == ("clara",)


def test_a_document_with_only_work_needs_somebody_else_to_do_it() -> None:
    """ROUTING, principle 3."""
    other = request(work("fill", employee("dan"))).sent().completed("dan")
    assert other.outcome is Outcome.COMPLETED
    own = request(work("fill", {"source": "requester"})).sent().completed("ivan")
    assert (own.outcome, own.asked) == (Outcome.RUNNING, ("boris",))


def test_the_document_of_these_tests_is_valid() -> None:
    assert document(step("chain")).steps["chain"].covers.fields == ("amount", "subject")
