"""What comes again by itself: set up on the card, listed, changed, stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotFound, PlacetError
from flows import actions
from flows.lists.repeats import repeats_of
from flows.models import Repeat
from flows.views.acts import Press
from flows.views.base import Crumb, Page, status_of
from flows.views.card import texts_of


def _day(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return None


class RepeatCase(Press):
    """From the card."""

    act = "repeat"

    def do(self, case: int, **ids: int) -> None:
        period, day = self.request.POST.get("period", ""), _day(self.request)
        actions.repeat_case(case=case, actor=self.reader.pk, period=period, first_on=day)
        self.done = _("It is repeated from now on: a draft will appear on its day.")


class Repeats(Page):
    """The list, the next one first."""

    template, icon, title = "flows/repeats.html", "rotate", gettext_lazy("Repeating")

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(gettext_lazy("My requests"), reverse("flows:requests")),)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown()

    def shown(self, error: PlacetError | None = None, wrong: int = 0) -> HttpResponse:
        """The list, with why a change was refused."""
        rows = repeats_of(self.reader.pk)
        context: dict[str, Any] = {
            "active": [one for one in rows if one.active],
            "stopped": [one for one in rows if not one.active],
            "periods": Repeat.Period.choices,
        }
        if error is None:
            return self.page(context)
        refused = {"problem": error.sentence, "wrong": wrong, "texts": texts_of(error)}
        return self.page(context | refused, status=status_of(error))


class RepeatPress(Repeats):
    """A press in the list; refused, the list says why."""

    http_method_names = ["post"]
    done = ""

    def do(self, repeat: int) -> None:
        """Call the action. Raises what it raises."""
        raise NotImplementedError

    def post(self, request: HttpRequest, repeat: int) -> HttpResponse:
        try:
            self.do(repeat)
        except NotFound:
            raise
        except PlacetError as error:
            return self.shown(error, repeat)
        messages.success(request, self.done)
        return redirect("flows:repeats")


class ChangeRepeat(RepeatPress):
    def do(self, repeat: int) -> None:
        period = self.request.POST.get("period", "")
        actions.change_repeat(repeat=repeat, actor=self.reader.pk, period=period, next_on=_day(self.request))
        self.done = _("Changed.")


class StopRepeat(RepeatPress):
    def do(self, repeat: int) -> None:
        stopped = actions.stop_repeat(repeat=repeat, actor=self.reader.pk)
        self.done = _("Stopped. The drafts that were made stay.") if stopped else _("Taken off the list.")
