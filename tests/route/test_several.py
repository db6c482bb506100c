"""Several people at one step, and paths at once."""

from __future__ import annotations

from typing import Any

from designer.route.plan import Capacity, Outcome, Status
from tests.org.small import away, company, vacant
from tests.route.building import position, request, several, statuses, step, work

TRIO = several(position("CEO"), position("CFO"), position("CHACC"))
DUTY = {"source": "group", "role": "accountant"}


def expert(code: str, who: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "steps": [step(code, position(who), **more)]}


def test_all_are_asked_at_once() -> None:
    """ROUTING, Who can be asked."""
    story = request(step("all", TRIO, how="all")).sent()
    assert story.asked == ("anna", "boris", "clara")
    assert story.approved("boris", "clara").asked == ("anna",)
    assert story.approved("boris", "clara", "anna").outcome is Outcome.COMPLETED


def test_they_are_asked_one_after_another() -> None:
    """ROUTING, Who can be asked."""
    story = request(step("turn", TRIO)).sent()
    assert statuses(story) == (("turn/p:CEO", "open"), ("turn/p:CFO", "ahead"), ("turn/p:CHACC", "ahead"))
    assert story.approved("anna").asked == ("boris",)


def test_of_any_one_the_first_answer_decides() -> None:
    """ROUTING 14: first wins."""
    story = request(step("any", TRIO, how="any")).sent()
    done = story.approved("boris")
    assert done.outcome is Outcome.COMPLETED
    assert done.skipped == {"any/p:CEO": "no_longer_needed", "any/p:CHACC": "no_longer_needed"}
    assert story.returned("boris").outcome is Outcome.REWORK


def test_of_any_one_all_are_heard_where_the_step_says_wait() -> None:
    """ROUTING 13."""
    story = request(step("any", TRIO, how="any", on_refusal="wait")).sent().returned("boris")
    assert story.asked == ("anna", "clara")
    assert story.returned("anna").returned("clara").outcome is Outcome.REWORK
    assert story.approved("anna").outcome is Outcome.COMPLETED


def test_a_return_closes_the_siblings_of_the_step() -> None:
    """ROUTING 13."""
    story = request(step("all", TRIO, how="all")).sent().returned("boris")
    assert story.outcome is Outcome.REWORK
    assert story.asked == ()
    assert story.skipped == {"all/p:CEO": "no_longer_needed", "all/p:CHACC": "no_longer_needed"}


def test_all_are_heard_before_a_return_where_the_step_says_wait() -> None:
    """ROUTING 13: every remark in one round."""
    story = request(step("all", TRIO, how="all", on_refusal="wait")).sent().returned("boris")
    assert (story.outcome, story.asked) == (Outcome.RUNNING, ("anna", "clara"))
    assert story.approved("anna").returned("clara").outcome is Outcome.REWORK


def test_a_round_that_was_closed_stays_closed_while_the_requester_edits() -> None:
    """ROUTING 13, 24: who was heard is not asked again before it is sent again."""
    story = request(step("all", TRIO, how="all", on_refusal="wait")).sent()
    story = story.returned("boris").approved("anna", "clara").edited(subject="Tables")
    assert (story.outcome, story.asked) == (Outcome.REWORK, ())


def test_declining_outweighs_returning() -> None:
    """ROUTING 13."""
    story = request(step("all", TRIO, how="all", on_refusal="wait")).sent()
    assert story.declined("boris").returned("anna").approved("clara").outcome is Outcome.DECLINED


def test_a_return_on_one_path_closes_the_others() -> None:
    """ROUTING 13."""
    paths = [expert("budget", "CFO"), expert("books", "CHACC")]
    story = request({"parallel": "experts", "paths": paths}, step("end", position("CEO"))).sent()
    assert story.asked == ("boris", "clara")
    back = story.returned("clara")
    assert back.outcome is Outcome.REWORK
    assert back.skipped == {"budget/p:CFO": "no_longer_needed"}


def test_the_other_paths_are_heard_first_where_the_paths_say_wait() -> None:
    """ROUTING 13: shipped for expert steps."""
    paths = [expert("budget", "CFO"), expert("books", "CHACC")]
    story = request({"parallel": "experts", "paths": paths, "on_refusal": "wait"}).sent().returned("clara")
    assert (story.outcome, story.asked) == (Outcome.RUNNING, ("boris",))
    assert story.approved("boris").outcome is Outcome.REWORK


def test_the_rest_of_a_path_that_refused_is_not_waited_for() -> None:
    """ROUTING 13."""
    long = {"code": "long", "steps": [step("a", position("CHACC")), step("b", position("CEO"))]}
    paths = [long, expert("budget", "CFO")]
    story = request({"parallel": "both", "paths": paths, "on_refusal": "wait"}).sent().returned("clara")
    assert story.asked == ("boris",)
    assert story.approved("boris").outcome is Outcome.REWORK


