"""What the screens of the designer share."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from designer.access import may_design_any
from org.views.base import Crumb, Page


class DesignerPage(Page):
    """For whoever designs some process, or may bring in new ones; absent for everybody else."""

    icon = "cogs"

    def allowed(self) -> bool:
        return may_design_any(self.reader)

    def crumbs(self) -> Sequence[Crumb]:
        return (Crumb(_("Processes"), reverse("designer:processes")),)
