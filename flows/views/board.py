"""The requests of a process: its board, its list with filters and saved views, and the list as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.pages import Crumb
from common.text import search_key, sort_key
from designer.access import may
from designer.part import say
from flows import actions
from flows.boards import (
    Filters,
    Scope,
    ViewChoice,
    canonical,
    read_board,
    read_list,
    read_scope,
    read_table,
    views_of,
)
from flows.boards.export import MOST_ROWS
from flows.boards.scope import DONE_DAYS
from flows.errors import FiltersWrong
from flows.forms.inputs import Picked
from flows.forms.suggestions import MOST, units
from flows.lists.paging import page_number
from flows.views.base import Page
from flows.views.start import capacities_of, icon_of
from flows.views.tables import table_answer
from org.snapshot import OrgSnapshot


class OfProcess(Page):
    """A page of one process. Raises NoSuchProcess."""

    scope: Scope

    def read(self, code: str, whose: str) -> Scope:
        """The process for the reader; names the page after it."""
        self.scope = read_scope(code, self.reader, self.language, whose)
        self.title = self.scope.process.label(self.language)
        self.icon = icon_of(self.scope.process.icon)
        return self.scope

    def about(self) -> dict[str, Any]:
        """What board and list both show."""
        process = self.scope.process
        live = process.is_active and process.current_version_id is not None
        may_add = live and may(self.reader, "start", process.code)
        return {
            "process": process,
            "lead": say(process.description, self.language),
            "may_start": may_add,
            "capacities": capacities_of(self.reader.code, self.scope.org) if may_add else [],
            "mine": self.scope.mine,
        }


class BoardPage(OfProcess):
    """The requests of a process in the columns of its stages."""

    template = "flows/board.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        scope = self.read(code, request.GET.get("whose", ""))
        return self.page(
            {
                **self.about(),
                "board": read_board(scope),
                "done_days": DONE_DAYS,
                "list_query": canonical({"whose": "mine" if scope.mine else "all"}),
            }
        )


class ListPage(OfProcess):
    """The same requests as a list. What is wrong with a filter is said at its field, nothing listed then."""

    template = "flows/board_list.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        scope = self.read(code, request.GET.get("whose", ""))
        views = views_of(scope)
        preset = next((one for one in views if one.is_default), None)
        if preset is not None and not request.GET:
            return redirect(f"{request.path}?{preset.query}&view={preset.id}")
        form = Filters(request.GET, scope)
        right = form.is_valid()
        found = read_list(scope, form.wanted, self.zone, page_number(request.GET.get("p"))) if right else None
        context = {
            **self.about(),
            **self.filters(form),
            **chosen_view(request.GET, views, form.query),
            "views": views,
            "listing": found,
            "found": found.page if found else None,
            "most_rows": MOST_ROWS,
        }
        return self.page(context, status=200 if right else 422)

    def filters(self, form: Filters) -> dict[str, Any]:
        """The form and what its search fields show."""
        org = self.scope.org
        asked = {name: form.data.get(name, "") for name in ("requester", "waits", "unit")}
        return {
            "form": form,
            "wanted": {name: form.data.get(name, "") for name in form.fields},
            "picked": {
                "requester": person(org, asked["requester"]),
                "waits": person(org, asked["waits"]),
                "unit": org.units[asked["unit"]].name if asked["unit"] in org.units else asked["unit"],
            },
            "query": form.query,
            "sort": form.data.get("sort", ""),
            "query_unsorted": form.without("sort"),
            "query_of_anybody": form.without("whose"),
        }


def chosen_view(asked: QueryDict, views: Sequence[ViewChoice], query: str) -> dict[str, Any]:
    """The view that is open, and whether its filters were changed since."""
    view = next((one for one in views if str(one.id) == asked.get("view")), None)
    return {"view": view, "changed": view is not None and view.query != query}


def person(org: OrgSnapshot, code: str) -> str:
    """How an employee is called; what is no employee is shown as it was typed."""
    return org.employees[code].name if code in org.employees else code


class ListFile(OfProcess):
    """The list as a file: all of what the filters leave."""

    def get(self, request: HttpRequest, code: str, kind: str) -> HttpResponse:
        scope = self.read(code, request.GET.get("whose", ""))
        form = Filters(request.GET, scope)
        if not form.is_valid():
            raise FiltersWrong
        table = read_table(scope, form.wanted, self.zone)
        return table_answer(table, kind, language=self.language, zone=self.zone)

    def back(self) -> Crumb:
        """To the list, its filters kept."""
        where = reverse("flows:process_list", args=[self.kwargs["code"]])
        return Crumb(_("To the list"), f"{where}?{canonical(self.request.GET)}")


class Suggest(OfProcess):
    """What the search fields among the filters offer: everybody, also who has left, and every unit."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        org = self.read(code, "").org
        typed = request.GET.get("q", "").strip()[:100]
        if request.GET.get("field") == "unit":
            found = units(org, typed, ())
            picks, more = list(found.picks), found.more
        else:
            picks = people(org, typed)
            more = len(picks) > MOST
        return render(request, "shell/options.html", {"picks": picks[:MOST], "more": more})


