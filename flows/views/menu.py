"""The menu: what a person sees there follows from who he is; a menu entry opens no address by itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from designer.access import starts_nothing
from flows.lists import Counts, counts_of
from flows.operators import operates
from outbox import queries

KEPT = "_placet_counts"


def counts(request: HttpRequest) -> Counts:
    """The reader's counts, read once for a request."""
    known = getattr(request, KEPT, None)
    if known is None:
        known = counts_of(request.user.pk or 0)
        setattr(request, KEPT, known)
    return known


class Counted(MenuItem):
    """An entry with a number behind its name; `of` names the count."""

    def __init__(
        self, label: Any, url: str, *, of: str, tone: str = "", always: bool = True, **more: Any
    ) -> None:
        super().__init__(label, url, **more)
        self.of, self.tone, self.always = of, tone, always

    def is_shown(self, request: HttpRequest) -> bool:
        return self.always or bool(getattr(counts(request), self.of))

    def render_component(self, request: HttpRequest) -> Any:
        made = super().render_component(request)
        number = getattr(counts(request), self.of)
        if number:
            made.attrs = {**made.attrs, "data-badge": str(number), "data-badge-tone": self.tone}
        return made


class Starting(MenuItem):
    """An entry for whoever may start something: for all but those who only audit."""

    def is_shown(self, request: HttpRequest) -> bool:
        return not starts_nothing(request.user)


def own_entries() -> list[MenuItem]:
    """What everybody has."""
    return [
        Counted(_("My tasks"), reverse("flows:tasks"), of="all", name="tasks", icon_name="tasks", order=10),
        Counted(
            _("Notices"), reverse("flows:notices"), of="unread", name="notices", icon_name="bell", order=12
        ),
        Starting(_("New request"), reverse("flows:new"), name="new", icon_name="plus", order=20),
        MenuItem(
            _("My requests"), reverse("flows:requests"), name="requests", icon_name="doc-full", order=30
        ),
        MenuItem(
            _("Decided by me"), reverse("flows:decided"), name="decided", icon_name="circle-check", order=40
        ),
        Counted(
            _("Needs attention"),
            reverse("flows:attention"),
            of="red",
            tone="bad",
            always=False,
            name="attention",
            icon_name="warning",
            order=15,
        ),
    ]


def undelivered_entries(request: HttpRequest) -> list[MenuItem]:
    """For operators, when something could not be delivered."""
    number = queries.dead().count() if operates(request.user) else 0
    if not number:
        return []
    entry = Badged(
        _("Not delivered"), reverse("flows:undelivered"), name="undelivered", icon_name="warning", order=900
    )
    entry.number = number
    return [entry]


class Badged(MenuItem):
    """An entry with a number that is known already."""

    number = 0

    def render_component(self, request: HttpRequest) -> Any:
        made = super().render_component(request)
        made.attrs = {**made.attrs, "data-badge": str(self.number), "data-badge-tone": "bad"}
        return made
