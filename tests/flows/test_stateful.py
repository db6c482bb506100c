"""The engine against a tiny model: whatever people do in whatever order, both agree after every step."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.core.exceptions import ObjectDoesNotExist
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from common.errors import PlacetError
from flows import actions
from flows.models import Case, Remark
from tests.flows.acting import Acting, decisions, press, revision
from tests.flows.invariants import check

CHAIN = ("tamara", "galina", "fedor", "egor")
PAYERS = {"dan", "dina"}
EVERYBODY = (*CHAIN, "dan", "dina", "ivan", "karim", "boris")

people_ = st.sampled_from(EVERYBODY)


@dataclass
class Model:
    """What should be: the state, who vouched for how much, unanswered remarks, the log."""

    state: str = "draft"
    amount: int = 100
    vouched: dict[str, int] = field(default_factory=dict)
    remarks: int = 0
    log: list[tuple[str, str]] = field(default_factory=list)

    def asked(self) -> set[str]:
        """Who is asked now."""
        if self.state == "rework":
            return {"ivan"}
        if self.state != "running":
            return set()
        waiting = next((one for one in CHAIN if self.vouched.get(one, -1) < self.amount), None)
        if waiting:
            return {waiting}
        return {"ivan"} if self.remarks else set(PAYERS)

    def may_decide(self, who: str) -> bool:
        return self.state == "running" and who in self.asked() and who in CHAIN


class Requests(RuleBasedStateMachine):
    """One request, and everything that nine people may try with it."""

    acting: Acting

    @initialize()
    def start(self) -> None:
        self.model = Model()
        self.case = self.acting.draft("ivan")

    def _try(self, allowed: bool, action: object, *arguments: object, **more: object) -> bool:
        """Do it; it must be refused exactly when the model says so."""
        try:
            action(*arguments, **more)  # type: ignore[operator]
        except (PlacetError, ObjectDoesNotExist):
            assert not allowed, f"refused: {arguments}"
            return False
        assert allowed, f"not refused: {arguments}"
        return True

    @rule(ask=st.sampled_from(["everybody", "only_needed"]), who=st.sampled_from(["ivan", "karim"]))
    def send(self, ask: str, who: str) -> None:
        model = self.model
        allowed = who == "ivan" and model.state in ("draft", "rework") and not model.remarks
        if self._try(allowed, self.acting.send, who, self.case, ask=ask):
            model.state = "running"
            if ask == "everybody":
                model.vouched.clear()

    @rule(amount=st.sampled_from([50, 100, 150]))
    def change_the_amount(self, amount: int) -> None:
        typed = {"amount": {"amount": str(amount), "currency": "RUB"}}
        allowed = self.model.state in ("draft", "rework")
        if self._try(allowed, self.acting.save, "ivan", self.case, **typed):
            self.model.amount = amount

    @rule(who=people_)
    def approve(self, who: str) -> None:
        if self._try(self.model.may_decide(who), self._task_act, "approve", who):
            self.model.vouched[who] = self.model.amount
            self.model.log.append((who, "approve"))

    @rule(who=people_)
    def approve_with_a_remark(self, who: str) -> None:
        if self._try(self.model.may_decide(who), self._task_act, "remark", who, "Why?"):
            self.model.vouched[who] = self.model.amount
            self.model.remarks += 1
            self.model.log.append((who, "approve_with_remarks"))

    @rule(who=people_)
    def return_(self, who: str) -> None:
        model = self.model
        allowed = model.may_decide(who) or (who in PAYERS and who in model.asked())
        if self._try(allowed, self._task_act, "return_", who):
            model.state = "rework"
            model.vouched.pop(who, None)
            model.log.append((who, "return_for_rework"))

    @rule(who=st.sampled_from(CHAIN), sure=st.integers(0, 4))
    def decline(self, who: str, sure: int) -> None:
        if sure == 0 and self._try(self.model.may_decide(who), self._task_act, "decline", who):
            self.model.state = "declined"
            self.model.log.append((who, "decline"))

    @rule(who=st.sampled_from(["dan", "dina", "tamara"]))
    def pay(self, who: str) -> None:
        allowed = who in PAYERS and who in self.model.asked()
        if self._try(allowed, self.acting.complete, who, self.case, paid_on="2026-11-17"):
            self.model.state = "completed"
            self.model.log.append((who, "complete"))

    @rule()
    def recall(self) -> None:
        if self._try(self.model.state in ("running", "rework"), self.acting.recall, "ivan", self.case):
            self.model.state = "draft"

    @rule(sure=st.integers(0, 6))
    def cancel(self, sure: int) -> None:
        allowed = self.model.state in ("draft", "running", "rework")
        if sure == 0 and self._try(allowed, self.acting.cancel, "ivan", self.case):
            self.model.state = "cancelled"

    @precondition(lambda self: self.model.remarks and self.model.state in ("draft", "running", "rework"))
    @rule()
    def answer_a_remark(self) -> None:
        remark = Remark.objects.filter(case=self.case, answer="").first()
        assert remark is not None
        actions.answer_remark(remark=remark.pk, actor=self.acting.people.ivan, answer="taken")
        self.model.remarks -= 1

    @rule(who=people_)
    def press_twice(self, who: str) -> None:
        if not self.model.may_decide(who):
            return
        task = self.acting.task(who, self.case)
        same = {"task": task, "actor": self.acting.people.ids[who], "revision": revision(self.case)}
        same["press"] = press()
        actions.approve(**same)
        actions.approve(**same)
        self.model.vouched[who] = self.model.amount
        self.model.log.append((who, "approve"))

    @rule(who=st.sampled_from(["ivan", "tamara", "karim"]))
    def comment(self, who: str) -> None:
        try:
            actions.comment(case=self.case, actor=self.acting.people.ids[who], text="Hm")
        except PlacetError:
            assert who != "ivan"

    def _task_act(self, name: str, who: str, *more: str) -> None:
        getattr(self.acting, name)(who, self.case, *more)

    @invariant()
    def both_agree(self) -> None:
        row = Case.objects.filter(pk=getattr(self, "case", 0)).first()
        if row is not None:
            assert (row.state, self.acting.asked(row.pk)) == (self.model.state, self.model.asked())
            assert decisions(row.pk) == self.model.log

    def teardown(self) -> None:
        check()


def explore(act: Acting, examples: int, steps: int) -> None:
    """Run so many stories of so many steps."""
    machine = type("Bound", (Requests,), {"acting": act})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_a_few_stories(act: Acting) -> None:
    explore(act, 15, 25)


@pytest.mark.check
@pytest.mark.django_db
def test_many_stories(act: Acting) -> None:
    explore(act, 200, 50)
