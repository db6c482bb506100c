"""`manage.py process_schema`: writes the JSON Schema of packages to the standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from designer.document.schema import schema_text


class Command(BaseCommand):
    help = "Write the JSON Schema of process packages (kept in docs/package.schema.json)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(schema_text(), ending="")
