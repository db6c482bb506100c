"""When a request's documents are printed: the engine asks after every act that moves the route."""

from __future__ import annotations

from collections.abc import Iterator

from common.hashing import canonical, digest
from designer.document import ProcessDocument
from designer.document.process import Document
from designer.route.plan import Outcome, Plan, Status
from outbox.actions import Wanted

CARRIER = "print"
PENDING = frozenset({Status.OPEN, Status.AHEAD, Status.UNKNOWN, Status.RED})
STANDING = frozenset({Outcome.RUNNING, Outcome.COMPLETED})


def wanted_papers(case: int, document: ProcessDocument, plan: Plan) -> list[Wanted]:
    """The outbox items of what is to be printed now. The key names the sign-offs, so the same ones are
    printed once, and anew when one was added or given again."""
    return [
        Wanted(key_of(case, one, plan), CARRIER, {"case": case, "document": one.code})
        for one in documents_due(document, plan)
    ]


def key_of(case: int, one: Document, plan: Plan) -> str:
    """The key of the outbox item that prints the document with the sign-offs of this plan."""
    given = [(place.key, place.decision) for place in plan.places if place.decision is not None]
    signed = [[key, decision.at, decision.outcome] for key, decision in given]
    stamp = digest(canonical([plan.outcome.value, plan.round, signed]))
    return f"{CARRIER}/{case}/{one.code}/{stamp[:16]}"


def documents_due(document: ProcessDocument, plan: Plan) -> Iterator[Document]:
    """The documents that are printed as the route stands."""
    return (one for one in document.documents if is_due(one, document, plan))


def is_due(one: Document, document: ProcessDocument, plan: Plan) -> bool:
    """Whether the step that the document waits for is done; without one, whether the last approval is given:
    none is open or ahead. A completed request prints everything."""
    if plan.outcome not in STANDING:
        return False
    if plan.outcome is Outcome.COMPLETED:
        return True
    awaited = [
        place.status
        for place in plan.places
        if (place.step == one.after if one.after else document.steps[place.step].kind == "approval")
    ]
    return Status.DONE in awaited and PENDING.isdisjoint(awaited)
