"""`manage.py backup FOLDER|FILE`: everything in one archive, while people work."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import backups


class Command(BaseCommand):
    help = "Write the database, the files and the anchors into one archive. People may work meanwhile."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """A folder: the archive is named after the moment."""
        parser.add_argument("to", type=Path, help="a folder, or the archive to be written")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say where it is."""
        try:
            with backups.running_database(alone=False):
                made = backups.write(options["to"])
        except backups.BackupFailed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.path}: the database, {made.files} files, {made.anchors} anchors.")
