"""Meridian in the test's transaction: imported once per process, copied in from memory afterwards."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.apps import apps
from django.db import connection

from org.imports import import_company
from org.models import OrgRevision

DEMO = Path(__file__).resolve().parents[2] / "platform" / "config" / "demo"
FILES = ("org-meridian.xlsx", "org-meridian-more.xlsx")
_kept: dict[str, bytes] = {}


def load_demo() -> None:
    """Both demo files. The ports must be bound to something: the first time it is a real import."""
    if _kept:
        _copy_in()
        return
    for name in FILES:
        import_company(actor_id=None, content=(DEMO / name).read_bytes(), name=name)
    _keep()


def _tables() -> list[str]:
    models = apps.get_app_config("org").get_models(include_auto_created=True)
    return [model._meta.db_table for model in models]


def _keep() -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
                _kept[table] = b"".join(bytes(part) for part in rows)


def _copy_in() -> None:
    """The sequences stand where the import left them: they do not roll back. The stamp is a new one each
    time: what a test changes must not be found in the next one's snapshot."""
    with connection.cursor() as cursor:
        for table, rows in _kept.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as target:
                target.write(rows)
    OrgRevision.objects.update(stamp=secrets.token_hex(8))
