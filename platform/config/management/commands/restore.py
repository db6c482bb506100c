"""`manage.py restore FILE`: a backup into an empty database, checked afterwards."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Restore a backup into an empty database and check it. The copy sends nothing until “adopt”."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The archive."""
        parser.add_argument("file", type=Path, help="the archive that “backup” wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when it was not restored, or when anything in it was changed."""
        try:
            with backups.running_database(alone=True):
                made_at = backups.read(options["file"])
                self.stdout.write(f"Restored as it was on {made_at:%Y-%m-%d %H:%M} UTC. Checking it:")
                call_command("verify", stdout=self.stdout, stderr=self.stderr)
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write("This copy sends nothing. When it is to be the real one: manage.py adopt")
