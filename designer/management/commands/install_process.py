"""`manage.py install_process FILE [--set code=value] [--dry-run]`: installs a package of a process."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.errors import Invalid, PlacetError
from designer.packages import install


class Command(BaseCommand):
    help = "Install a package: a process described in a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--set", action="append", default=[], metavar="CODE=VALUE", help="answer a setting"
        )
        parser.add_argument("--note", default="", help="why this version")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            text = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        answers = dict(_answer(one) for one in options["set"])
        try:
            report = install(text=text, answers=answers, note=options["note"], dry_run=options["dry_run"])
        except PlacetError as error:
            raise CommandError(_said(error)) from error
        for sentence in report.sentences():
            self.stdout.write(sentence)


def _answer(text: str) -> tuple[str, str]:
    code, equals, value = text.partition("=")
    if not equals:
        raise CommandError(f"--set {text}: write CODE=VALUE.")
    return code.strip(), value


def _said(error: PlacetError) -> str:
    lines = [error.sentence]
    if isinstance(error, Invalid):
        for path, sentences in error.fields.items():
            lines += [f"{path}: {sentence}" if path else sentence for sentence in sentences]
    return "\n".join(lines)
