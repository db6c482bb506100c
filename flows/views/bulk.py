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
from common.text import number_in
from designer.values.show import show_money
from flows import actions
from flows.actions.bulk import MOST_AT_ONCE, Chosen, Outcome
from flows.errors import TooMany
from flows.lists.bulk import outcome_for, restate, sums_of_approved, ticked_for
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


class Tick(BulkPage):
    """What was ticked gets a page of its own, where it is restated before anything is done."""

    def post(self, request: HttpRequest) -> HttpResponse:
        ticked = self.chosen()
        if not ticked:
            messages.warning(request, _("Nothing was selected: tick the tasks first."))
            return redirect("flows:tasks")
        return redirect("flows:together", actions.tick(chosen=ticked, actor=self.reader.pk))


class Together(BulkPage):
    """What was ticked, with count and sums, until it is approved; then what became of it, left out or not.
    Only answers to GET are pages, so that going back and loading again sends nothing twice."""

    def get(self, request: HttpRequest, press: str) -> HttpResponse:
        found = ticked_for(press, self.reader)
        if found.outcome is not None:
            return self._done(outcome_for(found.outcome, self.reader))
        chosen = [Chosen(task, revision) for task, revision in found.chosen]
        context = {"restated": restate(chosen, self.reader, self.language), "press": press}
        return self.page(context, template="flows/bulk.html")

    def post(self, request: HttpRequest, press: str) -> HttpResponse:
        ticked_for(press, self.reader)
        chosen = self.chosen()
        if not chosen:
            return redirect("flows:together", press)
        outcome = actions.approve_many(chosen=chosen, actor=self.reader.pk, press=press)
        if outcome.left_out or not outcome.approved:
            return redirect("flows:together", press)
        messages.success(request, _sentence(outcome, self.language))
        return redirect("flows:tasks")

    def _done(self, outcome: Outcome) -> HttpResponse:
        context = {"outcome": outcome, "sums": sums_of_approved(outcome.approved)}
        return self.page(context, template="flows/bulk_done.html", title=_("Approved together"))


def _ticked(raw: list[str]) -> Iterator[Chosen]:
    """`task.revision` each; anything else is not of our pages."""
    for one in raw:
        task, _dot, revision = one.partition(".")
        known, shown = number_in(task, 15), number_in(revision, 15)
        if known is not None and shown is not None:
            yield Chosen(known, shown)


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
