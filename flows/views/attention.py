"""Red items: what nobody can decide, the reason, and the acts that mend it (ROUTING 36)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.errors import PlacetError
from designer.part import say
from designer.queries import document_of
from flows import actions
from flows.access import task_for
from flows.actions.handing import may_choose
from flows.cards.sentences import reason_sentence
from flows.engine.desk import desk_of
from flows.engine.rows import unpack
from flows.errors import NoSuchRequest
from flows.forms.inputs import Picked
from flows.forms.suggestions import people
from flows.lists import TaskRow, red_items_of
from flows.lists.paging import Slice, page_number
from flows.models import Task
from flows.staff import staff
from flows.views.acts import TaskPress
from flows.views.base import Page, status_of
from flows.views.card import texts_of
from org.access import edit_scope, may_read
from org.models import Employee
from org.queries import snapshot
from org.reasons import Reason
from org.snapshot import OrgSnapshot


@dataclass(frozen=True, slots=True)
class RedItem:
    """A red item with its reason. `step` is what nobody can be asked for."""

    row: TaskRow
    why: str
    step: str
    revision: int
    mend_url: str = ""

    @property
    def key(self) -> str:
        return str(self.row.task)


class Attention(Page):
    """What waits for the reader as the owner of a process."""

    template, icon, title = "flows/attention.html", "warning", gettext_lazy("Needs attention")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.items()

    def items(self, draft: dict[str, Any] | None = None, error: PlacetError | None = None) -> HttpResponse:
        """The page; `draft`: what was typed into a press that was refused."""
        found = red_items_of(self.reader.pk, page_number(self.request.GET.get("p")))
        return self.page(
            {
                "found": found,
                "items": _items(found, self.reader),
                "draft": draft or {},
                "problem": error.sentence if error else "",
            },
            status=200 if error is None else status_of(error),
        )


def _items(found: Slice[TaskRow], reader: Employee) -> list[RedItem]:
    org = snapshot()
    tasks = Task.objects.select_related("process").in_bulk([row.task for row in found.rows])
    items = []
    for row in found.rows:
        task = tasks[row.task]
        reason = unpack(task.reason)
        why = reason_sentence(reason, org, document_of(task.process.version_id))
        revision, record = task.process.revision, mend_url(reason, org, reader)
        items.append(RedItem(row, why, step_of(task), revision, record))
    return items


def mend_url(reason: Reason, org: OrgSnapshot, reader: Employee) -> str:
    """The record of the company that the reason speaks of, for whoever may edit it; else the org chart."""
    if not may_read(reader):
        return ""
    said, known = dict(reason.params), staff(org)
    for name, address, ids in (
        ("position", "positions", known.position_ids),
        ("unit", "units", known.unit_ids),
    ):
        if edit_scope(reader) and said.get(name) in ids:
            return reverse("org:edit", args=[address, ids[said[name]]])
    return reverse("org:chart")


def step_of(task: Task) -> str:
    """The step's label for a red item of the route."""
    step = document_of(task.process.version_id).steps.get(task.step)
    return say(step.label, (get_language() or "en")[:2]) if step else task.step


class Mend(TaskPress):
    """A press that mends; the reader stays among his red items."""

    after = "flows:attention"

    def go(self, case: int, result: Any) -> HttpResponse:
        return redirect("flows:attention")

    def refuse(self, case: int, error: PlacetError, **ids: int) -> HttpResponse:
        page = Attention()
        page.setup(self.request)
        return page.items({"task": ids["task"], "reason": self.reason, "texts": texts_of(error)}, error)


class Choose(Mend):
    act = "choose"

    def on_task(self, task: int) -> None:
        actions.choose(task=task, to=self.number("to"), reason=self.reason, **self.press)
        messages.success(self.request, _("Chosen. The request goes on."))


class Retry(Mend):
    act = "retry"

    def on_task(self, task: int) -> None:
        actions.retry(task=task, **self.press)
        messages.success(self.request, _("The route was worked out again. The request goes on."))


class Candidates(Page):
    """Among whom the reader may choose for a task."""

    def get(self, request: HttpRequest, case: int, task: int) -> HttpResponse:
        found = task_for(task, self.reader)
        if found.process_id != case:
            raise NoSuchRequest
        org = snapshot()
        desk = desk_of(found.process, org)
        entry = next((one for one in desk.open.values() if one.task.pk == task), None)
        allowed = may_choose(desk, entry, self.reader.pk) if entry else frozenset[str]()
        offered = people(org, request.GET.get("q", ""), allowed.__contains__)
        ids = staff(org).ids
        picks = [Picked(str(ids[one.code]), one.label, hint=one.hint) for one in offered.picks]
        return render(request, "shell/options.html", {"picks": picks, "more": offered.more})
