"""Red items, passing a task on, and whose turn it is when a request comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from designer.route.chosen import may_be_chosen
from designer.route.plan import Capacity, Outcome, Status
from designer.route.rework import may_rework
from org.snapshot import OrgSnapshot
from tests.org.small import away, company, vacant
from tests.route.building import (
    OFF_BUDGET,
    Story,
    capacities,
    compares,
    employee,
    position,
    request,
    step,
    work,
)  # fmt: skip

BIG = compares("amount", "gt", {"money": "1000", "currency": "RUB"})
PAYER = {"source": "nearest_role", "role": "accountant", "unit": {"code": "ACC"}}


def refusal(story: Story, key: str, chooser: str, candidate: str) -> str | None:
    found = may_be_chosen(
        story.document, story.facts, story.history, story.org, story.now, key, chooser, candidate
    )
    return found.code if found is not None else None


def stuck() -> Story:
    """The requester is the CEO, and both fallback approvers are away."""
    return request(step("chain"), by="anna", org=away(away(company(), "boris"), "clara")).sent()


def nobody_pays() -> Story:
    """Nobody of accounting is there to pay, up to the top."""
    org = away(away(away(away(company(), "dan"), "clara"), "boris"), "anna")
    story = request(step("chain"), work("pay", PAYER), org=org).sent()
    return story.approved("galina", "fedor", "egor")


def test_a_red_item_is_given_to_whoever_was_chosen() -> None:
    """ROUTING 36."""
    story = nobody_pays()
    assert story.keys(Status.RED) == ("pay/p:ACC1",)
    given = story.given("pay/p:ACC1", "hasan")
    assert capacities(given.at("pay/p:ACC1")) == (("hasan", Capacity.CHOSEN, None),)
    assert given.completed("hasan").outcome is Outcome.COMPLETED


def test_a_step_whose_condition_cannot_be_evaluated_may_be_given_to_somebody() -> None:
    """ROUTING 34, 36: he is asked, as if the condition held."""
    story = request(step("big", position("CEO"), when=BIG), step("chain"), values={"amount": None}).sent()
    given = story.given("big/g:big", "anna")
    assert given.asked == ("anna",)
    assert given.approved("anna").asked == ("galina",)


def test_whoever_is_excluded_gets_no_place_even_if_he_was_chosen() -> None:
    """ROUTING 36: excluded persons never."""
    assert stuck().given("chain/g:chain", "anna", by="egor").keys(Status.RED) == ("chain/g:chain",)


def test_a_chosen_person_who_is_away_is_stood_in_for() -> None:
    """ROUTING 4, 36."""
    story = nobody_pays().given("pay/p:ACC1", "hasan")
    covered = story.moved_to(away(story.org, "hasan", "karim"))
    assert capacities(covered.at("pay/p:ACC1")) == (
        ("karim", Capacity.SUBSTITUTE, "hasan"),
        ("hasan", Capacity.CHOSEN, None),
    )


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        ("hasan", None),
        ("clara", None),
        ("anna", None),
        ("egor", None),
        ("fedor", None),
        ("galina", "choose_lower"),
        ("karim", "choose_lower"),
        ("ivan", "choose_excluded"),
        ("nobody", "choose_unknown"),
    ],
)
def test_the_owner_of_a_red_item_chooses_a_holder_of_the_role_or_somebody_higher(
    candidate: str, why: str | None
) -> None:
    """ROUTING 36: fedor and egor stand above hasan, who holds the role too."""
    assert refusal(nobody_pays(), "pay/p:ACC1", "boris", candidate) == why


def test_nobody_chooses_himself() -> None:
    """ROUTING 36."""
    assert refusal(nobody_pays(), "pay/p:ACC1", "clara", "clara") == "choose_himself"


def test_nobody_chooses_one_who_reports_to_the_requester() -> None:
    """ROUTING 36."""
    org = away(away(away(away(company(), "dan"), "clara"), "boris"), "anna")
    story = request(work("pay", PAYER), by="fedor", org=org).sent()
    assert refusal(story, "pay/p:ACC1", "boris", "hasan") == "choose_reports_to_requester"


@pytest.mark.parametrize(
    ("candidate", "why"),
    [("fedor", None), ("anna", None), ("karim", "choose_not_up"), ("clara", "choose_not_up")],
)
def test_an_approver_passes_his_task_only_up(candidate: str, why: str | None) -> None:
    """ROUTING 36."""
    assert refusal(request(step("chain")).sent(), "chain/p:KZN-SH", "galina", candidate) == why


def test_an_approver_passes_his_task_to_his_recorded_substitute() -> None:
    """ROUTING 36."""
    story = request(step("chain"), org=away(company(), "galina", "karim")).sent()
    assert refusal(story, "chain/p:KZN-SH", "galina", "karim") is None


def test_a_place_that_waits_for_nobody_is_given_to_nobody() -> None:
    """ROUTING 36."""
    story = request(step("chain")).sent()
    assert refusal(story, "chain/p:SAL-D", "egor", "anna") == "choose_not_waiting"
    assert refusal(story, "chain/p:NONE", "egor", "anna") == "choose_not_waiting"


def test_a_branch_that_cannot_be_evaluated_waits_for_no_person() -> None:
    """ROUTING 34, 36."""
    branch = {
        "branch": "size",
        "paths": [{"code": "big", "when": BIG, "steps": [step("a")]}, {"code": "small"}],
    }
    story = request(branch, values={"amount": None}).sent()
    assert refusal(story, "size/g:size", "anna", "egor") == "choose_no_person"
    assert story.given("size/g:size", "egor").keys(Status.RED) == ("size/g:size",)


def test_for_the_head_of_the_company_nobody_below_him_is_chosen() -> None:
    """ROUTING 36: everybody reports to the requester."""
    assert refusal(stuck(), "chain/g:chain", "boris", "clara") == "choose_reports_to_requester"


# -- whose turn it is --------------------------------------------------------------------------------------


def reworkers(org: OrgSnapshot) -> tuple[tuple[str, Capacity], ...]:
    story = request(step("chain"), org=org)
    found = may_rework(story.document, story.facts, story.history, story.org, story.now)
    return tuple((one.employee, one.capacity) for one in found)


def test_the_requester_reworks_his_request() -> None:
    """ROUTING 35."""
    assert reworkers(company()) == (("ivan", Capacity.OWN),)


def test_his_substitute_may_rework_while_he_is_away() -> None:
    """ROUTING 35."""
    assert reworkers(away(company(), "ivan", "karim")) == (
        ("karim", Capacity.SUBSTITUTE),
        ("ivan", Capacity.OWN),
    )


def test_his_manager_may_rework_when_he_has_left_or_nobody_stands_in() -> None:
    """ROUTING 35."""
    left = replace(company().employees["ivan"], active=False)
    org = replace(company(), employees={**company().employees, "ivan": left})
    assert reworkers(org) == (("galina", Capacity.CLIMBED),)
    assert reworkers(away(company(), "ivan")) == (("galina", Capacity.CLIMBED), ("ivan", Capacity.OWN))
    assert reworkers(away(away(company(), "ivan"), "galina")) == (
        ("fedor", Capacity.CLIMBED),
        ("ivan", Capacity.OWN),
    )


def test_open_remarks_hold_the_step_that_wants_them_settled() -> None:
    """Invoice: an unanswered remark blocks the step after the last approval."""
    pay = work("pay", employee("dan"), remarks_settled=True)
    story = request(step("chain"), pay).sent().approved("galina", "fedor", "egor")
    held = story.with_facts(open_remarks=2)
    assert (held.outcome, held.asked, held.plan.stage) == (Outcome.RUNNING, (), "accounting")
    assert held.at("pay/e:dan").status is Status.AHEAD
    assert held.plan.notes["remarks_open"]["count"] == "2"
    assert story.asked == ("dan",)


def test_open_remarks_that_nobody_can_answer_are_a_red_item() -> None:
    """ROUTING 35."""
    org = vacant(company(), "KZN-SH", "KZN-D", "SAL-D", "CEO")
    left = replace(org, employees={**org.employees, "ivan": replace(org.employees["ivan"], active=False)})
    pay = work("pay", position("CFO"), remarks_settled=True)
    story = request(pay, step("never", position("CEO"), when=OFF_BUDGET), org=left).sent()
    assert story.with_facts(open_remarks=1).keys(Status.RED) == ("pay/p:CFO",)
