"""Several people on one step, parallel paths, limits, conditions without an answer (ROUTING 13, 32 to 34)."""

from __future__ import annotations

from textwrap import indent

import pytest

from designer.packages.install import install
from flows import actions, errors
from flows.models import Assignment, Case, State, Task
from outbox.models import Item
from tests.flows.acting import Acting, decisions, kinds, press, revision
from tests.flows.conftest import PURCHASE
from tests.flows.invariants import check
from tests.personas import away, bump

pytestmark = pytest.mark.django_db

BEFORE = PURCHASE.split("route:")[0]
EXPERTS = """
- step: experts
  label: Experts
  stage: approval
  who:
    source: several
    of:
      - {source: position, position: CFO}
      - {source: position, position: CHACC}
      - {source: position, position: LAW}
"""
LAST = """
- step: end
  label: End
  stage: approval
  who: {source: position, position: CEO}
  edits: [opinion, paid_on]
"""


def route(text: str, **more: str) -> None:
    """Publish the process with another route; `more` are lines of its first step."""
    lines = "".join(f"  {name}: {value}\n" for name, value in more.items())
    install(text=f"{BEFORE}route:\n{indent(text.strip() + chr(10) + lines + LAST, '  ')}")


def told(case: int) -> set[tuple[int, str]]:
    return {(item.payload["to"], item.payload["about"]) for item in Item.objects.filter(payload__case=case)}


def test_all_are_asked_at_once_and_all_must_agree(act: Acting) -> None:
    route(EXPERTS, how="all")
    case = act.sent("ivan")
    assert act.asked(case) == {"boris", "clara", "lev"}
    act.chain(case, "lev", "boris")
    assert act.asked(case) == {"clara"}
    act.approve("clara", case)
    assert act.asked(case) == {"anna"}
    check()


def test_a_refusal_stops_the_siblings_and_they_are_told(act: Acting) -> None:
    route(EXPERTS, how="all", on_refusal="stop")
    case = act.sent("ivan")
    act.return_("clara", case)
    assert (Case.objects.get(pk=case).state, act.asked(case)) == (State.REWORK, {"ivan"})
    stopped = Task.objects.filter(process=case, status="CANCELED").values_list("place", flat=True)
    assert set(stopped) == {"experts/p:CFO", "experts/p:LAW"}
    assert set(
        Assignment.objects.filter(case=case, ended="not_needed").values_list("employee__code", flat=True)
    ) == {
        "boris",
        "lev",
    }
    assert {(act.people.boris, "not_needed"), (act.people.lev, "not_needed")} <= told(case)
    check()


def test_or_all_are_heard_first(act: Acting) -> None:
    route(EXPERTS, how="all", on_refusal="wait")
    case = act.sent("ivan")
    act.return_("clara", case)
    assert (Case.objects.get(pk=case).state, act.asked(case)) == (State.RUNNING, {"boris", "lev"})
    act.remark("boris", case, "Why?")
    act.approve("lev", case)
    assert (Case.objects.get(pk=case).state, act.asked(case)) == (State.REWORK, {"ivan"})
    check()


def test_of_any_the_first_decides(act: Acting) -> None:
    route(EXPERTS, how="any")
    case = act.sent("ivan")
    act.approve("lev", case)
    assert act.asked(case) == {"anna"}
    assert decisions(case) == [("lev", "approve")]
    check()


def test_a_quorum_closes_the_rest(act: Acting) -> None:
    route(EXPERTS, how="quorum", quorum="2")
    case = act.sent("ivan")
    act.chain(case, "lev", "clara")
    assert act.asked(case) == {"anna"}
    assert Task.objects.get(process=case, place="experts/p:CFO").status == "CANCELED"
    check()


def test_a_quorum_that_shrank_too_far_waits_for_the_owner(act: Acting) -> None:
    route(EXPERTS, how="quorum", quorum="3")
    case = act.sent("ivan")
    away("lev")
    actions_replanned(case)
    assert Case.objects.get(pk=case).needs_attention
    assert "pavel" in act.asked(case)
    check()


def actions_replanned(case: int) -> None:
    from flows.replanning import catch_up

    assert catch_up() == 1, case


def test_a_sibling_deciding_does_not_make_my_page_stale(act: Acting) -> None:
    route(EXPERTS, how="all")
    case = act.sent("ivan")
    task, shown = act.task("clara", case), revision(case)
    act.chain(case, "lev", "boris")
    actions.approve(task=task, actor=act.people.clara, revision=shown, press=press())
    assert act.asked(case) == {"anna"}


LIMIT = """
- step: chain
  label: Chain
  stage: approval
  who: {source: managers_up, until: {limit: true}}
"""


def test_the_chain_ends_where_the_limit_suffices(act: Acting) -> None:
    route(LIMIT)
    case = act.sent("ivan", amount={"amount": "2000", "currency": "USD"})
    act.chain(case, "tamara", "galina", "fedor", "egor")
    assert act.asked(case) == {"anna"}
    small = act.sent("ivan", amount={"amount": "1000", "currency": "USD"})
    act.chain(small, "tamara", "galina", "fedor")
    assert act.asked(small) == {"anna"}


def test_no_rate_no_sending(act: Acting) -> None:
    route(LIMIT)
    case = act.draft("ivan", amount={"amount": "10", "currency": "EUR"})
    with pytest.raises(errors.NoRate) as refused:
        act.send("ivan", case)
    assert list(refused.value.fields) == ["amount"]
    assert "EUR" in refused.value.fields["amount"][0]
    row = Case.objects.get(pk=case)
    assert (row.state, row.number, kinds(case)) == (State.DRAFT, "", ["started"])


RIDDLE = """
- step: first
  label: First
  stage: approval
  when: {left: {field: note}, op: eq, right: {value: "yes"}}
  who: {source: position, position: CFO}
"""


def test_a_condition_without_an_answer_is_a_red_item(act: Acting) -> None:
    route(RIDDLE)
    case = act.sent("ivan")
    assert Case.objects.get(pk=case).needs_attention
    assert act.asked(case) == {"pavel"}
    assert Task.objects.get(process=case, finished=None).reason["code"] == "empty_value"
    check()


OTHERS = """
- step: first
  label: First
  stage: approval
  when:
    left: {others: purchase, days: 30, same: [supplier], total: amount, in_money: true}
    op: ge
    right: {money: "150", currency: RUB}
  who: {source: position, position: CFO}
"""


def test_other_requests_of_the_last_days_count(act: Acting) -> None:
    route(OTHERS)
    assert act.asked(act.sent("ivan")) == {"anna"}
    cancelled = act.sent("ivan")
    act.cancel("ivan", cancelled)
    assert act.asked(act.sent("ivan")) == {"anna"}
    assert act.asked(act.sent("ivan")) == {"boris"}
    assert act.asked(act.sent("ivan", supplier="")) == {"pavel"}


def test_a_running_request_keeps_its_version(act: Acting) -> None:
    case = act.sent("ivan")
    route(EXPERTS, how="all")
    bump()
    act.approve("tamara", case)
    assert act.asked(case) == {"galina"}
    assert act.asked(act.sent("ivan")) == {"boris", "clara", "lev"}
