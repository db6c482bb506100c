"""The statement budgets of acts (DESIGN, "Budgets"), kept as data: what grew shows in review."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flows import actions
from tests.flows.acting import Acting, press, revision
from tests.personas import away

BASELINE = json.loads((Path(__file__).resolve().parents[1] / "baselines" / "queries.json").read_text())
MOST_FOR_AN_APPROVAL = 12

pytestmark = pytest.mark.django_db(transaction=True)


def statements(act: Callable[[], object]) -> list[str]:
    """What was said to the database, BEGIN and COMMIT left out; exactly one commit."""
    with CaptureQueriesContext(connection) as seen:
        act()
    said = [one["sql"] for one in seen.captured_queries]
    assert said.count("COMMIT") == 1
    return [one for one in said if one not in ("BEGIN", "COMMIT")]


@pytest.fixture
def in_the_middle(act: Acting) -> int:
    """A chain of five with a substitute next, a condition, an urgent item; the first has approved."""
    away("fedor", "lev")
    case = act.sent("ivan", off_budget=True, why="Urgent need", urgent=True)
    act.approve("tamara", case)
    return case


def test_an_approval_keeps_its_budget(act: Acting, in_the_middle: int) -> None:
    task, shown = act.task("galina", in_the_middle), revision(in_the_middle)
    said = statements(
        lambda: actions.approve(task=task, actor=act.people.galina, revision=shown, press=press())
    )
    assert act.asked(in_the_middle) == {"fedor", "lev"}
    assert len(said) <= MOST_FOR_AN_APPROVAL
    assert len(said) == BASELINE["approve"], "\n".join(said)


def test_other_acts_keep_theirs(act: Acting, in_the_middle: int) -> None:
    case, shown = in_the_middle, revision(in_the_middle)
    task = act.task("galina", case)
    more = {"actor": act.people.galina, "task": task, "revision": shown}
    said = statements(lambda: actions.return_for_rework(**more, press=press(), reason="Why?"))
    assert len(said) == BASELINE["return_for_rework"], "\n".join(said)
    again = {"case": case, "actor": act.people.ivan, "revision": revision(case)}
    said = statements(lambda: actions.send(**again, press=press()))
    assert len(said) == BASELINE["send_again"], "\n".join(said)
