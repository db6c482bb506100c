"""`manage.py export_process CODE`: writes the package of a process to the standard output."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import PlacetError
from designer.packages import export


class Command(BaseCommand):
    help = "Write the package of a process as YAML."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument(
            "--number", type=int, default=None, help="of this version instead of the current one"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(export(options["code"], options["number"]), ending="")
        except PlacetError as error:
            raise CommandError(error.sentence) from error
