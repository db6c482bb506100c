"""Whom the reader helps, for the menu and for the pages that differ by it: one statement for a request."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem

from flows.assisting import Boss, bosses, had_assistants
from flows.lists.standing import stands_in_soon
from org.models import Employee
from org.queries import snapshot

KEPT = "_placet_helping"


@dataclass(frozen=True, slots=True)
class Helping:
    """Whom the reader assists today, whether he stands in for somebody now or soon, and whether anything can
    have been prepared for himself."""

    bosses: tuple[Boss, ...] = ()
    stands_in: bool = False
    assisted: bool = False


def helping(request: HttpRequest) -> Helping:
    """Read once for a request."""
    known: Helping | None = getattr(request, KEPT, None)
    if known is None:
        known = _read(request.user) if isinstance(request.user, Employee) else Helping()
        setattr(request, KEPT, known)
    return known


def helping_entries(request: HttpRequest) -> list[MenuItem]:
    """Entries that only some have: the boss's tasks, and those for whom one stands in."""
    found, entries = helping(request), []
    for one in found.bosses[:1] if len(found.bosses) > 3 else found.bosses:
        label = _("Tasks of {boss}").format(boss=one.name)
        if len(found.bosses) > 3:
            label = _("Tasks of my bosses")
        url = reverse("flows:boss_tasks", args=[one.pk])
        entries.append(MenuItem(label, url, name=f"boss-{one.code}", icon_name="user", order=16))
    if found.stands_in:
        url = reverse("flows:standing_in")
        entries.append(MenuItem(_("I stand in for"), url, name="standing-in", icon_name="group", order=17))
    return entries


def _read(reader: Employee) -> Helping:
    org = snapshot()
    return Helping(bosses(org, reader), stands_in_soon(org, reader.code), had_assistants(org, reader.code))
