"""The lists: My tasks, My requests, Decided by me."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from common.text import number_in
from designer.models import Process
from designer.queries import live_processes
from flows.access import visible_cases
from flows.assisting import prepared_by
from flows.lists import TaskFilter, TaskRow, decided_by, open_tasks_of, requests_of
from flows.lists.paging import page_number
from flows.lists.repeats import repeat_counts
from flows.states import SHOWN_STATES
from flows.views.base import Page
from flows.views.helping import helping
from flows.views.menu import counts


@dataclass(frozen=True, slots=True)
class BulkGroup:
    """Tasks of one process on a page that may be approved together."""

    process: str
    name: str
    count: int


class Tasks(Page):
    """What waits for the reader, the most pressing first."""

    template, icon, title = "flows/tasks.html", "tasks", _("My tasks")

    def get(self, request: HttpRequest) -> HttpResponse:
        processes = list(live_processes())
        laid = helping(request).assisted and prepared_by(self.reader.pk)
        by_due = "due" in request.GET.getlist("sort")
        wanted = _task_filter(request, {one.code: one.pk for one in processes})
        wanted = replace(wanted, prepared=bool(laid) and not by_due)
        found = open_tasks_of(self.reader.pk, wanted, page_number(request.GET.get("p")))
        return self.page(
            {
                "found": found,
                "wanted": asdict(wanted),
                "counts": counts(request),
                "processes": [(one.code, one.label(self.language)) for one in processes],
                "chosen": request.GET.get("process", ""),
                "laid_by": laid or "",
                "by_due": by_due,
                "bulk": bulk_groups(found.rows, processes, self.language),
            }
        )


def bulk_groups(rows: Sequence[TaskRow], processes: Sequence[Process], language: str) -> list[BulkGroup]:
    """By process, how many tasks of this page may be approved together."""
    count = Counter(row.process for row in rows if row.bulk)
    names = {one.code: one.label(language) for one in processes}
    return [BulkGroup(code, names.get(code, code), many) for code, many in count.items()]


def _task_filter(request: HttpRequest, processes: dict[str, int]) -> TaskFilter:
    asked = request.GET
    return TaskFilter(
        process=processes.get(asked.get("process", "")),
        urgent="urgent" in asked,
        overdue="overdue" in asked,
        substitute="substitute" in asked,
        holder=number_in(asked.get("holder", "")),
        text=asked.get("q", "").strip()[:100],
    )


class RequestList(Page):
    """A list of requests the reader may see."""

    template = "flows/requests.html"
    lead: Any = ""

    def found(self, text: str, state: str, number: int) -> Any:
        """The page of the list."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **where: str) -> HttpResponse:
        text, state = request.GET.get("q", "").strip()[:100], request.GET.get("state", "")
        found = self.found(text, state, page_number(request.GET.get("p")))
        return self.page(
            {
                "found": found,
                "text": text,
                "state": state,
                "states": SHOWN_STATES,
                "lead": self.lead,
                "narrowed": bool(text or state),
                **self.more(),
            }
        )

    def more(self) -> dict[str, Any]:
        """What else the page shows."""
        return {"whose": True}


class MyRequests(RequestList):
    """What the reader started, entered, or what was started for him."""

    icon, title = "doc-full", _("My requests")
    lead = _("Everything you have started, where it stands and whom it waits for.")

    def more(self) -> dict[str, Any]:
        return {"whose": True, "repeats": repeat_counts(self.reader.pk)}

    def found(self, text: str, state: str, number: int) -> Any:
        me = self.reader.pk
        mine = Q(requester=me) | Q(entered_by=me) | Q(requested_for=me)
        return requests_of(visible_cases(self.reader.pk), mine, text, state, number)


class Decided(RequestList):
    """What the reader decided, and what became of it."""

    template, icon, title = "flows/decided.html", "circle-check", _("Decided by me")
    lead = _("What you have decided, and what became of it.")

    def found(self, text: str, state: str, number: int) -> Any:
        return decided_by(visible_cases(self.reader.pk), self.reader.pk, text, number)
