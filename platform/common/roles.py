"""The two database roles: the owner makes tables, the app role works in them and cannot change history.

`manage.py migrate` runs as the owner: the connection `default` itself is switched, because migrations of
other packages write through `default` whatever alias they are given.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.operations import RunSQL
from psycopg import sql

KEYS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(alias: str = "default") -> Iterator[None]:
    """Inside, the connection `alias` works as the owner. Not inside a transaction."""
    connection = connections[alias]
    if connection.in_atomic_block:
        raise RuntimeError("A connection cannot change its role inside a transaction.")
    before = {key: connection.settings_dict[key] for key in KEYS}
    connection.close()
    # The name is kept: tests work in a database of their own.
    connection.settings_dict.update({key: _owner()[key] for key in KEYS if key != "NAME"})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def owner_connection(alias: str = "default") -> psycopg.Connection:
    """A raw autocommit connection of the owner to the same database; the caller closes it."""
    name = connections[alias].settings_dict["NAME"]
    owner = _owner()
    parameters = {
        "host": owner["HOST"],
        "user": owner["USER"],
        "password": owner["PASSWORD"],
        "port": owner["PORT"],
    }
    return psycopg.connect(dbname=name, autocommit=True, **{k: v for k, v in parameters.items() if v})


def grant_defaults(alias: str = "default") -> None:
    """Let the app role read and write all tables and sequences that the owner makes from now on. Nobody but
    the owner makes anything: before PostgreSQL 15 everybody may, unless it is taken away."""
    app = sql.Identifier(settings.APP_ROLE)
    if _owner()["USER"] == settings.APP_ROLE:
        return
    statements = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
    )
    with connections[alias].cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement).format(app).as_string(None))


class AppendOnly(RunSQL):
    """Migration operation: the app role may add rows to `table` and read them, not change or remove them."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(sql=RunSQL.noop, reverse_sql=RunSQL.noop, elidable=False)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (self.__class__.__name__, [self.table], {})

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._say(schema_editor, "REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._say(schema_editor, "GRANT UPDATE, DELETE ON {} TO {}")

    def _say(self, schema_editor: Any, statement: str) -> None:
        if _owner()["USER"] == settings.APP_ROLE:
            return
        names = (sql.Identifier(self.table), sql.Identifier(settings.APP_ROLE))
        schema_editor.execute(sql.SQL(statement).format(*names).as_string(None))

    def describe(self) -> str:
        return f"Make {self.table} append-only for the app role"


def _owner() -> dict[str, Any]:
    owner: dict[str, Any] = settings.OWNER_DATABASE
    if not owner:
        raise ImproperlyConfigured(
            "Set DATABASE_OWNER_URL: the role that owns the tables makes and changes them."
        )
    return owner
