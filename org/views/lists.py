"""Lists of the company."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page as Leaf
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.text import search_key
from org.access import Scope
from org.models import Employee, OrgChange
from org.queries import snapshot
from org.views.base import CompanyPage
from org.views.change_words import words_of
from org.views.screens import SCREENS, Line, Screen

PER_PAGE = 50


class RecordList(CompanyPage):
    """The list of one kind of record, searched by what its lines say."""

    template = "org/list.html"

    @property
    def screen(self) -> Screen:
        return SCREENS[self.kwargs["address"]]

    def allowed(self) -> bool:
        return self.kwargs["address"] in SCREENS and super().allowed()

    def get(self, request: HttpRequest, address: str) -> HttpResponse:
        self.title, self.icon = self.screen.label, self.screen.icon
        text = request.GET.get("q", "").strip()[:100]
        found = self._found(text)
        context = {
            "screen": self.screen,
            "leaf": found,
            "lines": found.object_list,
            "text": text,
            "may_add": self.scope.everything or (bool(self.scope) and not self.screen.whole_only),
            "new_url": reverse("org:new", args=[address]),
        }
        return self.page(context)

    def _found(self, text: str) -> Leaf[Any]:
        readable = self.scope or Scope(everything=True)
        rows = self.screen.rows(readable)
        if text and issubclass(rows.model, Employee):
            for word in search_key(text).split():
                rows = rows.filter(search_key__contains=word)
        if not text or issubclass(rows.model, Employee):
            leaf = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
            leaf.object_list = [self.screen.shown(row) for row in leaf.object_list]
            return leaf
        lines = [line for line in map(self.screen.shown, rows) if _says(line, text)]
        return Paginator(lines, PER_PAGE).get_page(self.request.GET.get("page"))


def _says(line: Line, text: str) -> bool:
    said = search_key(" ".join((line.title, line.sub, *line.cells, *(chip.text for chip in line.chips))))
    return all(word in said for word in search_key(text).split())


class Changes(CompanyPage):
    """Who changed what of the company, newest first."""

    template = "org/changes.html"
    title = _("Changes of the company")
    icon = "history"

    def allowed(self) -> bool:
        return super().allowed() and (self.scope.everything or not self.scope)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = OrgChange.objects.select_related("actor").order_by("-id")
        leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
        for change in leaf:
            change.code = _with_name(change.kind, change.code)
        return self.page({"leaf": leaf, "lines": [(change, words_of(change)) for change in leaf]})


def _with_name(kind: str, code: str) -> str:
    """The name beside the code of a change, where one knows it."""
    org = snapshot()
    match kind:
        case "employee" if code in org.employees:
            return f"{org.employees[code].name} ({code})"
        case "unit" if code in org.units:
            return f"{org.units[code].name} ({code})"
        case "position" if code in org.positions:
            return f"{org.positions[code].title} ({code})"
    return code
