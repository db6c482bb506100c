"""Which installation this is: a name beside the files and the same one in the database. Where they differ the
database is a copy, and a copy sends nothing until somebody says that it is the real one now.

Several machines on one database share a name by PLACET_INSTALLATION.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import transaction

from common.embedded_postgres import write_private
from outbox.models import Installation

ONE = 1


def own_name() -> str:
    """The name of what runs here; made at the first call."""
    if given := os.environ.get("PLACET_INSTALLATION"):
        return given[:64]
    path = Path(settings.DATA) / "installation"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_hex(16))
    return path.read_text().strip()


def is_copy() -> bool:
    """Whether the database belongs to another installation. One statement."""
    known = _recorded()
    return known is not None and known != own_name()


def may_carry() -> bool:
    """Whether the worker may let anything out; a database that belongs to nobody yet becomes ours."""
    known = _recorded()
    if known is None:
        Installation.objects.get_or_create(pk=ONE, defaults={"name": own_name()})
        known = _recorded()
    return known == own_name()


@transaction.atomic(durable=True)
def adopt() -> None:
    """From now on the database belongs to this installation, and what waits in its outbox goes out."""
    Installation.objects.update_or_create(pk=ONE, defaults={"name": own_name()})


@transaction.atomic(durable=True)
def disown() -> None:
    """The database belongs to no running installation: what restores a backup calls this, so that nothing
    is sent before somebody adopts it."""
    Installation.objects.update_or_create(pk=ONE, defaults={"name": "restored"})


def _recorded() -> str | None:
    return Installation.objects.filter(pk=ONE).values_list("name", flat=True).first()
