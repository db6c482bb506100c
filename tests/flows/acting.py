"""Acts by the names of the personas, so that tests read as a story."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from flows import actions
from flows.models import Assignment, Case, Decision, Event, Task
from tests.personas import People

FILLED: dict[str, Any] = {
    "subject": "Chairs",
    "amount": {"amount": "100.00", "currency": "RUB"},
    "supplier": "ACME",
}
presses = count(1)


@dataclass
class Acting:
    """`act.draft("ivan")`, `act.approve("tamara", case)`: the open task of that person is found by itself."""

    people: People

    def draft(self, who: str = "ivan", **values: Any) -> int:
        return actions.start_case(process="purchase", actor=self.people.ids[who], values={**FILLED, **values})

    def sent(self, who: str = "ivan", **values: Any) -> int:
        """A draft, and sent."""
        case = self.draft(who, **values)
        self.send(who, case)
        return case

    def send(self, who: str, case: int, **how: Any) -> None:
        actions.send(case=case, actor=self.people.ids[who], revision=revision(case), press=press(), **how)

    def save(self, who: str, case: int, **values: Any) -> None:
        actions.save_draft(case=case, actor=self.people.ids[who], values=values, revision=revision(case))

    def approve(self, who: str, case: int, **more: Any) -> None:
        self._on_task(actions.approve, who, case, **more)

    def remark(self, who: str, case: int, *remarks: str) -> None:
        self._on_task(actions.approve_with_remarks, who, case, remarks=remarks)

    def return_(self, who: str, case: int, reason: str = "Too dear") -> None:
        self._on_task(actions.return_for_rework, who, case, reason=reason)

    def decline(self, who: str, case: int, reason: str = "Never") -> None:
        self._on_task(actions.decline, who, case, reason=reason)

    def complete(self, who: str, case: int, **values: Any) -> None:
        self._on_task(actions.complete, who, case, values=values)

    def recall(self, who: str, case: int) -> None:
        actions.recall(case=case, actor=self.people.ids[who], revision=revision(case), press=press())

    def cancel(self, who: str, case: int, reason: str = "Not needed") -> None:
        actions.cancel(
            case=case, actor=self.people.ids[who], revision=revision(case), press=press(), reason=reason
        )

    def chain(self, case: int, *names: str) -> None:
        """They approve, one after another."""
        for name in names:
            self.approve(name, case)

    def _on_task(self, action: Any, who: str, case: int, **more: Any) -> None:
        actor = self.people.ids[who]
        action(task=task_of(case, actor), actor=actor, revision=revision(case), press=press(), **more)

    # -- what there is -------------------------------------------------------------------------------------

    def asked(self, case: int) -> set[str]:
        """Who is asked now."""
        rows = Assignment.objects.filter(case=case, until=None).values_list("employee", flat=True)
        return {self.people.name_of(pk) for pk in rows}

    def task(self, who: str, case: int) -> int:
        return task_of(case, self.people.ids[who])


def press() -> str:
    return f"press {next(presses)}"


def revision(case: int) -> int:
    return Case.objects.values_list("revision", flat=True).get(pk=case)


def task_of(case: int, actor: int) -> int:
    """The open task at which somebody is asked."""
    return Assignment.objects.get(case=case, employee=actor, until=None).task_id


def kinds(case: int) -> list[str]:
    """What happened, in order."""
    return list(Event.objects.filter(case=case).order_by("number").values_list("kind", flat=True))


def decisions(case: int) -> list[tuple[str, str]]:
    """Who answered what, in order."""
    return list(Decision.objects.filter(case=case).order_by("pk").values_list("by__code", "outcome"))


def open_places(case: int) -> list[str]:
    """The places that are asked now."""
    rows = Task.objects.filter(process=case, finished=None).order_by("place")
    return list(rows.values_list("place", flat=True))
