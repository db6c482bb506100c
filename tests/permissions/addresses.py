"""Every address that answers, taken from the URLconf itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.urls import get_resolver, reverse

from config.shell.addresses import closed, walk
from tests.permissions.office import ROLES, Scene, arguments
from tests.permissions.table import rows

TABLE = rows(list(ROLES))


def addresses() -> dict[str, dict[str, Any]]:
    """Every address that answers, with the parts it needs."""
    found = {
        name: pattern for name, pattern in walk(get_resolver().url_patterns) if pattern.callback is not closed
    }
    return {name: dict(pattern.pattern.converters) for name, pattern in found.items() if name}


def urls(scene: Scene) -> Iterator[tuple[str, str]]:
    for name, parts in addresses().items():
        yield name, reverse(name, kwargs=arguments(name, parts, scene))


def swaps(parts: dict[str, Any], scene: Scene) -> Iterator[dict[str, int]]:
    """The request, the task and the file of another, each alone and together."""
    if "case" not in parts:
        return
    yield {"case": scene.foreign}
    if "task" in parts:
        yield {"task": scene.foreign_task}
        yield {"case": scene.foreign, "task": scene.foreign_task}


class undone:
    """What was done inside is undone. Not `atomic`: the acts insist on being the outermost transaction."""

    def __enter__(self) -> None:
        self.point = transaction.savepoint()

    def __exit__(self, *failure: object) -> None:
        transaction.savepoint_rollback(self.point)
