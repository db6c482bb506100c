"""What the screens of the company share: the page's furniture, who may open it, refusals as answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.errors import Invalid, NotAllowed, NotFound, PlacetError, TooLate
from org.access import Scope, edit_scope, may_read
from org.models import Employee

STATUS: tuple[tuple[type[PlacetError], int], ...] = (
    (NotAllowed, 403),
    (TooLate, 409),
    (NotFound, 404),
    (Invalid, 422),
)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the first page to this one; the last has no address."""

    label: Any
    url: str = ""


class Page(View):
    """A screen in the shell that every employee may open."""

    template = ""
    icon = "group"
    title: Any = ""
    request: HttpRequest

    @property
    def reader(self) -> Employee:
        """The employee who looks: the shell lets nobody else in."""
        assert isinstance(self.request.user, Employee)
        return self.request.user

    @property
    def scope(self) -> Scope:
        """What of the company the reader may edit."""
        return edit_scope(self.reader)

    def allowed(self) -> bool:
        """Whether the reader may open this screen; hidden and absent are the same 404."""
        return True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.allowed():
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except PlacetError as error:
            status = next((number for family, number in STATUS if isinstance(error, family)), 422)
            return self.page({"sentence": error.sentence}, template="org/refused.html", status=status)

    def page(
        self, context: dict[str, Any], *, template: str = "", status: int = 200, title: Any = ""
    ) -> HttpResponse:
        """The page in the shell, with its way back."""
        shown = str(title or self.title)
        crumbs = [*self.crumbs(), Crumb(shown)]
        context |= {
            "page_title": shown,
            "header_title": shown,
            "header_icon": self.icon,
            "breadcrumbs_items": [{"url": crumb.url, "label": str(crumb.label)} for crumb in crumbs],
            "scope": self.scope,
            "reader": self.reader,
        }
        return TemplateResponse(self.request, template or self.template, context, status=status)

    def crumbs(self) -> Sequence[Crumb]:
        return ()

    def say(self, sentence: str) -> None:
        messages.success(self.request, sentence)


class CompanyPage(Page):
    """For whoever edits a part of the company, or sees everything."""

    def allowed(self) -> bool:
        return may_read(self.reader)

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Company"), reverse("org:chart")),)


class EditorPage(CompanyPage):
    """For whoever edits a part of the company."""

    def allowed(self) -> bool:
        return bool(self.scope)


class WholePage(CompanyPage):
    """For whoever edits the whole company."""

    def allowed(self) -> bool:
        return self.scope.everything
