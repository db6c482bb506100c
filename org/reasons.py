"""Why somebody is asked or not: one code and the values its sentence needs (ROUTING, principle 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of the table below, with its parameters as sorted pairs, so that reasons compare and hash."""

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **params: str | int) -> Reason:
        """`Reason.of("vacant_climbed", position="KZN-D")`."""
        return cls(code, tuple(sorted((key, str(value)) for key, value in params.items())))

    def __getitem__(self, name: str) -> str:
        return dict(self.params)[name]


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; this module must not import Django."""
    return text


SENTENCES: Mapping[str, str] = {
    # Why a place is on the route.
    "head_above": gettext_noop("Head of {unit}, level {level} above the requester"),
    "direct_manager": gettext_noop("Direct manager: head of {unit}"),
    "requester_is_stop": gettext_noop("The chain would end at the requester: next above, head of {unit}"),
    "stop_vacant": gettext_noop("The chain would end at a vacant position: next above, head of {unit}"),
    "stop_not_on_path": gettext_noop(
        "Head of {unit}; nobody above the requester is where the chain should end"
    ),
    "limit_not_reached": gettext_noop("Head of {unit}; nobody above the requester may decide so much alone"),
    "head_of": gettext_noop("Head of {unit}"),
    "head_of_above": gettext_noop("{unit} has no head of its own: head of {at}"),
    "role_in_unit": gettext_noop("{role} of {unit}"),
    "role_serving": gettext_noop("{role} of {at}, which works for {unit}"),
    "role_in_company": gettext_noop("{role} nearest to {unit}, in {at}"),
    "holds_role": gettext_noop("{role}"),
    "authority_up_to": gettext_noop("May decide up to {limit}"),
    "authority_without_limit": gettext_noop("May decide without limit"),
    "named_person": gettext_noop("Named: {employee}"),
    "named_position": gettext_noop("{position}"),
    # The way from the place to the person.
    "in_post": gettext_noop("{employee} holds {position}"),
    "acting": gettext_noop("{employee} is acting as {position}"),
    "person": gettext_noop("{employee} is asked in person"),
    "manager_above": gettext_noop("Next above: {employee}, head of {unit}"),
    "substitute": gettext_noop("{substitute} stands in for {employee}"),
    "vacant_climbed": gettext_noop("{position} is vacant"),
    "person_left": gettext_noop("Whoever was named no longer works here"),
    "excluded": gettext_noop("{employee} may not decide this request: nobody approves their own"),
    "requester_skipped": gettext_noop("{employee} is the requester"),
    "limit_too_small": gettext_noop("{employee} may not decide so much"),
    "absent_no_substitute": gettext_noop("{employee} is absent, and nobody stands in"),
    "substitute_absent": gettext_noop("{substitute}, who stands in for {employee}, is absent too"),
    "substitute_inactive": gettext_noop("{substitute}, who stood in for {employee}, no longer works here"),
    "substitute_excluded": gettext_noop(
        "{substitute}, who stands in for {employee}, may not decide this request: nobody approves their own"
    ),
    "substitute_already_decided": gettext_noop(
        "{substitute}, who stands in for {employee}, has already decided this request in their own right"
    ),
    "substitute_reports_to_requester": gettext_noop(
        "{substitute}, who stands in for {employee}, reports to the requester"
    ),
    "substitute_limit_too_small": gettext_noop(
        "{substitute}, who stands in for {employee}, may not decide so much"
    ),
    "nobody_above": gettext_noop("There is nobody above"),
    # Why somebody may not be a substitute (ROUTING 17).
    "substitute_is_himself": gettext_noop("Nobody can stand in for themselves."),
    "substitute_unknown": gettext_noop("There is no active employee {substitute}."),
    "substitute_entered_it": gettext_noop(
        "Who enters an absence for somebody else cannot be the substitute."
    ),
    "substitute_each_other": gettext_noop(
        "{substitute} is away at the same time and named {employee} in turn: "
        "two people cannot stand in for each other."
    ),
    "substitute_not_allowed": gettext_noop(
        "The position of {employee} does not allow {substitute} to stand in."
    ),
}
"""Reason code → English sentence. The names in braces are parameters: codes of employees, positions,
units and roles are replaced by names when the sentence is made (`org.texts.sentence`)."""
