"""`manage.py anchor`: seal the heads of all histories outside the database; also a daily job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flows.audit import sealed
from flows.history import anchor


class Command(BaseCommand):
    """Writes one anchor, and sends it to auditors who want it, as the daily job does."""

    help = "Seal the heads of all histories in a file outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell its number, and how many are sent it."""
        made = anchor.write()
        mailed = sealed.mail(made)
        self.stdout.write(
            _("Anchor {number} over {cases} requests.").format(number=made.number, cases=made.cases)
        )
        if mailed:
            text = ngettext("{n} auditor is sent it by mail.", "{n} auditors are sent it by mail.", mailed)
            self.stdout.write(text.format(n=mailed))
