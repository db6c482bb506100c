"""The plan as a whole: what is shown before sending, stages, equal answers, sentences for every reason."""

from __future__ import annotations

import ast
from pathlib import Path

import designer.route
from designer.conditions.errors import SENTENCES as CONDITIONS
from designer.route.plan import Outcome, Status
from designer.route.planner import plan
from designer.route.reasons import SENTENCES
from org.reasons import SENTENCES as COMPANY
from org.snapshot import OrgSnapshot
from tests.org.small import company, with_position, with_unit
from tests.route.building import employee, position, request, statuses, step, work

DUTY = {"source": "group", "role": "accountant"}
SOURCES = sorted(Path(designer.route.__file__).parent.glob("*.py"))


def test_the_named_route_with_reasons_is_shown_before_sending() -> None:
    story = request(step("chain"), work("pay", DUTY, how="group"))
    assert (story.outcome, story.plan.round, story.plan.stage) == (Outcome.DRAFT, 0, "request")
    assert statuses(story) == (
        ("chain/p:KZN-SH", "ahead"),
        ("chain/p:KZN-D", "ahead"),
        ("chain/p:SAL-D", "ahead"),
        ("pay/g:pay", "ahead"),
    )
    place = story.at("chain/p:KZN-D")
    assert (place.reason.code, place.reason["level"], place.people[0].employee) == (
        "head_above",
        "2",
        "fedor",
    )


def test_the_stage_is_that_of_the_first_place_that_waits() -> None:
    story = request(step("chain"), work("pay", employee("dan"))).sent()
    assert story.plan.stage == "approval"
    story = story.approved("galina", "fedor", "egor")
    assert story.plan.stage == "accounting"
    assert (story.completed("dan").plan.stage, story.completed("dan").outcome) == ("done", Outcome.COMPLETED)


def test_the_places_of_a_path_not_taken_are_not_on_the_route() -> None:
    big = {"code": "big", "when": {"field": "person", "filled": True}, "steps": [step("a", position("CFO"))]}
    small = {"code": "small", "steps": [step("b", position("CHACC"))]}
    story = request({"branch": "size", "paths": [big, small]})
    assert [place.key for place in story.plan.places] == ["b/p:CHACC"]
    assert (story.plan.paths[0].path, story.plan.paths[0].reason.code) == ("small", "path_default")
    filled = story.edited(person="dan")
    assert [place.key for place in filled.plan.places] == ["a/p:CFO"]
    assert filled.plan.paths[0].reason.code == "path_condition"


def test_a_parallel_path_whose_condition_does_not_hold_is_left_out_with_a_note() -> None:
    one = {"code": "one", "when": {"field": "person", "filled": True}, "steps": [step("a", position("CFO"))]}
    two = {"code": "two", "steps": [step("b", position("CHACC"))]}
    story = request({"parallel": "both", "paths": [one, two]}).sent()
    assert story.asked == ("clara",)
    assert story.plan.notes["both/one"].code == "path_not_taken"


def test_several_equally_near_holders_share_one_task() -> None:
    """ROUTING, Who can be asked: nearest accountant."""
    nearest = {"source": "nearest_role", "role": "accountant", "unit": {"code": "ACC"}}
    org = with_position(company(), "ACC2", title="Accountant", role="accountant", unit="ACC", holder="karim")
    story = request(step("books", nearest), org=org).sent()
    assert story.keys(Status.OPEN) == ("books/g:accountant",)
    assert story.asked == ("dan", "karim")
    assert story.approved("karim").outcome is Outcome.COMPLETED


def test_a_cycle_in_the_tree_of_units_ends_the_chain() -> None:
    """ROUTING 12: the resolver carries a visited set."""
    org: OrgSnapshot = with_unit(company(), "SAL", parent="KZN-S")
    story = request(step("chain"), org=org).sent()
    assert [place.key for place in story.plan.places] == ["chain/p:KZN-SH", "chain/p:KZN-D", "chain/p:SAL-D"]


def test_the_same_input_gives_an_equal_plan() -> None:
    """ROUTING, principle 1."""
    story = request(step("chain"), work("pay", DUTY, how="group")).sent().approved("galina")
    again = plan(story.document, story.facts, story.history, story.org, story.now)
    assert again == story.plan
    assert again is not story.plan


def test_a_decided_place_keeps_the_reason_why_it_was_asked() -> None:
    """ROUTING, principle 2."""
    story = request(step("chain")).sent().approved("galina")
    assert story.at("chain/p:KZN-SH").reason.code == "head_above"
    assert story.at("chain/p:KZN-SH").status is Status.DONE


def codes_used() -> set[str]:
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())))
    return {
        str(part.value)
        for call in calls
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("Reason.of", "Reason")
        for argument in call.args[:1]
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    """ROUTING, principle 2."""
    text = "\n".join(path.read_text() for path in SOURCES if path.name != "reasons.py")
    assert codes_used() - set(SENTENCES) - set(COMPANY) - set(CONDITIONS) == set()
    assert {code for code in SENTENCES if f'"{code}"' not in text} == set()
    assert not set(SENTENCES) & set(COMPANY)
    assert not set(SENTENCES) & set(CONDITIONS)
