"""Generated requests: a company of `tests.org.companies`, a route of depth up to 3 with every way of asking,
values, and a history made by random answers, edits and changes of the company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from designer.route.facts import Facts
from designer.route.plan import Outcome, Place
from org.snapshot import Absence
from tests.org.companies import NOW, ROLES, TODAY, build
from tests.route.building import FIELDS, OFF_BUDGET, VALUES, Story, compares, document, money

BIG = compares("amount", "gt", {"money": "1000", "currency": "RUB"})
CONDITIONS = (
    OFF_BUDGET,
    BIG,
    {"field": "person", "filled": True},
    {"not": OFF_BUDGET},
    compares("account", "eq", {"value": "20"}),
)
AMOUNTS = (None, money("100.00"), money("5000.00"), money("900000.00"), money("5.00", "USD"))
HOW = ("one_after_another", "one_after_another", "all", "any", "quorum", "group")
UNTIL = (
    {"role": "department_director"},
    {"unit_kind": "branch"},
    {"level": 2},
    {"steps": 2},
    {"limit": True},
    {"top": True},
)


class Maker:
    """Makes one request from one seed."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        drawn = build(self.dice.randrange(2**32))
        self.org, self.requester, self.unit = drawn.org, drawn.requester, drawn.unit
        self.people = sorted(self.org.employees)
        self.numbers = iter(range(1, 1000))

    def story(self) -> Story:
        route = [self.node(1) for _ in range(self.dice.choice((0, 1, 2, 3)))] + [self.step()]
        fallback = [self.who(1) for _ in range(self.dice.choice((1, 2)))]
        made = document(*route, fallback_approvers=fallback)
        other = self.dice.choice(self.people) if self.dice.random() < 0.2 else self.requester
        facts = Facts(
            "invoice", self.requester, other, self.requester, self.unit, values={**VALUES, **self.values()}
        )
        return Story(made, facts, self.org, (), NOW)

    def values(self) -> dict[str, Any]:
        dice = self.dice
        return {
            "amount": dice.choice(AMOUNTS),
            "off_budget": dice.random() < 0.5,
            "person": dice.choice((None, dice.choice(self.people))),
            "payee": dice.choice((None, None, dice.choice(self.people))),
            "unit": dice.choice((None, dice.choice(sorted(self.org.units)))),
            "account": dice.choice((None, "20")),
        }  # fmt: skip

    # -- the route -----------------------------------------------------------------------------------------

    def node(self, depth: int) -> dict[str, Any]:
        kind = self.dice.random()
        if depth > 3 or kind < 0.7:
            return self.step()
        code = f"n{next(self.numbers)}"
        if kind < 0.85:
            paths = [self.path(depth, self.dice.choice(CONDITIONS)) for _ in range(self.dice.choice((1, 2)))]
            return {"branch": code, "paths": [*paths, self.path(depth, None)]}
        paths = [self.path(depth, None) for _ in range(2)]
        return {"parallel": code, "paths": paths, "on_refusal": self.dice.choice(("stop", "wait"))}

    def path(self, depth: int, when: dict[str, Any] | None) -> dict[str, Any]:
        steps = [self.node(depth + 1) for _ in range(self.dice.choice((0, 1, 1, 2)))]
        return {"code": f"n{next(self.numbers)}", "when": when, "steps": steps}

    def step(self) -> dict[str, Any]:
        dice, code = self.dice, f"s{next(self.numbers)}"
        is_work = dice.random() < 0.2
        how = dice.choice(HOW)
        return {
            "step": code,
            "label": code,
            "stage": dice.choice(("approval", "accounting")),
            "kind": "work" if is_work else "approval",
            "who": self.who(0),
            "how": how,
            "quorum": dice.choice((1, 2, 3)) if how == "quorum" else None,
            "when": dice.choice(CONDITIONS) if dice.random() < 0.15 else None,
            "nobody_needed": dice.choice(CONDITIONS) if dice.random() < 0.05 else None,
            "sign_off": dice.choice(("need", "need", "budget")),
            "final": dice.random() < 0.1,
            "covers": {"fields": dice.choice((["amount"], ["amount", "subject"], ["person"]))},
            "edits": dice.choice((["account"], [])),
            "on_refusal": dice.choice(("stop", "wait")),
            "carries_out": dice.random() < (0.5 if is_work else 0.05),
            "remarks_settled": dice.random() < 0.1,
        }

    def who(self, depth: int) -> dict[str, Any]:
        dice = self.dice
        unit = dice.choice(
            ({"start": True}, {"field": "unit"}, {"code": dice.choice(sorted(self.org.units))})
        )
        sources: list[dict[str, Any]] = [
            {"source": "direct_manager"},
            {"source": "managers_up", "until": dice.choice(UNTIL)},
            {"source": "managers_up", "until": dice.choice(UNTIL)},
            {"source": "head_of", "unit": unit},
            {"source": "nearest_role", "role": dice.choice(ROLES), "unit": unit},
            {"source": "authority"},
            {"source": "field", "field": "person"},
            {"source": "employee", "employee": dice.choice(self.people)},
            {"source": "position", "position": dice.choice(sorted(self.org.positions))},
            {"source": "requester"},
            {"source": "group", "role": dice.choice(ROLES), "unit": unit},
            {"source": "group", "employees": dice.sample(self.people, min(3, len(self.people)))},
        ]
        if depth < 2 and dice.random() < 0.35:
            return {"source": "several", "of": [self.who(depth + 1) for _ in range(dice.choice((1, 2, 3)))]}
        if depth < 2 and dice.random() < 0.1:
            case = {"when": dice.choice(CONDITIONS), "who": self.who(2)}
            return {"source": "first_of", "cases": [case], "otherwise": self.who(2)}
        return dice.choice(sources)


