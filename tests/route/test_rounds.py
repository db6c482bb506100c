"""Rounds: returning, sending again, recalling, editing on the way; what a sign-off vouches for."""

from __future__ import annotations

from typing import Any

import pytest

from designer.route.again import preview_again, preview_edit
from designer.route.facts import Sent
from designer.route.plan import Change, Outcome, Status
from designer.route.rework import may_recall
from org.reasons import Reason
from tests.org.small import company, with_position
from tests.route.building import FILE, Story, employee, money, position, request, step, work

OTHER_FILE = {**FILE, "sha256": "b" * 64}
DUTY = {"source": "group", "role": "accountant"}


def chain_of(**more: Any) -> Story:
    """Signed off by galina, returned by fedor."""
    return request(step("chain", **more)).sent().approved("galina").returned("fedor")


def test_a_return_is_the_requesters_turn_and_nobody_is_asked() -> None:
    """ROUTING 26."""
    story = chain_of()
    assert (story.outcome, story.asked, story.plan.stage) == (Outcome.REWORK, (), "request")
    assert story.keys(Status.DONE) == ("chain/p:KZN-SH", "chain/p:KZN-D")


def test_sending_again_asks_only_those_who_must_when_the_requester_says_so() -> None:
    """ROUTING 26: galina's part did not change, fedor returned it."""
    story = chain_of().sent("only_needed")
    assert (story.asked, story.plan.round) == (("fedor",), 2)
    assert story.at("chain/p:KZN-SH").status is Status.DONE


def test_sending_again_to_everybody_asks_all() -> None:
    """ROUTING 26."""
    story = chain_of().sent("everybody")
    assert story.asked == ("galina",)
    assert story.keys(Status.AHEAD) == ("chain/p:KZN-D", "chain/p:SAL-D")


def test_whoever_returned_it_is_asked_although_nothing_changed_for_him() -> None:
    """ROUTING 26: also the one who had approved in an earlier round."""
    story = chain_of().sent("only_needed").approved("fedor").returned("egor").sent("only_needed")
    assert story.asked == ("egor",)
    assert story.keys(Status.DONE) == ("chain/p:KZN-SH", "chain/p:KZN-D")


def test_those_whose_fields_changed_are_asked_again() -> None:
    """ROUTING 26."""
    story = chain_of().edited(amount=money("120.00")).sent("only_needed")
    assert story.asked == ("galina",)
    change = Change("amount", money("100.00"), money("120.00"))
    assert story.at("chain/p:KZN-SH").changes == (change,)


def test_it_is_shown_before_sending_again_who_is_asked_and_why() -> None:
    """ROUTING 26: A again: amount 100 → 120; B not: nothing changed."""
    route = (
        step("a", employee("dan"), covers={"fields": ["amount"], "files": False}),
        step("b", employee("clara"), covers={"fields": ["subject"], "files": False}),
        step("c", employee("boris")),
    )
    story = request(*route).sent().approved("dan", "clara").returned("boris").edited(amount=money("120.00"))
    shown = preview_again(story.document, story.facts, story.history, story.org, story.now)
    assert [(one.place, one.by, one.asked, one.reason.code) for one in shown] == [
        ("a/e:dan", "dan", True, "asked_again_changed"),
        ("b/e:clara", "clara", False, "not_asked_unchanged"),
        ("c/e:boris", "boris", True, "asked_again_returned"),
    ]
    assert shown[0].changes == (Change("amount", money("100.00"), money("120.00")),)


def test_it_is_shown_that_everybody_is_asked_again() -> None:
    """ROUTING 26."""
    story = chain_of()
    shown = preview_again(story.document, story.facts, story.history, story.org, story.now, "everybody")
    assert [(one.by, one.asked, one.reason.code) for one in shown] == [
        ("galina", True, "asked_again_everybody"),
        ("fedor", True, "asked_again_returned"),
    ]


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        ({"amount": money("80.00")}, True),
        ({"amount": money("100.0")}, True),
        ({"amount": money("100.01")}, False),
        ({"amount": money("80.00", "USD")}, False),
        ({"amount": None}, False),
        ({"subject": "Tables"}, False),
        ({"remark": "anything"}, True),
        ({"papers": [{**FILE, "name": "renamed.pdf"}]}, True),
        ({"amount": money("-80.00")}, False),
        ({"papers": [OTHER_FILE]}, False),
        ({"papers": [FILE, OTHER_FILE]}, False),
    ],
)
def test_a_sign_off_counts_until_something_it_covers_changes(values: dict[str, Any], kept: bool) -> None:
    """ROUTING, principle 7: a smaller amount keeps it, files by checksum, comments are free."""
    story = request(step("chain")).sent().approved("galina").edited(**values)
    assert (story.at("chain/p:KZN-SH").status is Status.DONE) is kept
    assert story.asked == (("fedor",) if kept else ("galina",))


def test_an_amount_that_comes_back_to_what_was_signed_needs_no_new_sign_off() -> None:
    """ROUTING, principle 7."""
    story = request(step("chain")).sent().approved("galina").edited(amount=money("80.00"))
    assert story.edited(amount=money("100.00")).asked == ("fedor",)


