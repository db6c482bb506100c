"""A process as one reader sees it: which of its requests, in which stages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Case as Choose
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from common import clock
from designer.document import ProcessDocument
from designer.models import Process, ProcessVersion
from designer.part import say
from designer.queries import document_of, process
from flows.access import visible_cases
from flows.errors import NoSuchProcess
from flows.models import Assignment, Case, State
from org.models import Employee
from org.queries import snapshot
from org.snapshot import OrgSnapshot

DONE_DAYS = 30
"""For so many days a completed request stands on the board."""
ON_THE_WAY = (State.RUNNING, State.REWORK)
MOST_VERSIONS = 50


@dataclass(frozen=True)
class Scope:
    """`mine`: only what the reader asked for, entered, or what is for him."""

    process: Process
    reader: Employee
    language: str
    now: datetime
    org: OrgSnapshot
    mine: bool = False

    @cached_property
    def document(self) -> ProcessDocument:
        """The process's present version."""
        assert self.process.current_version_id is not None
        return document_of(self.process.current_version_id)

    @cached_property
    def documents(self) -> tuple[ProcessDocument, ...]:
        """The present version and those before it, the newest first."""
        found = ProcessVersion.objects.filter(process=self.process.pk).order_by("-number")
        versions = found.values_list("pk", flat=True)[:MOST_VERSIONS]
        older = [document_of(one) for one in versions if one != self.process.current_version_id]
        return (self.document, *older)

    @cached_property
    def cases(self) -> QuerySet[Case]:
        """What the reader may see; drafts that were thrown away are gone. `column` is where it stands."""
        found = visible_cases(self.reader).filter(process=self.process.pk)
        if self.mine:
            found = found.filter(own(self.reader.pk))
        return found.exclude(state=State.CANCELLED, sent_at=None).annotate(column=self._column())

    @cached_property
    def open(self) -> Q:
        """What is not over: on the way, and the reader's own drafts."""
        return Q(state__in=ON_THE_WAY) | (Q(state=State.DRAFT) & own(self.reader.pk))

    @cached_property
    def lately_done(self) -> Q:
        """What was completed a short time ago."""
        return Q(state=State.COMPLETED, finished__gte=self.now - timedelta(days=DONE_DAYS))

    @cached_property
    def stages(self) -> tuple[tuple[str, str], ...]:
        """Code and label of every stage, those of the present version first."""
        found: dict[str, str] = {}
        for document in self.documents:
            for stage in document.stages:
                found.setdefault(stage.code, say(stage.label, self.language))
        return tuple(found.items())

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """The currencies in which amounts of this process are given; none when it has no amounts."""
        return tuple(dict.fromkeys(code for document in self.documents for code in _currencies(document)))

    def _column(self) -> Choose:
        """Drafts and what is completed stand where the present version says, all else in its own stage."""
        return Choose(
            When(state=State.DRAFT, then=Value(self.document.stage_of_draft)),
            When(state=State.COMPLETED, then=Value(self.document.stage_when_done)),
            default=F("stage"),
            output_field=CharField(),
        )


def read_scope(code: str, reader: Employee, language: str, whose: str = "") -> Scope:
    """Raises NoSuchProcess: also for one that was switched off, unless the reader has requests in it."""
    found = process(code)
    if found is None or found.current_version_id is None:
        raise NoSuchProcess
    scope = Scope(found, reader, language, clock.now(), snapshot(), whose == "mine")
    if not found.is_active and not visible_cases(reader).filter(process=found.pk).exists():
        raise NoSuchProcess
    return scope


def own(employee: int) -> Q:
    """Requests that are his."""
    return Q(requester=employee) | Q(entered_by=employee) | Q(requested_for=employee)


def late(now: datetime) -> Q:
    """On the way, and the whole of it or what it waits for should have been done by now."""
    waited = Assignment.objects.filter(case=OuterRef("pk"), until=None, due__lt=now)
    return Q(state__in=ON_THE_WAY) & (Q(due__lt=now) | Q(Exists(waited)))


def waiting_since() -> Choose:
    """Since when it waits for whoever has waited longest. Nothing that is over waits: most requests are, and
    are not asked."""
    waited = Assignment.objects.filter(case=OuterRef("pk"), until=None).order_by("since")
    return Choose(When(finished=None, then=Subquery(waited.values("since")[:1])))


def _currencies(document: ProcessDocument) -> Iterable[str]:
    field = document.fields.get(document.parts.amount or "")
    return field.currencies if field is not None and field.type == "money" else ()