def people(org: OrgSnapshot, typed: str) -> list[Picked]:
    """Employees whose name or number contains every word typed, those who work here first."""
    words = search_key(typed).split()
    found = [
        one
        for one in org.employees.values()
        if all(word in search_key(f"{one.name} {one.code}") for word in words)
    ]
    found.sort(key=lambda one: (not one.active, sort_key(one.name)))
    return [Picked(one.code, one.name, hint=_position(org, one.code, one.active)) for one in found]


def _position(org: OrgSnapshot, code: str, active: bool) -> str:
    held = org.positions_of.get(code, ())
    return (org.positions[held[0]].title if held else "") if active else _("has left")


# -- saved views -------------------------------------------------------------------------------------------


class ViewPress(OfProcess):
    """A press about a view: done or refused, back to the list with a sentence."""

    def do(self, **ids: int) -> tuple[str, str]:
        """Call the action; what to say, and the filters to go back to."""
        raise NotImplementedError

    def post(self, request: HttpRequest, code: str, **ids: int) -> HttpResponse:
        self.read(code, "")
        where = reverse("flows:process_list", args=[code])
        try:
            said, query = self.do(**ids)
        except Invalid as error:
            texts = [text for found in error.fields.values() for text in found] or [error.sentence]
            messages.error(request, " ".join(texts))
            return redirect(f"{where}?{self.asked() or 'whose=all'}&view={ids.get('view', '')}")
        messages.success(request, said)
        return redirect(f"{where}?{query}")

    def asked(self) -> str:
        """The filters that the page showed."""
        return canonical(QueryDict(self.request.POST.get("query", "")))

    @property
    def name(self) -> str:
        return self.request.POST.get("name", "")


class SaveView(ViewPress):
    """The present filters under a name."""

    def do(self, **ids: int) -> tuple[str, str]:
        query, default = self.asked() or "whose=all", "is_default" in self.request.POST
        process = self.scope.process.code
        view = actions.save_view(
            process=process, actor=self.reader.pk, name=self.name, query=query, is_default=default
        )
        return _("The view is saved."), f"{query}&view={view}"


class ChangeView(ViewPress):
    """Another name, the present filters, or the one that the list opens with."""

    def do(self, **ids: int) -> tuple[str, str]:
        query, view = self.asked() or "whose=all", ids["view"]
        actions.change_view(
            view=view,
            actor=self.reader.pk,
            name=self.name,
            is_default="is_default" in self.request.POST,
            query=query if "overwrite" in self.request.POST else None,
        )
        return _("The view is changed."), f"{query}&view={view}"


class DeleteView(ViewPress):
    """Away with it."""

    def do(self, **ids: int) -> tuple[str, str]:
        actions.delete_view(view=ids["view"], actor=self.reader.pk)
        return _("The view is deleted."), "whose=all"
