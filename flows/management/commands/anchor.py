"""`manage.py anchor`: seal the heads of all histories outside the database; also a daily job."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from flows.history import anchor


class Command(BaseCommand):
    """Writes one anchor."""

    help = "Seal the heads of all histories in a file outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell its number."""
        made = anchor.write()
        self.stdout.write(
            _("Anchor {number} over {cases} requests.").format(number=made.number, cases=made.cases)
        )
