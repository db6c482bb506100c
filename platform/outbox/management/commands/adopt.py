"""`manage.py adopt`: a restored database is the real one now."""

from typing import Any

from django.core.management.base import BaseCommand

from outbox import installation


class Command(BaseCommand):
    help = "Say that this database is the real one now: a restored copy sends nothing until then."

    def handle(self, *args: Any, **options: Any) -> None:
        """Repeatable."""
        if not installation.is_copy():
            self.stdout.write("This database belongs to this installation already.")
            return
        installation.adopt()
        self.stdout.write("Adopted: what waits in the outbox is sent from now on.")
