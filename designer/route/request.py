"""What the planner was asked, with what follows from it at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from common.money import Money
from designer.conditions.errors import CannotEvaluate
from designer.conditions.evaluate import Scope, evaluate, value_of
from designer.conditions.tree import Condition, FieldValue
from designer.conditions.walk import fields_read
from designer.document.process import ProcessDocument
from designer.route.facts import Facts
from designer.route.history import Folded
from org.reasons import Reason
from org.resolve import StartPoint
from org.snapshot import OrgSnapshot


class Unclear(Exception):
    """Something cannot be told: `reason` says what, `fields` what it was looked for in."""

    def __init__(self, reason: Reason, fields: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = tuple(fields)


class Empty(Unclear):
    """The field that should name a person or a unit is empty."""


@dataclass(frozen=True)
class Request:
    """A request at one moment, seen by the planner."""

    document: ProcessDocument
    facts: Facts
    folded: Folded
    org: OrgSnapshot
    now: datetime

    @cached_property
    def day(self) -> date:
        """Today where the route starts, or as the facts say."""
        if self.facts.today is not None:
            return self.facts.today
        zone = self.org.zone_where(self.facts.unit, self.facts.requested_for)
        return self.now.astimezone(zone).date()

    @cached_property
    def scope(self) -> Scope:
        """What conditions are evaluated on."""
        return Scope(self.document, self.facts, self.org, self.day)

    @cached_property
    def start(self) -> StartPoint:
        """Where the route starts (ROUTING 10)."""
        unit = self.facts.unit if self.facts.unit in self.org.units else None
        return StartPoint(self.facts.requested_for, unit, self.facts.position)

    @cached_property
    def principals(self) -> frozenset[str]:
        """Whose request it is, and who benefits from it (ROUTING, principle 6)."""
        return self.benefiting | {self.facts.requester, self.facts.entered_by, self.facts.requested_for}

    @cached_property
    def benefiting(self) -> frozenset[str]:
        """Whoever stands in a field that marks who benefits."""
        marked = (
            self.facts.values.get(field.code)
            for field in self.document.fields.values()
            if field.type == "employee" and field.benefits
        )
        return frozenset(code for code in marked if isinstance(code, str) and code)

    @cached_property
    def carriers(self) -> frozenset[str]:
        """Whoever has carried the request out."""
        return frozenset(act.by for act in self.folded.agreed if self._carries_out(act.place))

    @cached_property
    def signers(self) -> frozenset[str]:
        """Whoever has signed the request off, in any round and capacity."""
        signed = (act for act in self.folded.agreed if act.outcome != "complete")
        return frozenset(act.by for act in signed if not self._carries_out(act.place))

    @cached_property
    def barred(self) -> frozenset[str]:
        """Who approves in no capacity (ROUTING, principle 6)."""
        return self.principals | self.carriers | self.folded.typists

    def _carries_out(self, place: str) -> bool:
        step = self.document.steps.get(step_of(place))
        return step is not None and step.carries_out

    def holds(self, condition: Condition) -> bool:
        """Does the condition hold? Raises Unclear (ROUTING 34)."""
        try:
            return evaluate(condition, self.scope)
        except CannotEvaluate as error:
            raise Unclear(error.reason, fields_read(condition)) from error

    @cached_property
    def amount(self) -> Decimal:
        """What is held against limits: the request's amount in the company's currency, by the frozen rate
        (ROUTING 33). Money that comes back needs as much authority as money that goes. Raises Unclear."""
        code = self.document.parts.amount
        if code is None:
            raise Unclear(Reason.of("no_amount"))
        try:
            value = value_of(FieldValue(field=code), self.scope)
        except CannotEvaluate as error:
            raise Unclear(error.reason, (code,)) from error
        if isinstance(value, Money):
            return abs(value.amount * self._rate(value.currency, code))
        if isinstance(value, Decimal):
            return abs(value)
        raise Unclear(Reason.of("no_amount"), (code,))

    def _rate(self, currency: str, code: str) -> Decimal:
        rate = Decimal(1) if currency == self.org.currency else self.facts.rates.get(currency)
        if rate is None:
            raise Unclear(Reason.of("no_rate", currency=currency), (code,))
        return rate

    def code_in(self, field: str) -> str:
        """The code of the employee, unit or item that a field holds. Raises Empty."""
        value = self.facts.values.get(field)
        if not isinstance(value, str) or not value:
            raise Empty(Reason.of("field_empty", field=field), (field,))
        return value


def step_of(place: str) -> str:
    """The code of the step that a place's key belongs to."""
    return place.split("/", 1)[0]
