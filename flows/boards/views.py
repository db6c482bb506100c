"""Saved views of a process's list."""

from __future__ import annotations

from dataclasses import dataclass

from flows.boards.scope import Scope
from flows.models import SavedView


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """A view of the reader's own. `query` are its filters as an address; the list opens with the one that
    `is_default`."""

    id: int
    name: str
    query: str
    is_default: bool


def views_of(scope: Scope) -> tuple[ViewChoice, ...]:
    """The reader's own, by name. One statement."""
    found = SavedView.objects.filter(owner=scope.reader.pk, process=scope.process.pk).order_by("name", "pk")
    return tuple(ViewChoice(*row) for row in found.values_list("pk", "name", "query", "is_default"))
