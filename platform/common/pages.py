"""What every screen in the shell shares: the page's furniture, who may open it, refusals as answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.errors import Invalid, NotAllowed, NotFound, PlacetError, TooLate

STATUS: tuple[tuple[type[PlacetError], int], ...] = (
    (NotAllowed, 403),
    (TooLate, 409),
    (NotFound, 404),
    (Invalid, 422),
)
REFUSED = "shell/refused.html"


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way from the first page to this one; the last has no address."""

    label: Any
    url: str = ""


class Page(View):
    """A screen in the shell. A refusal is a page of its own with its sentence, never a stack trace."""

    template = ""
    icon = "doc-full"
    title: Any = ""
    request: HttpRequest

    def allowed(self) -> bool:
        """Whether the reader may open this screen; hidden and absent are the same 404."""
        return True

    def crumbs(self) -> Sequence[Crumb]:
        """The way to this page, itself left out."""
        return ()

    def back(self) -> Crumb:
        """Where to go when nothing was done."""
        return Crumb(_("To my tasks"), reverse("wagtailadmin_home"))

    def shared(self) -> dict[str, Any]:
        """What every page of this kind knows besides."""
        return {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.allowed():
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except PlacetError as error:
            return self.refusal(error.sentence, _("This was not done"), status_of(error))

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An address that only takes presses was opened, or a page was pressed: say so, change nothing."""
        sentence = _("This address only takes presses of a button.")
        if request.method == "POST":
            sentence = _("This page takes no presses.")
        answer = self.refusal(sentence, _("Nothing was done"), 405)
        answer["Allow"] = ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))
        return answer

    def refusal(self, sentence: Any, title: Any, status: int) -> HttpResponse:
        """A page that says why nothing was done."""
        return self.page(
            {"sentence": sentence, "back": self.back()}, template=REFUSED, status=status, title=title
        )

    def page(
        self,
        context: dict[str, Any],
        *,
        template: str = "",
        status: int = 200,
        title: Any = "",
        crumbs: Sequence[Crumb] | None = None,
    ) -> HttpResponse:
        """The page in the shell, with its way back."""
        shown = str(title or self.title)
        way = [*(self.crumbs() if crumbs is None else crumbs), Crumb(shown)]
        furniture = {
            "page_title": shown,
            "header_title": shown,
            "header_icon": self.icon,
            "breadcrumbs_items": [{"url": one.url, "label": str(one.label)} for one in way],
            "reader": self.request.user,
        }
        known = {**self.shared(), **context, **furniture}
        return TemplateResponse(self.request, template or self.template, known, status=status)


def status_of(error: PlacetError) -> int:
    """403, 409, 404 or 422, by the error's family."""
    return next((status for family, status in STATUS if isinstance(error, family)), 422)
