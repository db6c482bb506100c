"""What the screens of the company share: who may open them, and what of the company he may edit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import pages
from common.pages import Crumb
from org.access import Scope, edit_scope, may_read
from org.models import Employee

__all__ = ["CompanyPage", "Crumb", "EditorPage", "Page", "WholePage"]


class Page(pages.Page):
    """A screen in the shell that every employee may open."""

    icon = "group"

    @property
    def reader(self) -> Employee:
        """The employee who looks: the shell lets nobody else in."""
        assert isinstance(self.request.user, Employee)
        return self.request.user

    @property
    def scope(self) -> Scope:
        """What of the company the reader may edit."""
        return edit_scope(self.reader)

    def shared(self) -> dict[str, Any]:
        return {"scope": self.scope}

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
