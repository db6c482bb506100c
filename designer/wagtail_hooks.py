"""The screens of processes in the shell: their addresses and menu entries."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from designer.access import may_design_any


def _entries() -> list[MenuItem]:
    named = (
        (_("Processes"), "processes", "cogs"),
        (_("Lists"), "lists", "list-ul"),
        (_("Install a package"), "install", "upload"),
    )
    return [
        MenuItem(label, reverse(f"designer:{name}"), name=f"designer-{name}", icon_name=icon, order=order)
        for order, (label, name, icon) in enumerate(named)
    ]


@hooks.register("register_admin_urls")
def addresses() -> Sequence[URLResolver]:
    return [path("", include("designer.urls"))]


@hooks.register("construct_main_menu")
def add_entries(request: HttpRequest, items: list[MenuItem]) -> None:
    """Made for each request, so that headings are in the reader's language."""
    if may_design_any(request.user):
        menu = Menu(items=_entries())
        items.append(SubmenuMenuItem(_("Processes"), menu, name="designer", icon_name="cogs", order=710))
