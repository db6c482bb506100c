"""The scene of the permission table with everything marked that people or processes wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from common import clock
from designer.packages.install import install
from designer.queries import forget_versions
from org.models import Employee, Position, Role, Unit
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.languages.pseudo import DATA_CLOSE, DATA_OPEN
from tests.permissions.conftest import browser_of
from tests.permissions.office import Scene, set_scene
from tests.personas import NOW, bump, found_company

__all__ = ["browser_of"]

TEXTS = frozenset({"label", "name", "one", "message", "instructions", "description", "category", "help"})
"""Keys of a package whose values people read."""


@pytest.fixture
def act(db: None) -> Iterator[Acting]:
    """The small company and its process, every name marked."""
    with clock.frozen(NOW):
        people = found_company()
        mark_company()
        forget_versions()
        install(text=yaml.safe_dump(marked(yaml.safe_load(PURCHASE)), allow_unicode=True))
        yield Acting(people)
    forget_versions()


@pytest.fixture
def scene(act: Acting) -> Scene:
    """A request on its way."""
    return set_scene(act)


def mark_company() -> None:
    """The names of people, units, positions and roles between the brackets of data."""
    for model, field in ((Employee, "last_name"), (Unit, "name"), (Position, "title"), (Role, "name_en")):
        for row in model.objects.all():
            model.objects.filter(pk=row.pk).update(**{field: mark(getattr(row, field))})
    Role.objects.update(name_ru="")
    bump()


def marked(part: Any) -> Any:
    """A package with its texts marked."""
    if isinstance(part, dict):
        return {key: mark_all(value) if key in TEXTS else marked(value) for key, value in part.items()}
    return [marked(one) for one in part] if isinstance(part, list) else part


def mark_all(text: Any) -> Any:
    """A text in one language or several."""
    return {code: mark(one) for code, one in text.items()} if isinstance(text, dict) else mark(text)


def mark(text: str) -> str:
    return f"{DATA_OPEN}{text}{DATA_CLOSE}"
