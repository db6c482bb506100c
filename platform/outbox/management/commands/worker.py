"""`manage.py worker`: carries out what is due, until it is stopped."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from outbox import worker


class Command(BaseCommand):
    help = "Carry out what is due: notices, mails, documents, jobs. Ctrl-C or SIGTERM finishes what is begun."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with the worker's exit code; killed by its own hand when it stands still."""
        sys.exit(worker.run())
