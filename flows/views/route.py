"""Before sending: the named route with its reasons; sending again: who is asked again, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from common.errors import PlacetError
from common.text import number_in
from designer.route.again import preview_again
from designer.route.plan import Plan
from flows import actions
from flows.actions.send import Ask
from flows.cards.asks import possible
from flows.cards.build import remarks_of
from flows.cards.model import RoutePlace
from flows.cards.reading import Reading, read_case
from flows.cards.route import route_of
from flows.errors import NotFilledIn
from flows.history import acts
from flows.lists.naming import named
from flows.models import Decision
from flows.views.base import Crumb, Page, status_of
from flows.views.form import problems_of

ASKED = frozenset({"open", "ahead", "unknown", "red"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way of sending: whom it asks, and whom it does not."""

    code: str
    label: str
    help: str
    places: tuple[RoutePlace, ...]

    @property
    def asked(self) -> tuple[RoutePlace, ...]:
        return tuple(one for one in self.places if one.look in ASKED)

    @property
    def not_asked(self) -> tuple[RoutePlace, ...]:
        return tuple(one for one in self.places if one.look not in ASKED)

    @property
    def red(self) -> tuple[RoutePlace, ...]:
        return tuple(one for one in self.places if one.look == "red")


class CheckRoute(Page):
    """Who will be asked and why, before anything is sent."""

    template, icon = "flows/route.html", "list-ol"

    def get(self, request: HttpRequest, case: int) -> HttpResponse:
        read = read_case(case, self.reader, self.language, self.zone)
        if not possible(read).edit:
            return redirect("flows:case", case)
        if problems_of(read):
            return redirect(f"{reverse('flows:edit', args=[case])}?check")
        return self.route(read)

    def route(self, read: Reading, error: PlacetError | None = None) -> HttpResponse:
        """The page; `error`: sending was refused."""
        case, remarks = read.case, remarks_of(read)
        noun = read.say(read.document.one or read.document.name)
        unanswered = sum(1 for one in remarks if not one.answer)
        return self.page(
            {
                "case": case,
                "case_id": case.pk,
                "ways": ways_of(read),
                "again": case.sent_at is not None,
                "chooses": read.document.rework.requester_chooses,
                "first": read.document.rework.ask_again,
                "remarks": remarks,
                "blocked": unanswered if read.document.rework.remarks_block else 0,
                "problem": error.sentence if error else "",
            },
            title=_("Check the route"),
            crumbs=(
                Crumb(_("My requests"), reverse("flows:requests")),
                Crumb(named(noun, case.number), reverse("flows:edit", args=[case.pk])),
            ),
            status=200 if error is None else status_of(error),
        )


class Send(CheckRoute):
    """The press that sends."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, case: int) -> HttpResponse:
        revision, ask = request.POST.get("revision", ""), request.POST.get("ask")
        try:
            actions.send(
                case=case,
                actor=self.reader.pk,
                revision=number_in(revision) or 0,
                press=request.POST.get("press", "")[:64] or None,
                ask=cast("Ask", ask) if ask in ("everybody", "only_needed") else None,
            )
        except NotFilledIn:
            return redirect(f"{reverse('flows:edit', args=[case])}?check")
        except PlacetError as error:
            if status_of(error) == 404:
                raise
            read = read_case(case, self.reader, self.language, self.zone)
            if not possible(read).edit:
                raise
            return self.route(read, error)
        messages.success(request, _("Sent. You see here at any time whom it waits for."))
        return redirect("flows:case", case)


def ways_of(read: Reading) -> list[Way]:
    """The ways of sending that are offered now, the one the process offers first in front."""
    case, actor = read.case.pk, read.reader.pk
    if read.case.sent_at is None:
        return [_way(read, "everybody", actions.preview(case=case, actor=actor))]
    plans: dict[Any, Plan] = actions.preview_again(case=case, actor=actor)
    rework = read.document.rework
    codes = sorted(plans, key=lambda code: code != rework.ask_again)
    return [_way(read, code, plans[code]) for code in (codes if rework.requester_chooses else codes[:1])]


def _way(read: Reading, code: Ask, plan: Plan) -> Way:
    labels = {
        "only_needed": (
            _("Only who must be asked"),
            _("Those who have not approved, and those whose part has changed."),
        ),
        "everybody": (_("Everybody again"), _("The whole route from the beginning.")),
    }
    label, help_text = labels[code]
    again = preview_again(
        read.document,
        replace(read.facts, values=read.settled.sent, open_remarks=0),
        acts(event.deed for event in read.events),
        read.org,
        read.now,
        ask=code,
    )
    return Way(code, label, help_text, route_of(read, plan, Decision.objects.filter(case=read.case), again))
