"""I stand in for: for whom, when, what waits because of it, and what was decided for them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from flows.lists.standing import decided_for_others, standing_in
from flows.views.base import Page
from org.queries import snapshot


class StandingIn(Page):
    """Present and future ones; what was decided stays below."""

    template, icon, title = "flows/standing_in.html", "group", _("I stand in for")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(
            {
                "found": standing_in(snapshot(), self.reader),
                "decided": decided_for_others(self.reader),
            }
        )
