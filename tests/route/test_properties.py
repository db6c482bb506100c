"""What holds of every route, whatever the company and whoever answers what."""

from __future__ import annotations

import os
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designer.conditions.errors import SENTENCES as CONDITIONS
from designer.route.history import fold
from designer.route.plan import Capacity, Outcome, Place, Status
from designer.route.planner import plan
from designer.route.reasons import SENTENCES
from designer.route.request import Request
from org.reasons import SENTENCES as COMPANY
from tests.route.building import Story
from tests.route.routes import agreeable, life

EXAMPLES = int(os.environ.get("PLACET_ROUTE_EXAMPLES", "60"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
seeds = st.integers(0, 2**32 - 1)
ENDED = (Outcome.DECLINED, Outcome.CANCELLED, Outcome.COMPLETED)
KNOWN = {**SENTENCES, **COMPANY, **CONDITIONS}


@often
@given(seeds)
def test_every_place_appears_once_with_one_reason(seed: int) -> None:
    """ROUTING, principle 2."""
    for story in life(seed):
        keys = [place.key for place in story.plan.places]
        assert len(keys) == len(set(keys))
        assert all(place.reason.code in KNOWN for place in story.plan.places)
        assert all(one.code in KNOWN for p in story.plan.places for a in p.people for one in a.reasons)


@often
@given(seeds)
def test_whoever_is_excluded_is_asked_in_no_capacity(seed: int) -> None:
    """ROUTING, principle 6 and row 16."""
    for story in life(seed):
        request = Request(story.document, story.facts, fold(story.history), story.org, story.now)
        for place in story.plan.places:
            asked = {one.employee for one in place.people}
            step = story.document.steps[place.step]
            if step.kind == "approval":
                assert not asked & request.principals
                assert step.carries_out or not asked & request.carriers
            if step.carries_out and place.reason.code not in ("requester_asked", "all_fell_away"):
                assert not asked & request.signers


@often
@given(seeds)
def test_a_request_on_its_way_waits_for_somebody(seed: int) -> None:
    """ROUTING, principle 3: and one that is not waits for nobody."""
    for story in life(seed):
        waits = bool(story.plan.open or story.plan.red)
        if story.outcome is Outcome.RUNNING:
            assert waits or "remarks_open" in story.plan.notes
        else:
            assert not waits
        assert all(place.people for place in story.plan.open)


@often
@given(seeds)
def test_no_route_ends_without_a_decision_of_somebody_else(seed: int) -> None:
    """ROUTING 30, principle 3."""
    for story in [*life(seed), *agreeable(seed)]:
        if story.outcome is Outcome.COMPLETED:
            assert _decided_by_another(story) or _explicitly_nobody(story)
            assert not story.plan.with_status(Status.AHEAD, Status.UNKNOWN)


def _decided_by_another(story: Story) -> bool:
    request = Request(story.document, story.facts, fold(story.history), story.org, story.now)
    approves = any(step.kind == "approval" for step in story.document.steps.values())
    return any(
        place.decision is not None
        and place.decision.by not in request.principals
        and (place.decision.outcome.startswith("approve") or not approves)
        for place in story.plan.with_status(Status.DONE)
    )


def _explicitly_nobody(story: Story) -> bool:
    return any(place.reason.code == "nobody_needed" for place in story.plan.places)


@often
@given(seeds)
def test_planning_twice_gives_the_same_plan(seed: int) -> None:
    """ROUTING, principle 1."""
    for story in life(seed, acts=6):
        assert plan(story.document, story.facts, story.history, story.org, story.now) == story.plan


@often
@given(seeds)
def test_a_covered_place_names_one_that_is_asked_or_done(seed: int) -> None:
    """ROUTING 7, 8."""
    for story in life(seed):
        for place in story.plan.places:
            if place.covered_by is not None and story.outcome in (Outcome.RUNNING, Outcome.COMPLETED):
                assert place.status is Status.SKIPPED
                stands = story.at(place.covered_by)
                assert stands.covered_by is None
                assert stands.status is not Status.SKIPPED or stands.reason.code == "no_longer_needed"


@often
@given(seeds)
def test_nobody_is_certain_to_be_asked_twice_for_the_same_sign_off(seed: int) -> None:
    """ROUTING 7, 8."""
    for story in life(seed):
        waiting = [p for p in story.plan.with_status(Status.OPEN, Status.AHEAD) if _certain(story, p)]
        asked = Counter((story.document.steps[p.step].sign_off, p.people[0].employee) for p in waiting)
        assert all(times == 1 for times in asked.values())


def _certain(story: Story, place: Place) -> bool:
    step = story.document.steps[place.step]
    return (
        step.kind == "approval"
        and step.how in ("one_after_another", "all")
        and len(place.people) == 1
        and place.people[0].capacity not in (Capacity.SUBSTITUTE, Capacity.GROUP)
    )


@often
@given(seeds)
def test_nobody_stands_in_twice_nor_beside_his_own_place(seed: int) -> None:
    """ROUTING 7, 16."""
    for story in life(seed):
        approvals = [p for p in story.plan.places if story.document.steps[p.step].kind == "approval"]
        stands_in = Counter(
            one.employee for p in approvals for one in p.people if one.capacity is Capacity.SUBSTITUTE
        )
        own = fold(story.history).decided_own
        groups = {p.key for p in approvals if any(a.capacity is Capacity.GROUP for a in p.people)}
        assert all(times == 1 for times in stands_in.values()) or groups
        assert not set(stands_in) & own


@often
@given(seeds)
def test_a_request_to_which_everybody_agrees_comes_to_its_end(seed: int) -> None:
    """ROUTING, principle 3: it is completed, or waits for the process owner."""
    stories = list(agreeable(seed))
    assert len(stories) <= 60
    assert stories[-1].outcome is Outcome.COMPLETED or stories[-1].plan.red


@often
@given(seeds)
def test_what_is_done_stays_done_while_everybody_agrees(seed: int) -> None:
    """ROUTING, principle 4."""
    done: set[str] = set()
    for story in agreeable(seed):
        now_done = {place.key for place in story.plan.with_status(Status.DONE)}
        assert done <= now_done
        done = now_done
        assert story.plan.stage in {stage.code for stage in story.document.stages}
