"""The screens of requests in the shell: their addresses and menu entries."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from flows.views.audit import audit_menu
from flows.views.helping import helping_entries
from flows.views.menu import own_entries, undelivered_entries
from flows.views.start import menu_tiles

FIRST_PROCESS = 100


@hooks.register("register_admin_urls")
def addresses() -> Sequence[URLResolver]:
    return [path("", include("flows.urls"))]


@hooks.register("construct_main_menu")
def add_entries(request: HttpRequest, items: list[MenuItem]) -> None:
    """Entries are made for each request: the names of processes are data, in the reader's language."""
    items += [entry for entry in own_entries() if entry.is_shown(request)]
    items += undelivered_entries(request)
    items += helping_entries(request)
    items += audit_menu(request.user)
    for order, found in enumerate(menu_tiles(request), FIRST_PROCESS):
        items.append(
            MenuItem(
                found.name,
                reverse("flows:process", args=[found.code]),
                name=f"process-{found.code}",
                icon_name=found.icon,
                order=order,
            )
        )


@hooks.register("register_account_menu_item")
def how_i_am_told(request: HttpRequest) -> dict[str, str]:
    """On the page of one's own account."""
    return {
        "url": reverse("flows:notice_settings"),
        "label": _("How I am told"),
        "help_text": _("What you read under the bell, what comes by mail, or one mail a day."),
    }
