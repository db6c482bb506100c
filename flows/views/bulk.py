"""Several tasks approved together: restated first, then done."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.money import Money
from designer.values.show import show_money
from flows import actions
from flows.actions.bulk import MOST_AT_ONCE, Chosen, Outcome
from flows.errors import TooMany
from flows.lists.bulk import restate, sums_of_approved
from flows.views.base import Crumb, Page

NAMED = 8
"""So many requests are named in the message when nothing was left out."""


class BulkPage(Page):
    """What both pages share."""

    icon, title = "circle-check", gettext_lazy("Approve together")

    def crumbs(self) -> tuple[Crumb, ...]:
        return (Crumb(gettext_lazy("My tasks"), reverse("flows:tasks")),)

    def chosen(self) -> list[Chosen]:
        """What was ticked, with the revisions that were shown. Raises TooMany."""
        ticked = list(_ticked(self.request.POST.getlist("chosen")))
        if len(ticked) > MOST_AT_ONCE:
            raise TooMany(most=MOST_AT_ONCE)
        return ticked


class Restate(BulkPage):
    """What was ticked, with count and sums, before anything is done."""

    template = "flows/bulk.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = self.chosen()
        if not ticked:
            messages.warning(request, _("Nothing was selected: tick the tasks first."))
            return redirect("flows:tasks")
        return self.page({"restated": restate(ticked, self.reader, self.language)})


class ApproveTogether(BulkPage):
    """They are approved; whatever was left out is named."""

    template = "flows/bulk_done.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        press = request.POST.get("press", "")[:64]
        outcome = actions.approve_many(chosen=self.chosen(), actor=self.reader.pk, press=press)
        if outcome.approved and not outcome.left_out:
            messages.success(request, _sentence(outcome, self.language))
            return redirect("flows:tasks")
        sums = sums_of_approved(outcome.approved)
        return self.page({"outcome": outcome, "sums": sums}, title=_("Approved together"))


def _ticked(raw: list[str]) -> Iterator[Chosen]:
    """`task.revision` each; anything else is not of our pages."""
    for one in raw:
        task, _dot, revision = one.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 16 for part in (task, revision)):
            yield Chosen(int(task), int(revision))


def _sentence(outcome: Outcome, language: str) -> str:
    count = len(outcome.approved)
    sums = [show_money(Money(*one), language) for one in sums_of_approved(outcome.approved)]
    numbers = [one.number for one in outcome.approved]
    named = ", ".join(numbers[:NAMED]) + (" …" if count > NAMED else "")
    words = {"n": count, "names": named, "sums": " · ".join(sums)}
    if not sums:
        return ngettext("{n} approved: {names}.", "{n} approved: {names}.", count).format(**words)
    said = ngettext("{n} approved, {sums}: {names}.", "{n} approved, {sums}: {names}.", count)
    return said.format(**words)
