"""`manage.py flush`, run as the owner of the tables: the app role cannot empty the history."""

from typing import Any

from django.core.management.commands.flush import Command as Flush

from common import roles


class Command(Flush):
    """Django's own command under the owner role."""

    def handle(self, **options: Any) -> None:
        with roles.as_owner(options["database"]):
            super().handle(**options)