# -- what happens to it ------------------------------------------------------------------------------------


def life(seed: int, acts: int = 14) -> Iterator[Story]:
    """Every moment of a random request's life, the draft first."""
    maker = Maker(seed)
    story = maker.story()
    yield story
    for _ in range(acts):
        story = _next(maker, story)
        yield story


def agreeable(seed: int) -> Iterator[Story]:
    """A request to which everybody agrees, from its sending to its end (but at most 80 answers)."""
    story = Maker(seed).story().sent()
    yield story
    for _ in range(80):
        if not story.plan.open:
            return
        place = story.plan.open[0]
        kind = story.document.steps[place.step].kind
        story = story.answered(
            place.people[0].employee, "complete" if kind == "work" else "approve", place.key
        )
        yield story


def _next(maker: Maker, story: Story) -> Story:
    dice, outcome = maker.dice, story.outcome
    if outcome in (Outcome.DRAFT, Outcome.REWORK):
        edited = story.edited(**_edit(maker)) if dice.random() < 0.4 else story
        return edited.sent(dice.choice(("everybody", "only_needed")))
    if outcome is not Outcome.RUNNING:
        return story
    chance = dice.random()
    if chance < 0.06:
        return story.recalled()
    if chance < 0.12:
        return story.edited(**_edit(maker))
    if chance < 0.24:
        return story.moved_to(_changed(maker, story))
    if story.plan.red and chance < 0.6:
        return story.given(dice.choice(story.plan.red).key, dice.choice(maker.people))
    return _answer(maker, story) if story.plan.open else story.with_facts(open_remarks=0)


def _agreement(story: Story, place: Place) -> str:
    return "complete" if story.document.steps[place.step].kind == "work" else "approve"


def _answer(maker: Maker, story: Story) -> Story:
    dice = maker.dice
    place = dice.choice(story.plan.open)
    who = dice.choice(place.people).employee
    agree = _agreement(story, place)
    refuse = dice.choice(("return_for_rework", "return_for_rework", "decline"))
    answered = story.answered(who, agree if dice.random() < 0.85 else refuse, place.key)
    if dice.random() < 0.1:
        return answered.with_facts(open_remarks=1)
    return answered.with_facts(asked=frozenset(place.key for place in answered.plan.open))


def _edit(maker: Maker) -> dict[str, Any]:
    field = maker.dice.choice([f["code"] for f in FIELDS if f["code"] in maker.values()])
    return {field: maker.values()[field]}


def _changed(maker: Maker, story: Story) -> Any:
    dice, org = maker.dice, story.org
    if dice.random() < 0.5:
        away, substitute = dice.choice(maker.people), dice.choice((None, dice.choice(maker.people)))
        ends = TODAY + timedelta(days=3)
        return replace(org, absences=(*org.absences, Absence(away, TODAY, ends, substitute)))
    code = dice.choice(sorted(org.positions))
    holder = dice.choice((None, dice.choice(maker.people)))
    changed = replace(org.positions[code], holder=holder, acting=None)
    return replace(org, positions={**org.positions, code: changed})
