"""A small document and a request's story, told act by act, on the company of `tests.org.small`.

The personas: ivan asks; galina, fedor, egor and anna stand above him, in this order; boris is the CFO and the
first fallback approver, clara the chief accountant and the second; dan and hasan are accountants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from designer.document.process import ProcessDocument
from designer.route.acts import stands_for, vouched
from designer.route.facts import Act, Cancelled, Decided, Facts, History, Reassigned, Recalled, Sent, Taken
from designer.route.plan import Capacity, Outcome, Place, Plan, Status
from designer.route.planner import plan
from org.snapshot import OrgSnapshot
from tests.org.small import NOW, company

FILE = {"sha256": "a" * 64, "name": "invoice.pdf", "size": 10, "kind": "pdf"}
VALUES = {
    "amount": {"amount": "100.00", "currency": "RUB"},
    "subject": "Chairs",
    "remark": "none",
    "off_budget": False,
    "papers": [FILE],
}
FIELDS = (
    {"code": "amount", "type": "money", "currencies": ["RUB", "USD"]},
    {"code": "subject", "type": "text"},
    {"code": "remark", "type": "text"},
    {"code": "off_budget", "type": "yes_no"},
    {"code": "papers", "type": "files"},
    {"code": "person", "type": "employee"},
    {"code": "payee", "type": "employee", "benefits": True},
    {"code": "unit", "type": "unit"},
    {"code": "account", "type": "text", "asked_of": "steps"},
    {"code": "doer", "type": "employee", "asked_of": "steps"},
)
MANAGERS = {"source": "managers_up", "until": {"role": "department_director"}}


def money(amount: str, currency: str = "RUB") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def position(code: str) -> dict[str, str]:
    return {"source": "position", "position": code}


def employee(code: str) -> dict[str, str]:
    return {"source": "employee", "employee": code}


def several(*sources: dict[str, Any]) -> dict[str, Any]:
    return {"source": "several", "of": list(sources)}


def compares(field: str, op: str, right: dict[str, Any]) -> dict[str, Any]:
    return {"left": {"field": field}, "op": op, "right": right}


OFF_BUDGET = compares("off_budget", "eq", {"value": True})


def step(code: str, who: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A step that covers the amount, the subject and the files."""
    covers = {"fields": ["amount", "subject"]}
    base = {"step": code, "label": code, "stage": "approval", "who": who or MANAGERS, "covers": covers}
    return {**base, **more}


def work(code: str, who: dict[str, Any], **more: Any) -> dict[str, Any]:
    return step(code, who, **{"kind": "work", "stage": "accounting", "outcomes": ["complete"], **more})


def document(*route: dict[str, Any], **more: Any) -> ProcessDocument:
    return ProcessDocument.model_validate(
        {
            "schema": 1,
            "code": "invoice",
            "name": "Invoice",
            "owner": position("CEO"),
            "responsible": position("CEO"),
            "fallback_approvers": [position("CFO"), employee("clara")],
            "numbering": {"pattern": "{seq}"},
            "parts": {"amount": "amount"},
            "form": {
                "sections": [
                    {"code": "main", "label": "Main", "fields": [{"label": f["code"], **f} for f in FIELDS]}
                ]
            },
            "stages": [{"code": c, "label": c} for c in ("request", "approval", "accounting", "done")],
            "stage_of_draft": "request",
            "stage_when_done": "done",
            "route": list(route),
            **more,
        }
    )


@dataclass(frozen=True)
class Story:
    """A request as it went on; every verb answers the next moment of it."""

    document: ProcessDocument
    facts: Facts
    org: OrgSnapshot
    history: History = ()
    now: datetime = NOW

    @cached_property
    def plan(self) -> Plan:
        return plan(self.document, self.facts, self.history, self.org, self.now)

    # -- what it looks like --------------------------------------------------------------------------------

    @property
    def asked(self) -> tuple[str, ...]:
        """Who may decide now, at any open place, in the route's order."""
        return tuple(dict.fromkeys(one.employee for place in self.plan.open for one in place.people))

    @property
    def outcome(self) -> Outcome:
        return self.plan.outcome

    def at(self, key: str) -> Place:
        place = self.plan.place(key)
        assert place is not None, f"{key} is not among {[one.key for one in self.plan.places]}"
        return place

    def keys(self, *statuses: Status) -> tuple[str, ...]:
        return tuple(place.key for place in self.plan.with_status(*statuses))

    @property
    def skipped(self) -> dict[str, str]:
        """Key → reason code of every skipped place."""
        return {place.key: place.reason.code for place in self.plan.with_status(Status.SKIPPED)}

    # -- how it goes on ------------------------------------------------------------------------------------

    def then(self, act: Act) -> Story:
        return replace(self, history=(*self.history, act), now=self.now + timedelta(minutes=1))

    def sent(self, ask: Any = "everybody") -> Story:
        return self.then(Sent(self.now, self.facts.requester, ask))

    def answered(self, who: str, outcome: Any, key: str | None = None) -> Story:
        """The person answers at the first open place that asks him; it must be open to him."""
        places = [p for p in self.plan.open if key in (None, p.key) and who in {a.employee for a in p.people}]
        assert places, f"{who} is not asked; asked are {self.asked}"
        place = places[0]
        asked = next(one for one in place.people if one.employee == who)
        signs = outcome in ("approve", "approve_with_remarks")
        covered = vouched(self.document, self.plan, place, self.facts.values) if signs else {}
        return self.then(
            Decided(
                self.now, who, place.key, outcome, asked.on_behalf_of, asked.position, covered,
                stands_for(self.plan, place.key) if signs else (),
            )
        )  # fmt: skip

    def approved(self, *people: str) -> Story:
        story = self
        for who in people:
            story = story.answered(who, "approve")
        return story

    def returned(self, who: str) -> Story:
        return self.answered(who, "return_for_rework")

    def declined(self, who: str) -> Story:
        return self.answered(who, "decline")

    def completed(self, who: str) -> Story:
        return self.answered(who, "complete")

    def took(self, who: str | None, key: str) -> Story:
        return self.then(Taken(self.now, who, key))

    def given(self, key: str, to: str, by: str = "anna") -> Story:
        return self.then(Reassigned(self.now, by, key, to))

    def recalled(self) -> Story:
        return self.then(Recalled(self.now, self.facts.requester))

    def cancelled(self) -> Story:
        return self.then(Cancelled(self.now, self.facts.requester))

    def edited(self, **values: Any) -> Story:
        return self.with_facts(values={**self.facts.values, **values})

    def with_facts(self, **changes: Any) -> Story:
        return replace(self, facts=replace(self.facts, **changes))

    def moved_to(self, org: OrgSnapshot) -> Story:
        return replace(self, org=org)


def request(
    *route: dict[str, Any],
    by: str = "ivan",
    org: OrgSnapshot | None = None,
    values: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    **more: Any,
) -> Story:
    """A draft of `by`'s, on the company of `tests.org.small`."""
    org = org or company()
    main = org.employees[by].main_position or ""
    unit = org.positions[main].unit if main in org.positions else ""
    known = Facts("invoice", by, by, by, unit, values={**VALUES, **(values or {})})
    return Story(document(*route, **more), replace(known, **(facts or {})), org)


def capacities(place: Place) -> tuple[tuple[str, Capacity, str | None], ...]:
    return tuple((one.employee, one.capacity, one.on_behalf_of) for one in place.people)


def statuses(story: Story) -> tuple[tuple[str, str], ...]:
    return tuple((place.key, place.status.value) for place in story.plan.places)


def only(things: Iterable[Any]) -> Any:
    (one,) = things
    return one