def test_the_route_goes_on_when_all_paths_are_through() -> None:
    paths = [expert("budget", "CFO"), expert("books", "CHACC")]
    story = request({"parallel": "experts", "paths": paths}, step("end", position("CEO"))).sent()
    assert story.approved("clara").asked == ("boris",)
    assert story.approved("clara", "boris").asked == ("anna",)


def test_a_quorum_is_reached_and_closes_the_others() -> None:
    """ROUTING 32."""
    story = request(step("vote", TRIO, how="quorum", quorum=2)).sent().approved("anna")
    assert story.asked == ("boris", "clara")
    assert story.approved("clara").outcome is Outcome.COMPLETED


def test_a_quorum_fails_when_it_can_no_longer_be_reached() -> None:
    """ROUTING 13: stops when success is impossible."""
    story = request(step("vote", TRIO, how="quorum", quorum=2)).sent().returned("anna")
    assert (story.outcome, story.asked) == (Outcome.RUNNING, ("boris", "clara"))
    assert story.returned("boris").outcome is Outcome.REWORK


def test_a_quorum_over_a_group_that_shrank_waits_for_the_process_owner() -> None:
    """ROUTING 32."""
    story = request(step("vote", TRIO, how="quorum", quorum=3)).sent().approved("anna")
    shrunk = story.moved_to(vacant(company(), "CHACC"))
    assert shrunk.keys(Status.RED) == ("vote/g:vote",)
    assert shrunk.at("vote/g:vote").reason["left"] == "2"
    assert shrunk.approved("boris").outcome is Outcome.RUNNING


def test_a_quorum_is_filled_up_by_whom_the_owner_chose() -> None:
    """ROUTING 32, 36."""
    story = request(step("vote", TRIO, how="quorum", quorum=3), org=vacant(company(), "CHACC")).sent()
    filled = story.given("vote/g:vote", "egor")
    assert filled.asked == ("anna", "boris", "egor")
    assert filled.at("vote/e:egor").people[0].capacity is Capacity.CHOSEN
    assert filled.approved("anna", "boris", "egor").outcome is Outcome.COMPLETED


def test_a_requester_among_a_quorum_has_no_voice() -> None:
    """ROUTING, principle 6."""
    story = request(step("vote", TRIO, how="quorum", quorum=2), by="clara").sent()
    assert story.asked == ("anna", "boris")
    assert story.skipped == {"vote/p:CHACC": "requester_skipped"}


def test_one_of_a_group_takes_the_task() -> None:
    """ROUTING, Who can be asked: a group, one takes it."""
    story = request(work("pay", DUTY, how="group"), step("end", position("CEO"))).sent()
    assert story.asked == ("dan", "hasan")
    taken = story.took("hasan", "pay/g:pay")
    assert taken.asked == ("hasan",)
    assert taken.took(None, "pay/g:pay").asked == ("dan", "hasan")
    assert story.completed("dan").asked == ("anna",)


def test_a_group_gets_its_task_back_when_the_taker_is_away() -> None:
    """ROUTING 5."""
    story = request(work("pay", DUTY, how="group")).sent().took("hasan", "pay/g:pay")
    assert story.moved_to(away(company(), "hasan")).asked == ("dan",)


def test_the_head_above_a_group_is_asked_when_all_of_it_are_away() -> None:
    """ROUTING 4."""
    org = away(away(company(), "dan"), "hasan")
    assert request(work("pay", DUTY, how="group"), org=org).sent().asked == ("clara",)


def test_when_nobody_of_any_one_is_there_whoever_stands_above_is_asked() -> None:
    """ROUTING 30."""
    duo = several(position("CHACC"), position("ACC1"))
    story = request(step("any", duo, how="any"), org=away(away(company(), "clara"), "dan")).sent()
    assert story.asked == ("boris",)


def test_branches_and_parallel_paths_nest() -> None:
    inner = {"parallel": "deep", "paths": [expert("x", "CFO"), expert("y", "CHACC")]}
    big = {"code": "big", "when": {"field": "person", "filled": True}, "steps": [inner]}
    small = {"code": "small", "steps": [step("z", position("CEO"))]}
    outer = {"code": "lane", "steps": [{"branch": "size", "paths": [big, small]}]}
    story = request(
        {"parallel": "top", "paths": [outer, expert("w", "SAL-D")]}, values={"person": "dan"}
    ).sent()
    assert story.asked == ("boris", "clara", "egor")
    assert story.at("x/p:CFO").paths == (("top", "lane"), ("size", "big"), ("deep", "x"))
    assert story.plan.paths[0].path == "big"
    assert story.edited(person=None).asked == ("anna", "egor")
