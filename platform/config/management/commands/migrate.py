"""`manage.py migrate`, run as the owner of the tables."""

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from common import roles


class Command(Migrate):
    """Django's own command under the owner role, after granting the app role its rights on new tables."""

    def handle(self, *args: Any, **options: Any) -> None:
        with roles.as_owner(options["database"]):
            roles.grant_defaults(options["database"])
            super().handle(*args, **options)
