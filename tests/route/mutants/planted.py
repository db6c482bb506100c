"""Planted bugs: each breaks one rule of the route by a small patch of `designer/route`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """`old`, which occurs once in `file`, is replaced by `new`; a test of `caught_by` must then fail."""

    name: str
    rule: str
    file: str
    old: str
    new: str
    caught_by: str


PLANTED = (
    Planted(
        "whoever entered it may approve it",
        "principle 6",
        "request.py",
        "| {self.facts.requester, self.facts.entered_by, self.facts.requested_for}",
        "| {self.facts.requester, self.facts.requested_for}",
        "test_requester.py",
    ),
    Planted(
        "whoever benefits may approve it",
        "principle 6",
        "request.py",
        'if field.type == "employee" and field.benefits',
        'if field.type == "employee" and field.benefits and not self.facts.values',
        "test_requester.py",
    ),
    Planted(
        "whoever signed off may carry it out",
        "principle 6",
        "people.py",
        "return request.principals | request.signers | request.folded.typists | self.planned",
        "return request.principals",
        "test_requester.py",
    ),
    Planted(
        "whoever carried it out may approve it",
        "principle 6",
        "request.py",
        "return self.principals | self.carriers | self.folded.typists",
        "return self.principals",
        "test_requester.py",
    ),
    Planted(
        "a sign-off of somebody excluded counts",
        "principle 6",
        "settle.py",
        "if decision.by in excluded:",
        'if decision.by in excluded and decision.outcome == "complete":',
        "test_requester.py",
    ),
    Planted(
        "somebody with a place of his own stands in for another",
        "7, 16",
        "people.py",
        "busy = (self.own | self.stood_in) if seat.approval",
        "busy = frozenset(self.stood_in) if seat.approval",
        "test_absence.py",
    ),
    Planted(
        "a substitute stands in at two places",
        "7",
        "people.py",
        "self.stood_in.add(decider.employee)",
        "self.stood_in.discard(decider.employee)",
        "test_absence.py",
    ),
    Planted(
        "a substitute may report to whoever entered it",
        "16",
        "people.py",
        "bosses = (facts.requester, facts.entered_by)",
        "bosses = (facts.requester,)",
        "test_absence.py",
    ),
    Planted(
        "an absent holder who comes by may not decide",
        "5",
        "people.py",
        "return (substitute, self._holder(decider, place))",
        "return (substitute,)",
        "test_absence.py",
    ),
    Planted(
        "sign-offs of different kinds are merged",
        "7",
        "seats.py",
        'return self.step.sign_off if self.approval else f"work in {self.step.step}"',
        'return "need" if self.approval else f"work in {self.step.step}"',
        "test_same_person.py",
    ),
    Planted(
        "the final approver is asked first",
        "8",
        "dedupe.py",
        "        return final[-1]\n",
        "        return certain[0]\n",
        "test_same_person.py",
    ),
    Planted(
        "somebody is passed over who was not certain to be asked",
        "8",
        "dedupe.py",
        "return not seat.hasty or stands.final or stands.order < seat.order",
        "return bool(stands)",
        "test_same_person.py",
    ),
    Planted(
        "one person has two voices in a quorum",
        "32",
        "settle.py",
        "if person is not None and seat.decision is None and person in seen:",
        "if person is not None and seat.decision is not None and person in seen:",
        "test_same_person.py",
    ),
    Planted(
        "a larger amount keeps the sign-off",
        "principle 7",
        "signoffs.py",
        "and min(old.amount, Decimal(0)) <= new.amount <= max(old.amount, Decimal(0))",
        "and new.amount > 0",
        "test_rounds.py",
    ),
    Planted(
        "another currency keeps the sign-off",
        "principle 7",
        "signoffs.py",
        "and old.currency == new.currency",
        "and bool(old.currency)",
        "test_rounds.py",
    ),
    Planted(
        "sending again to everybody asks nobody again",
        "26",
        "history.py",
        'if act.ask == "everybody":',
        'if act.ask != "everybody":',
        "test_rounds.py",
    ),
    Planted(
        "the route goes on before a fallen sign-off is given again",
        "24",
        "walk.py",
        "return Live.AHEAD if stopped else Live.KEPT",
        "return Live.KEPT if stopped else Live.KEPT",
        "test_rounds.py",
    ),
    Planted(
        "a declined request can be sent again",
        "38",
        "planner.py",
        "    if ended is not None:\n        return ended\n",
        "",
        "test_rounds.py",
    ),
    Planted(
        "a paid request may be recalled",
        "25",
        "rework.py",
        "if step is not None and step.no_recall_after and",
        "if step is not None and step.final and",
        "test_rounds.py",
    ),
    Planted(
        "a route on which every approval fell away is approved",
        "30",
        "planner.py",
        "if any(node.needless or node.riddle for node in nodes) or self._somebody_decides(nodes):",
        "if nodes:",
        "test_nobody.py",
    ),
    Planted(
        "where nobody is found the step is passed",
        "principle 3",
        "settle.py",
        "        if not seat.people:\n            seat.trouble = why\n",
        "        if not seat.people:\n            seat.skipped = why\n",
        "test_nobody.py",
    ),
    Planted(
        "a condition that cannot be evaluated is false",
        "34",
        "expand.py",
        "node.seats = [_lone(step, paths, into, trouble=unclear.reason)]",
        "node.seats = [_lone(step, paths, into, skipped=unclear.reason)]",
        "test_nobody.py",
    ),
    Planted(
        "a missing rate counts as one",
        "33",
        "request.py",
        'raise Unclear(Reason.of("no_rate", currency=currency), (code,))',
        "return Decimal(1)",
        "test_nobody.py",
    ),
    Planted(
        "a return closes paths that are to be heard first",
        "13",
        "walk.py",
        'if node.parallel.on_refusal == "wait" and any(',
        'if node.parallel.on_refusal == "stop" and any(',
        "test_several.py",
    ),
    Planted(
        "a quorum that shrank waits for ever",
        "32",
        "settle.py",
        "if left < needed and not any(seat.trouble for seat in node.seats):",
        "if left < 0 and not any(seat.trouble for seat in node.seats):",
        "test_several.py",
    ),
    Planted(
        "who took a group's task does not keep it",
        "Who can be asked",
        "people.py",
        "return tuple(one for one in people if one.employee == taker) or people",
        "return people or tuple(one for one in people if one.employee == taker)",
        "test_several.py",
    ),
    Planted(
        "somebody excluded is chosen for a red item",
        "36",
        "chosen.py",
        "if code in self._excluded():",
        "if code in self._excluded() and code == self.chooser:",
        "test_red_items.py",
    ),
    Planted(
        "an approver passes his task down",
        "36",
        "chosen.py",
        'return None if self._up_or_substitute(asked) else Reason.of("choose_not_up")',
        'return None if asked else Reason.of("choose_not_up")',
        "test_red_items.py",
    ),
)
