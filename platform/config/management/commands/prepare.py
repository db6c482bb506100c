"""`manage.py prepare`: all between a running database and a running web server, in one start of Django."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config import demo


class Command(BaseCommand):
    help = "Migrate if something is pending, load the demo if it is wanted and absent, collect static files."

    def handle(self, *args: Any, **options: Any) -> None:
        """Repeatable; does only what is missing."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database.")
            call_command("migrate", verbosity=0)
        if settings.DEMO and not demo.loaded():
            self.stdout.write("Loading the demo company.")
            demo.load()
        if settings.DEMO:
            demo.tell()
        call_command("collectstatic", interactive=False, verbosity=0)
