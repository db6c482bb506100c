"""The screens of the company in the shell: their addresses and menu entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from org.access import edit_scope, may_read
from org.views.screens import SCREENS


class _For(MenuItem):
    """An entry for some; the address checks for itself."""

    def __init__(self, label: Any, url: str, whom: Callable[[Any], bool], **more: Any) -> None:
        super().__init__(label, url, **more)
        self.whom = whom

    def is_shown(self, request: HttpRequest) -> bool:
        return self.whom(request.user)


class _Company(SubmenuMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def _whole(user: Any) -> bool:
    return edit_scope(user).everything


def _entries() -> list[MenuItem]:
    found: list[MenuItem] = [
        _For(_("Org chart"), reverse("org:chart"), may_read, name="chart", icon_name="site")
    ]
    for screen in SCREENS.values():
        url = reverse("org:list", args=[screen.address])
        found.append(_For(screen.label, url, may_read, name=screen.address, icon_name=screen.icon))
    absences = reverse("org:company_absences")
    found.insert(4, _For(_("Absences"), absences, may_read, name="all-absences", icon_name="calendar-check"))
    found.append(_For(_("Import"), reverse("org:import"), _whole, name="import", icon_name="upload"))
    found.append(_For(_("Changes"), reverse("org:changes"), _whole, name="changes", icon_name="history"))
    for order, entry in enumerate(found):
        entry.order = order
    return found


@hooks.register("register_admin_urls")
def addresses() -> Sequence[URLResolver]:
    return [path("", include("org.urls"))]


@hooks.register("construct_main_menu")
def add_entries(request: HttpRequest, items: list[MenuItem]) -> None:
    """Made for each request, so that headings are in the reader's language."""
    mine = MenuItem(
        _("My absences"), reverse("org:absences"), name="absences", icon_name="calendar-alt", order=60
    )
    company = _Company(_("Company"), Menu(items=_entries()), name="company", icon_name="group", order=700)
    items += [entry for entry in (mine, company) if entry.is_shown(request)]


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("placet/org.css"))


@hooks.register("insert_global_admin_js")
def add_scripts() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("placet/org.js"))
