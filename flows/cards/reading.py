"""What a card is built from: one request read for one reader, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.db.models import QuerySet

from common import clock
from designer.conditions.evaluate import Scope
from designer.document import ProcessDocument
from designer.form import Settled, settle
from designer.part import Text, say
from designer.queries import document_of, item_labels, items_named
from designer.route.facts import Facts
from designer.route.plan import Plan
from designer.route.planner import plan
from designer.values.show import show
from flows import queries
from flows.access import case_for, visible_fields, visible_files
from flows.forms import FileLine
from flows.forms.sources import FormSources
from flows.history import Recorded, acts, open_remarks
from flows.models import Assignment, Attachment, Case, Task
from flows.previews import PICTURED, Picture, pictures_of
from flows.staff import Staff, staff
from org.models import Employee
from org.queries import snapshot
from org.snapshot import OrgSnapshot


@dataclass
class Reading:
    """A request, its history and the company, for one reader. What is not asked for is not read. With
    somebody `beside` him, of fields, files and other requests only what both may see."""

    case: Case
    reader: Employee
    language: str
    zone: tzinfo
    now: datetime
    org: OrgSnapshot
    staff: Staff
    document: ProcessDocument
    beside: Employee | None = None

    def as_if(self, values: Mapping[str, Any]) -> Reading:
        """The same request as if it held these values; nothing is stored."""
        case = copy(self.case)
        case.values = dict(values)
        made = replace(self, case=case)
        made.__dict__["events"] = self.events
        return made

    @cached_property
    def events(self) -> list[Recorded]:
        return queries.events(self.case.pk)

    @cached_property
    def facts(self) -> Facts:
        unanswered = open_remarks(event.deed for event in self.events)
        return queries.facts_of(self.case, self.document, self.org, self.staff, unanswered, asked=self.tasks)

    @cached_property
    def plan(self) -> Plan:
        return plan(self.document, self.facts, acts(event.deed for event in self.events), self.org, self.now)

    @cached_property
    def settled(self) -> Settled:
        today = self.now.astimezone(self.zone_of_request).date()
        return settle(Scope(self.document, self.facts, self.org, today))

    @cached_property
    def zone_of_request(self) -> ZoneInfo:
        """The zone of its moments and of its *today*."""
        return self.org.zone_where(self.facts.unit, self.facts.requested_for)

    @cached_property
    def place_of_clock(self) -> str:
        """The place of that zone, empty where the reader's own clock shows the same time."""
        here, there = self.now.astimezone(self.zone), self.now.astimezone(self.zone_of_request)
        if here.utcoffset() == there.utcoffset():
            return ""
        return str(get_timezone_location(self.zone_of_request, locale=self.language, return_city=True))

    @cached_property
    def names(self) -> FormSources:
        known = item_labels(items_named(self.document, self.case.values), self.language)
        about = (self.org, self.document, self.language, known)
        return FormSources(*about, reader=self.reader, beside=self.beside)

    @cached_property
    def fields(self) -> frozenset[str]:
        """Codes of the fields that the reader may see."""
        seen = visible_fields(self.case, self.reader.pk)
        return seen if self.beside is None else seen & visible_fields(self.case, self.beside)

    @cached_property
    def assignments(self) -> list[Assignment]:
        """Who is asked now, of which task."""
        found = Assignment.objects.filter(case=self.case, until=None).select_related(
            "task__taken_by", "employee", "on_behalf_of"
        )
        return list(found.order_by("since", "pk"))

    @cached_property
    def tasks(self) -> dict[str, Task]:
        """Open tasks by place."""
        return {one.task.place: one.task for one in self.assignments}

    @property
    def attachments(self) -> QuerySet[Attachment]:
        """The files of the present values that the reader may see."""
        seen = visible_files(self.case, self.reader, self.fields)
        if self.beside is not None:
            seen &= visible_files(self.case, self.beside, self.fields)
        return seen.filter(removed_at=None)

    @cached_property
    def files(self) -> Mapping[str, tuple[FileLine, ...]]:
        """`attachments` by field; those beside the form under an empty code."""
        rows = list(self.attachments)
        known = pictures_of(one.sha256 for one in rows if one.kind in PICTURED)
        found: dict[str, tuple[FileLine, ...]] = {}
        for one in rows:
            seen = known.get(one.sha256, Picture()) if one.kind in PICTURED else None
            line = FileLine(one.pk, one.name, one.kind, one.size, seen)
            found[one.field] = (*found.get(one.field, ()), line)
        return found

    @cached_property
    def scans(self) -> Mapping[str, tuple[int, ...]]:
        """The files beside the form by content, the oldest first: among them what was entered from paper, the
        same scan as often as it was."""
        found: dict[str, tuple[int, ...]] = {}
        for sha256, pk in self.attachments.filter(field="").values_list("sha256", "pk"):
            found[sha256] = (*found.get(sha256, ()), pk)
        return found

    def say(self, text: Text | None) -> str:
        """A text of the process in the reader's language."""
        return say(text, self.language)

    def shown(self, code: str, stored: object) -> str:
        """A value as the reader reads it."""
        field = self.document.fields.get(code)
        if field is None:
            return ""
        text = show(field, stored, self.language, self.names, self.zone_of_request)
        told = text and field.type == "datetime" and self.place_of_clock
        return f"{text} ({told})" if told else text

    def label(self, code: str) -> str:
        """A field's label."""
        field = self.document.fields.get(code)
        return self.say(field.label) if field else code

    def person(self, code: str | None) -> str:
        """How an employee is called."""
        known = self.org.employees.get(code or "")
        return known.name if known else (code or "")

    def step(self, code: str) -> str:
        """A step's label."""
        step = self.document.steps.get(code)
        return self.say(step.label) if step else code


def read_case(
    case: int, reader: Employee, language: str, zone: tzinfo, beside: Employee | None = None
) -> Reading:
    """Raises NoSuchRequest for what the reader, or who is `beside` him, may not see, as for what is not
    there."""
    found = case_for(case, reader.pk)
    if beside is not None:
        case_for(case, beside.pk)
    org, now, document = snapshot(), clock.now(), document_of(found.version_id)
    return Reading(found, reader, language, zone, now, org, staff(org), document, beside)
