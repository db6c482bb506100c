"""`manage.py import_org FILE`: the company from a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.errors import PlacetError
from org.errors import ImportRefused
from org.imports import ImportReport, Options, RowError, SheetReport, import_company, preview


class Command(BaseCommand):
    help = "Brings the company in from an xlsx file: units, positions, employees, absences and more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="apply the good rows of a file with errors"
        )
        parser.add_argument(
            "--deactivate-missing", action="store_true", help="whoever is not on the employees sheet has left"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        chosen = Options(options["skip_bad_rows"], options["deactivate_missing"])
        try:
            content = file.read_bytes()
            if options["dry_run"]:
                report = preview(actor_id=None, content=content, options=chosen)
            else:
                report = import_company(actor_id=None, content=content, name=file.name, options=chosen)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ImportRefused as error:
            self._print(error.report)
            raise CommandError(error.sentence) from error
        except PlacetError as error:
            raise CommandError(error.sentence) from error
        self._print(report)
        if options["dry_run"] and report.errors and not chosen.skip_bad_rows:
            raise CommandError(ImportRefused().sentence)

    def _print(self, report: ImportReport | None) -> None:
        for sheet in report.sheets if report else ():
            self._print_sheet(sheet)
        for title, found in (("Error", report.errors), ("Warning", report.warnings)) if report else ():
            for each in found:
                self.stdout.write(f"{title}: {_place(each)}: {each.sentence}")

    def _print_sheet(self, sheet: SheetReport) -> None:
        added, changed, deactivated, unchanged = sheet.counts
        self.stdout.write(
            f"{sheet.label}: {added} added, {changed} changed, {deactivated} deactivated, "
            f"{unchanged} unchanged"
        )
        for row in (*sheet.changed, *sheet.deactivated):
            values = "; ".join(f"{value.field}: {value.old} → {value.new}" for value in row.values)
            self.stdout.write(f"  {row.key} {row.name}: {values}")


def _place(error: RowError) -> str:
    return " ".join(filter(None, (error.sheet, f"row {error.row}" if error.row else "", error.column)))