def test_an_edit_on_the_way_is_signed_again_before_it_goes_on() -> None:
    """ROUTING 24: whoever fills in raises the amount after two have signed."""
    fill = work("fill", employee("dan"), edits=["amount"])
    story = request(step("chain"), fill, step("end", position("CEO"))).sent()
    story = story.approved("galina", "fedor", "egor").completed("dan").edited(amount=money("500.00"))
    assert story.asked == ("galina",)
    assert story.at("end/p:CEO").status is Status.AHEAD
    assert story.approved("galina", "fedor", "egor").asked == ("anna",)


def test_the_editor_sees_who_would_be_asked_again() -> None:
    """ROUTING 24: before saving."""
    story = request(step("chain")).sent().approved("galina")
    edited = story.edited(subject="Tables")
    shown = preview_edit(story.document, edited.facts, story.history, story.org, story.now)
    assert [(one.by, one.asked) for one in shown] == [("galina", True)]
    free = story.edited(remark="anything")
    assert preview_edit(story.document, free.facts, story.history, story.org, story.now) == ()


def test_an_open_task_waits_while_an_earlier_sign_off_is_given_again() -> None:
    """ROUTING 24: also where the task is open already."""
    story = request(step("chain")).sent().approved("galina").with_facts(asked=frozenset({"chain/p:KZN-D"}))
    assert story.edited(subject="Tables").keys(Status.OPEN) == ("chain/p:KZN-SH",)


def test_a_sign_off_at_one_place_also_vouches_for_what_the_covered_one_covers() -> None:
    """ROUTING 7, 24."""
    wide = step("c", position("CFO"), covers={"fields": ["remark"], "files": False})
    story = request(step("a", position("CFO")), step("b", position("CHACC")), wide).sent().approved("boris")
    assert story.edited(remark="changed").asked == ("boris",)


def test_a_recalled_request_is_a_draft_and_keeps_what_was_signed() -> None:
    """ROUTING 25."""
    story = request(step("chain")).sent().approved("galina").recalled()
    assert (story.outcome, story.asked, story.plan.stage) == (Outcome.DRAFT, (), "request")
    assert story.sent("only_needed").asked == ("fedor",)
    assert story.sent("everybody").asked == ("galina",)


def test_a_request_may_be_recalled_until_it_is_paid() -> None:
    """ROUTING 25."""
    pay = work("pay", DUTY, how="group", no_recall_after=True)
    story = request(step("chain"), pay, work("file", employee("karim"))).sent()
    assert may_recall(story.document, story.history) is None
    story = story.approved("galina", "fedor", "egor")
    assert may_recall(story.document, story.history) is None
    paid = story.completed("dan")
    assert may_recall(paid.document, paid.history) == Reason.of("too_late_to_recall", step="pay")


def test_a_draft_cannot_be_recalled() -> None:
    """ROUTING 25."""
    story = request(step("chain"))
    assert may_recall(story.document, story.history) == Reason.of("not_on_its_way")


def test_a_declined_request_cannot_be_sent_again() -> None:
    """ROUTING 38."""
    story = request(step("chain")).sent().approved("galina").declined("fedor")
    assert (story.outcome, story.plan.stage) == (Outcome.DECLINED, "approval")
    assert story.skipped == {"chain/p:SAL-D": "request_declined"}
    again = story.then(Sent(story.now, "ivan"))
    assert (again.outcome, again.asked) == (Outcome.DECLINED, ())


def test_a_cancelled_request_asks_nobody() -> None:
    story = request(step("chain")).sent().approved("galina").cancelled()
    assert (story.outcome, story.asked) == (Outcome.CANCELLED, ())
    assert story.skipped == {"chain/p:KZN-D": "request_cancelled", "chain/p:SAL-D": "request_cancelled"}


def test_a_sign_off_that_is_no_longer_needed_stays_as_an_extra() -> None:
    """ROUTING 23: the person named is changed after he signed."""
    named = step("named", {"source": "field", "field": "person"})
    story = request(named, step("end", position("CEO")), values={"person": "dan"}).sent().approved("dan")
    changed = story.edited(person="clara")
    assert changed.asked == ("clara",)
    assert changed.at("named/e:dan").reason.code == "extra_sign_off"
    assert changed.at("named/e:dan").status is Status.DONE


def test_a_return_closes_the_round_although_its_place_has_left_the_route() -> None:
    """ROUTING 26."""
    named = step("named", {"source": "field", "field": "person"})
    story = request(named, step("end", position("CEO")), values={"person": "dan"}).sent().returned("dan")
    assert story.edited(person="clara").outcome is Outcome.REWORK
    gone = step("named", {"source": "field", "field": "person"}, when={"field": "person", "filled": True})
    story = request(gone, step("end", position("CEO")), values={"person": "dan"}).sent().returned("dan")
    assert story.edited(person=None).outcome is Outcome.REWORK


def test_work_that_was_done_is_done_again_only_when_everybody_is_asked() -> None:
    """ROUTING 26."""
    fill = work("fill", employee("dan"))
    story = request(fill, step("end", position("CEO"))).sent().completed("dan").returned("anna")
    assert story.edited(amount=money("500.00")).sent("only_needed").asked == ("anna",)
    assert story.sent("everybody").asked == ("dan",)


def test_the_next_round_is_worked_out_from_todays_company() -> None:
    """ROUTING 18."""
    story = chain_of().moved_to(with_position(company(), "KZN-D", holder="hasan")).sent("only_needed")
    assert story.asked == ("hasan",)
