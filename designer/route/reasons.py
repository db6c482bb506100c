"""The sentences of the route's own reasons: why a place is asked, skipped, stuck, why an act is refused.

The reasons of the company (who holds what, who is absent) are in `org.reasons`, those of conditions that
cannot be evaluated in `designer.conditions.errors`; a plan holds reasons of all three."""

from __future__ import annotations

from collections.abc import Mapping


def gettext_noop(text: str) -> str:
    """Marks a sentence for translation; this module must not import Django."""
    return text


SENTENCES: Mapping[str, str] = {
    # Why a place is on the route.
    "requester_asked": gettext_noop("The requester"),
    "field_empty": gettext_noop("“{field}” says nobody"),
    "no_unit": gettext_noop("Nobody knows in which unit the requester works"),
    "nobody_found": gettext_noop("Nobody in the company is what this step asks for"),
    "all_fell_away": gettext_noop(
        "Every approval of this route fell away; somebody must decide all the same"
    ),
    "extra_sign_off": gettext_noop("Signed off when it was needed; the route does not need it any more"),
    # As what somebody is asked.
    "fallback": gettext_noop("Fallback approver of this process"),
    "chosen": gettext_noop("{employee} was chosen by {by}"),
    "chosen_gone": gettext_noop("Whoever was chosen is not there"),
    "substitute_asked_himself": gettext_noop(
        "{substitute}, who stands in for {employee}, is already asked about this request"
    ),
    "substitute_stands_in_already": gettext_noop(
        "{substitute}, who stands in for {employee}, does so at another place of this request already"
    ),
    "reworks_himself": gettext_noop("{employee} is the requester"),
    # Why a place is skipped.
    "covered": gettext_noop("Asked once: the sign-off at “{step}” stands for this one"),
    "one_voice": gettext_noop("The same person is among them already: one voice"),
    "step_condition_false": gettext_noop("The condition of this step does not hold"),
    "nobody_needed": gettext_noop("By the rules of this process nobody is needed here"),
    "no_longer_needed": gettext_noop("No longer needed: the others have decided"),
    "request_declined": gettext_noop("The request was declined"),
    "request_cancelled": gettext_noop("The request was cancelled"),
    # Why a place waits.
    "remarks_open": gettext_noop("Waits for the requester’s answers to remarks: {count}"),
    "nobody_left": gettext_noop("Nobody is left who may decide"),
    "quorum_impossible": gettext_noop("{needed} must agree, and only {left} are left"),
    "no_amount": gettext_noop("The process does not say which field is the amount"),
    # Which path is taken.
    "path_condition": gettext_noop("The condition of “{path}” holds"),
    "path_default": gettext_noop("No other path applies: “{path}”"),
    "path_not_taken": gettext_noop("The condition of “{path}” does not hold"),
    "no_path": gettext_noop("None of the paths applies"),
    # Who is asked again (ROUTING 24, 26).
    "asked_again_returned": gettext_noop("Asked again: returned or declined it"),
    "asked_again_changed": gettext_noop("Asked again: what was signed off has changed"),
    "asked_again_everybody": gettext_noop("Asked again: everybody is"),
    "asked_again_excluded": gettext_noop("Asked again: {employee} may not decide this request any more"),
    "not_asked_unchanged": gettext_noop("Not asked again: nothing in this part changed"),
    "not_asked_off_route": gettext_noop("Not asked again: not on the route any more"),
    # Why a request may not be taken back (ROUTING 25).
    "not_on_its_way": gettext_noop("The request is not on its way."),
    "too_late_to_recall": gettext_noop("“{step}” has been carried out: the request cannot be taken back."),
    # Why somebody may not be chosen (ROUTING 36).
    "choose_not_waiting": gettext_noop("This place does not wait for anybody."),
    "choose_no_person": gettext_noop("This waits for a correction of the data, not for a person."),
    "choose_unknown": gettext_noop("There is no active employee {employee}."),
    "choose_himself": gettext_noop("Nobody can choose themselves."),
    "choose_excluded": gettext_noop("{employee} may not decide this request: nobody approves their own."),
    "choose_reports_to_requester": gettext_noop("{employee} reports to the requester."),
    "choose_not_up": gettext_noop("An approver passes a task only upwards or to the substitute."),
    "choose_lower": gettext_noop("{employee} neither holds the role that is asked here nor stands above it."),
}
"""Reason code → English sentence. Names in braces are parameters; codes of people, fields, steps and paths
are replaced by names when the sentence is made."""
