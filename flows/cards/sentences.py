"""Words shared by the parts of a card."""

from __future__ import annotations

from designer.route.reasons import SENTENCES as ROUTE
from django.utils.translation import gettext as _
from org.reasons import SENTENCES as COMPANY
from org.reasons import Reason
from org.snapshot import OrgSnapshot
from org.texts import sentence

from flows.models import Verdict

TABLE = {**COMPANY, **ROUTE}
SAID_BESIDE_THE_NAME = frozenset({"in_post"})
"""That somebody holds a position needs no sentence where it stands beside his name."""

TONES = {
    Verdict.APPROVE: "ok",
    Verdict.APPROVE_WITH_REMARKS: "warn",
    Verdict.COMPLETE: "ok",
    Verdict.RETURN: "bad",
    Verdict.DECLINE: "bad",
}


def reason_sentence(reason: Reason, org: OrgSnapshot) -> str:
    """Why, in the reader's language."""
    return sentence(reason, org, TABLE)


def verdict_of(outcome: str) -> tuple[str, str]:
    """The words for an answer, and the tone of its colour."""
    verdict = Verdict(outcome)
    return str(verdict.label), TONES[verdict]


def capacity_of(title: str, behalf: str) -> str:
    """`Head of Sales`, `for Egorov A. A.`, or both."""
    parts = [title, _("for {who}").format(who=behalf) if behalf else ""]
    return ", ".join(part for part in parts if part)
