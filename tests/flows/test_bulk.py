"""Several approved with one press: exactly the revisions shown, what changed is left out and named."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designer.packages.install import install
from flows import actions, errors
from flows.actions.bulk import Chosen, Outcome, approve_many
from flows.models import Case, Event
from tests.flows.acting import Acting, decisions, kinds, press, revision
from tests.flows.at_once import at_once
from tests.flows.conftest import PURCHASE
from tests.flows.invariants import check
from tests.personas import People, away

BASELINE = json.loads((Path(__file__).resolve().parents[1] / "baselines" / "queries.json").read_text())

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def bulk(people: People) -> None:
    """The managers' step allows it; the budget's must be filled in."""
    install(text=PURCHASE.replace("    due: {hours: 8", "    bulk: true\n    due: {hours: 8"))


def chosen(act: Acting, who: str, *cases: int) -> list[Chosen]:
    """What somebody ticks on the page that is shown now."""
    return [Chosen(act.task(who, case), revision(case)) for case in cases]


def together(act: Acting, who: str, ticked: list[Chosen], same: str | None = None) -> Outcome:
    return approve_many(chosen=ticked, actor=act.people.ids[who], press=same or press())


def said(case: int) -> object:
    """How many were approved together, as the last event says."""
    event = Event.objects.filter(case=case).order_by("number").last()
    assert event is not None
    return json.loads(bytes(event.body))["payload"].get("together")


def test_each_is_approved_with_an_event_that_says_how_many(act: Acting) -> None:
    cases = [act.sent("ivan", subject=f"Chairs {number}") for number in range(3)]
    outcome = together(act, "tamara", chosen(act, "tamara", *reversed(cases)))
    assert [one.title for one in outcome.approved] == ["Chairs 0", "Chairs 1", "Chairs 2"]
    assert outcome.left_out == ()
    for case in cases:
        assert kinds(case) == ["started", "sent", "decided"]
        assert (said(case), act.asked(case)) == (3, {"galina"})


def test_two_of_five_are_left_out_and_named(act: Acting) -> None:
    cases = [act.sent("ivan", subject=f"Chairs {number}") for number in range(5)]
    ticked = chosen(act, "tamara", *cases)
    act.recall("ivan", cases[1])
    act.save("ivan", cases[1], amount={"amount": "900.00", "currency": "RUB"})
    act.send("ivan", cases[1])
    act.return_("tamara", cases[3])
    outcome = together(act, "tamara", ticked)
    assert [one.case for one in outcome.approved] == [cases[0], cases[2], cases[4]]
    left = {one.title: one.why for one in outcome.left_out}
    assert left == {
        "Chairs 1": "This task is no longer needed.",
        "Chairs 3": "Already decided by Tamara at 10:00.",
    }
    assert decisions(cases[1]) == []
    assert [said(case) for case in (cases[0], cases[2], cases[4])] == [3, 3, 3]


def test_a_file_added_since_it_was_shown_leaves_it_out(act: Acting) -> None:
    sound, changed = act.sent("ivan"), act.sent("ivan")
    ticked = chosen(act, "tamara", sound, changed)
    Case.objects.filter(pk=changed).update(content_revision=revision(changed) + 1)
    outcome = together(act, "tamara", ticked)
    assert [one.case for one in outcome.approved] == [sound]
    assert [(one.case, "Look at the request again" in one.why) for one in outcome.left_out] == [
        (changed, True)
    ]
    Case.objects.filter(pk=changed).update(content_revision=revision(changed))


def test_a_task_given_away_in_between_is_left_out(act: Acting) -> None:
    mine, given = act.sent("ivan"), act.sent("ivan")
    ticked = chosen(act, "tamara", mine, given)
    more = {"revision": revision(given), "press": press(), "reason": "Ill", "to": act.people.fedor}
    actions.reassign(task=act.task("tamara", given), actor=act.people.tamara, **more)
    outcome = together(act, "tamara", ticked)
    assert [one.why for one in outcome.left_out] == ["This task is not yours. It is with Fedor now."]
    assert decisions(given) == []


def test_tasks_of_others_and_unknown_ones_have_no_names(act: Acting) -> None:
    foreign = act.sent("dan", subject="Secret")
    ticked = [*chosen(act, "clara", foreign), Chosen(999_999, 1)]
    outcome = together(act, "tamara", ticked)
    assert {(one.case, one.title, one.why) for one in outcome.left_out} == {
        (0, "", "There is no such request.")
    }
    assert decisions(foreign) == []


def test_a_step_that_does_not_allow_it_is_left_out(act: Acting) -> None:
    case = act.sent("ivan")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    outcome = together(act, "dan", chosen(act, "dan", case))
    assert [one.why for one in outcome.left_out] == [
        "At this step nothing is approved together with others: open the request."
    ]
    assert act.asked(case) == {"dan", "dina"}


def test_the_same_press_twice_is_one_effect(act: Acting) -> None:
    cases = [act.sent("ivan") for _ in range(3)]
    ticked = chosen(act, "tamara", *cases)
    first = together(act, "tamara", ticked, "once")
    assert together(act, "tamara", ticked, "once") == first
    assert [kinds(case) for case in cases] == [["started", "sent", "decided"]] * 3


def test_the_same_press_many_times_at_once(act: Acting) -> None:
    cases = [act.sent("ivan") for _ in range(4)]
    ticked = chosen(act, "tamara", *cases)
    assert at_once(*[partial(together, act, "tamara", ticked, "once")] * 4) == [None] * 4
    assert [kinds(case) for case in cases] == [["started", "sent", "decided"]] * 4
    check()


def test_a_holder_and_his_substitute_at_once_in_any_order_do_not_block_each_other(act: Acting) -> None:
    away("tamara", "lev")
    cases = [act.sent("ivan") for _ in range(6)]
    hers, his = chosen(act, "tamara", *cases), chosen(act, "lev", *reversed(cases))
    assert at_once(partial(together, act, "tamara", hers), partial(together, act, "lev", his)) == [None] * 2
    for case in cases:
        assert kinds(case) == ["started", "sent", "decided"]
    check()


def test_one_that_is_locked_for_long_does_not_stop_the_others(act: Acting, owner: psycopg.Connection) -> None:
    busy, free = act.sent("ivan", subject="Busy"), act.sent("ivan")
    ticked = chosen(act, "tamara", busy, free)
    with owner.transaction():
        owner.execute("SELECT 1 FROM flows_case WHERE id = %s FOR UPDATE", [busy])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        outcome = together(act, "tamara", ticked)
    assert [one.case for one in outcome.approved] == [free]
    assert [(one.title, one.why.partition(".")[0]) for one in outcome.left_out] == [
        ("Busy", "Somebody else is working on this request just now")
    ]
    assert kinds(busy) == ["started", "sent"]
    connection.close()


def test_many_that_are_locked_are_not_waited_for_one_after_the_other(
    act: Acting, owner: psycopg.Connection
) -> None:
    busy = [act.sent("ivan") for _ in range(5)]
    ticked = chosen(act, "tamara", *busy)
    with owner.transaction():
        owner.execute("SELECT 1 FROM flows_case WHERE id = ANY(%s) FOR UPDATE", [busy])
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        begun = monotonic()
        outcome = together(act, "tamara", ticked)
    assert (len(outcome.approved), len(outcome.left_out)) == (0, 5)
    assert monotonic() - begun < 2 * 5
    connection.close()


def test_more_than_fits_is_refused_as_a_whole(act: Acting) -> None:
    case = act.sent("ivan")
    ticked = chosen(act, "tamara", case) + [Chosen(number, 1) for number in range(1_000, 1_200)]
    with pytest.raises(errors.TooMany, match="At most 200"):
        together(act, "tamara", ticked)
    assert decisions(case) == []


def test_every_further_request_costs_the_same(act: Acting) -> None:
    def cost(count: int) -> int:
        ticked = chosen(act, "tamara", *[act.sent("ivan") for _ in range(count)])
        with CaptureQueriesContext(connection) as seen:
            together(act, "tamara", ticked)
        return len(seen.captured_queries)

    few, many = cost(2), cost(7)
    assert (many - few) / 5 == BASELINE["approve_one_of_many"]
