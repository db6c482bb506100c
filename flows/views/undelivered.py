"""What could not be delivered, for those who keep the platform running: never what it said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from flows.access import visible_cases
from flows.lists.paging import page_number, slice_of
from flows.operators import operates
from flows.telling.problems import in_words
from flows.telling.wishes import BY_ABOUT
from flows.views.base import Page
from org.models import Employee
from outbox import actions, installation, queries
from outbox.models import Item

KINDS = {
    "notice": _("notice"),
    "leave_notice": _("notice of an absence"),
    "mail": _("mail"),
    "print": _("printed document"),
    "print_order": _("ordered print"),
    "preview": _("preview of a file"),
}


@dataclass(frozen=True, slots=True)
class Dead:
    """An item that could not be delivered. `case` is None when the reader may not see that request."""

    pk: int
    kind: Any
    about: Any
    to: str
    case: int | None
    number: str
    attempts: int
    problem: str
    since: datetime


class Operating(Page):
    """For operators only; to others it is not there."""

    def allowed(self) -> bool:
        return operates(self.request.user)


class Undelivered(Operating):
    """What could not be delivered, the newest first."""

    template, icon, title = "flows/notices/undelivered.html", "warning", _("Not delivered")

    def get(self, request: HttpRequest) -> HttpResponse:
        found = slice_of(queries.dead(), page_number(request.GET.get("p")), lambda item: item)
        lines = list(_lines(self.reader, found.rows))
        return self.page({"found": found, "lines": lines, "is_copy": installation.is_copy()})


class Again(Operating):
    """One is tried again."""

    def post(self, request: HttpRequest, item: int) -> HttpResponse:
        actions.send_again(item_id=item)
        messages.success(request, _("It is being sent again."))
        return redirect("flows:undelivered")


class AllAgain(Operating):
    """All are tried again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        number = actions.send_all_again()
        text = ngettext("{n} item is being sent again.", "{n} items are being sent again.", number)
        messages.success(request, text.format(n=number))
        return redirect("flows:undelivered")


def _lines(reader: Employee, items: Iterable[Item]) -> Iterable[Dead]:
    """Names and requests of a page, two statements."""
    rows = list(items)
    people = Employee.objects.in_bulk({one.payload.get("to") for one in rows} - {None})
    cases = visible_cases(reader).in_bulk({one.payload.get("case") for one in rows} - {None})
    for one in rows:
        case = cases.get(one.payload.get("case"))
        to, kind = people.get(one.payload.get("to")), BY_ABOUT.get(one.payload.get("about", ""))
        yield Dead(
            pk=one.pk,
            kind=KINDS.get(one.kind, one.kind),
            about=kind.label if kind else "",
            to=to.short_name if to else "",
            case=case.pk if case else None,
            number=case.number if case else "",
            attempts=one.attempts,
            problem=in_words(one.problem),
            since=one.created_at,
        )
