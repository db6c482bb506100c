"""`manage.py verify`: whether anything of the history was changed, and what."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from flows.history import anchor


class Command(BaseCommand):
    """Checks every chain of events with its rows and files, and the anchors; names each change found."""

    help = "Check that the history of requests was not changed, and name what was."

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when anything was found."""
        found = 0
        for finding in anchor.verify():
            self.stderr.write(str(finding))
            found += 1
        if found:
            raise CommandError(_("Changed: {found}").format(found=found))
        self.stdout.write(_vouched(anchor.last()))


def _vouched(newest: anchor.Anchor | None) -> str:
    if newest is None:
        return _("Nothing was changed, as far as the chains tell. There is no anchor yet: run “anchor”.")
    return _("Nothing was changed. Vouched for by anchor {number} of {at}, over {cases} requests.").format(
        number=newest.number, at=f"{newest.at:%Y-%m-%d %H:%M} UTC", cases=newest.cases
    )
