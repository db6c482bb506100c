"""What every screen shares: the page's furniture, who reads it, and refusals as answers."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views import View

from common.errors import Invalid, NotAllowed, NotFound, PlacetError, TooLate
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

    label: str
    url: str = ""


class Page(View):
    """A screen in the shell. A refusal is a page of its own with its sentence, never a stack trace."""

    template = ""
    icon = "doc-full"
    title: Any = ""
    request: HttpRequest

    @property
    def reader(self) -> Employee:
        """The employee who looks: the shell lets nobody else in."""
        assert isinstance(self.request.user, Employee)
        return self.request.user

    @property
    def zone(self) -> tzinfo:
        return timezone.get_current_timezone() or ZoneInfo(str(UTC))

    @property
    def language(self) -> str:
        return (translation.get_language() or "en")[:2]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PlacetError as error:
            return self.refused(error)

    def refused(self, error: PlacetError) -> HttpResponse:
        """Hidden and absent are the same 404; anything else is said in a sentence."""
        if isinstance(error, NotFound):
            raise Http404
        return self.page(
            {"error": error, "sentence": error.sentence},
            template="flows/refused.html",
            status=status_of(error),
            title=_("This was not done"),
        )

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """An address that only takes presses was opened: say so, change nothing."""
        answer = self.page(
            {"sentence": _("Nothing was done: this address only takes presses of a button.")},
            template="flows/refused.html",
            status=405,
            title=_("Nothing was done"),
        )
        answer["Allow"] = "POST"
        return answer

    def page(
        self,
        context: dict[str, Any],
        *,
        template: str = "",
        status: int = 200,
        title: Any = "",
        crumbs: Sequence[Crumb] = (),
    ) -> HttpResponse:
        """The page in the shell, with its way back."""
        shown = str(title or self.title)
        context |= {
            "page_title": shown,
            "header_title": shown,
            "header_icon": self.icon,
            "breadcrumbs_items": [{"url": c.url, "label": c.label} for c in (*crumbs, Crumb(shown))],
            "press": uuid.uuid4().hex,
            "reader": self.reader,
        }
        return TemplateResponse(self.request, template or self.template, context, status=status)


def status_of(error: PlacetError) -> int:
    """403, 409, 404 or 422, by the error's family."""
    return next((status for family, status in STATUS if isinstance(error, family)), 422)
