"""Words shared by the parts of a card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from designer.conditions.errors import SENTENCES as CONDITIONS
from designer.document.process import ProcessDocument
from designer.document.route import Node, Path, Step
from designer.part import say
from designer.route.reasons import SENTENCES as ROUTE
from flows.models import Verdict
from org.reasons import SENTENCES as COMPANY
from org.reasons import Reason
from org.snapshot import OrgSnapshot
from org.texts import sentence

OWN = {"returned_to_requester": gettext_noop("Returned for rework")}
"""Why the requester himself is asked: no place of the route."""
TABLE = {**COMPANY, **CONDITIONS, **ROUTE, **OWN}
SAID_BESIDE_THE_NAME = frozenset({"in_post"})
"""That somebody holds a position needs no sentence where it stands beside his name."""

TONES = {
    Verdict.APPROVE: "ok",
    Verdict.APPROVE_WITH_REMARKS: "warn",
    Verdict.COMPLETE: "ok",
    Verdict.RETURN: "bad",
    Verdict.DECLINE: "bad",
}


def reason_sentence(reason: Reason, org: OrgSnapshot, document: ProcessDocument) -> str:
    """Why, in the reader's language, with the labels of the process in place of its codes."""
    language = (get_language() or "en")[:2]
    said = {name: _labelled(name, value, document, language) for name, value in reason.params}
    return sentence(Reason.of(reason.code, **said), org, TABLE)


def _labelled(name: str, value: str, document: ProcessDocument, language: str) -> str:
    if name == "field" and value in document.fields:
        return say(document.fields[value].label, language)
    if name == "step" and value.partition("/")[0] in document.steps:
        return say(document.steps[value.partition("/")[0]].label, language)
    if name == "path":
        return next(
            (say(one.label, language) for one in paths_of(document.route) if one.code == value and one.label),
            value,
        )
    if name == "attribute":
        listed = (one for catalog in document.catalogs for one in catalog.attributes if one.code == value)
        return next((say(one.label, language) for one in listed), value)
    return value


def paths_of(nodes: Iterable[Node]) -> Iterator[Path]:
    """Every path of a route, however deep."""
    for node in nodes:
        for path in getattr(node, "paths", ()):
            yield path
            yield from paths_of(path.steps)


def verdict_of(outcome: str, step: Step | None, language: str) -> tuple[str, str]:
    """The words for an answer, the step's own where it has some, and the tone of its colour."""
    verdict = Verdict(outcome)
    labels = {str(code): text for code, text in step.outcome_labels.items()} if step else {}
    own = say(labels.get(outcome), language)
    return own or str(verdict.label), TONES[verdict]


def capacity_of(title: str, behalf: str) -> str:
    """`Head of Sales`, `for Egorov A. A.`, or both."""
    parts = [title, _("for {who}").format(who=behalf) if behalf else ""]
    return ", ".join(part for part in parts if part)
