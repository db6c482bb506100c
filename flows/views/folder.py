"""The press that orders a folder: of one's own tasks, or of those of the boss whom one assists."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.text import number_in
from flows.printing import folder
from flows.printing.orders import order
from flows.views.base import Page
from flows.views.helping import helping


class PrintFolder(Page):
    """All his approvals, or those that were ticked; printed by the worker."""

    def post(self, request: HttpRequest, boss: int) -> HttpResponse:
        if boss != self.reader.pk and boss not in {one.pk for one in helping(request).bosses}:
            raise Http404
        posted = request.POST.getlist("task")[: folder.MOST]
        ticked = [pk for raw in posted if (pk := number_in(raw)) is not None]
        params = {"boss": boss, "tasks": ticked}
        made = order(kind=folder.KIND, by=self.reader.pk, params=params, language=self.language)
        return redirect("flows:print_order", made.pk)
