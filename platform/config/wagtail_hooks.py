"""The shell: own styles and scripts, no parts of a content system."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Collection, Page
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

LEFTOVERS = frozenset({"explorer", "reports", "help", "settings", "snippets", "images", "documents"})
STYLES = (
    "placet/placet.css",
    "placet/board.css",
    "placet/audit.css",
    "placet/bulk.css",
    "placet/documents.css",
    "placet/papers.css",
    "placet/phone.css",
    "placet/notices.css",
    "placet/assistant.css",
)
SCRIPTS = (
    "django_htmx/htmx-2.min.js",
    "placet/combo.js",
    "placet/keep.js",
    "placet/acts.js",
    "placet/assistant.js",
    "placet/board.js",
    "placet/bulk.js",
    "placet/phone.js",
    "placet/look.js",
    "placet/offline.js",
    "placet/notices.js",
    "placet/heard.js",
)


class NobodyPolicy(BasePermissionPolicy):
    """The tree of pages is nobody's, so that the shell offers no page, no search of pages, no report."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return False

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return False

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        return self.model._default_manager.none()

    def users_with_any_permission(self, actions: Any) -> Any:
        from org.models import Employee

        return Employee.objects.none()

    def explorable_root_instance(self, user: Any) -> None:
        return None

    def explorable_instances(self, user: Any) -> Any:
        return self.model._default_manager.none()


for _nobodys in (Page, Collection):
    register_permission_policy(_nobodys, NobodyPolicy(_nobodys))


def _absent(request: HttpRequest) -> HttpResponse:
    raise Http404


class AbsentEndpoint:
    """Every page of the shell reverses the listings of images and documents, which are not installed."""

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [path("", _absent, name="listing")]


@hooks.register("construct_admin_api")
def register_absent_listings(router: Any) -> None:
    for name in ("images", "documents"):
        router.register_endpoint(name, AbsentEndpoint)


@hooks.register("construct_main_menu", order=1000)
def drop_leftovers(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in LEFTOVERS]


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(name),) for name in STYLES))


@hooks.register("insert_global_admin_js")
def add_scripts() -> SafeString:
    return format_html_join("", '<script src="{}" defer></script>', ((static(name),) for name in SCRIPTS))


@hooks.register("register_icons")
def add_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"placet/icons/{name}.svg" for name in ICONS)]


ICONS: tuple[str, ...] = ("bell",)
