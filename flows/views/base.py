"""What the screens of requests share."""

from __future__ import annotations

import uuid
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common import pages
from common.pages import Crumb, status_of
from flows.views.sending import answered
from org.models import Employee

__all__ = ["Crumb", "Page", "status_of"]


class Page(pages.Page):
    """A screen of requests. Each time it is drawn it carries a fresh token of the press."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return answered(request, lambda: super(Page, self).dispatch(request, *args, **kwargs))

    @property
    def reader(self) -> Employee:
        """The employee who looks: the shell lets nobody else in."""
        assert isinstance(self.request.user, Employee)
        return self.request.user

    @property
    def zone(self) -> tzinfo:
        """The reader's time zone."""
        return timezone.get_current_timezone() or ZoneInfo(str(UTC))

    @property
    def language(self) -> str:
        """The reader's language, two letters."""
        return (translation.get_language() or "en")[:2]

    def back(self) -> Crumb:
        """To the request, where what was typed is kept: whoever had to log in again arrives here."""
        case = self.kwargs.get("case")
        if case is None:
            return super().back()
        return Crumb(_("To the request"), reverse("flows:case", args=[case]))

    def shared(self) -> dict[str, Any]:
        return {"press": uuid.uuid4().hex}
