"""The company as most tests want it: Meridian, brought in by the import; and what the ports were told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from common import clock
from org import ports
from org.models import Employee
from tests.org.demo import DEMO, load_demo

__all__ = ["DEMO"]
NOW = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)


@dataclass
class Told:
    """What the ports were told, in order."""

    people: list[set[str]] = field(default_factory=list)
    places: list[tuple[set[str], set[str]]] = field(default_factory=list)


@pytest.fixture(autouse=True)
def told() -> Iterator[Told]:
    heard = Told()
    with (
        ports.employee_changed.bound_to(lambda codes, actor: heard.people.append(set(codes))),
        ports.org_changed.bound_to(lambda units, posts, actor: heard.places.append((set(units), set(posts)))),
        clock.frozen(NOW),
    ):
        yield heard


@pytest.fixture
def meridian(db: None, told: Told) -> None:
    """Both demo files imported."""
    load_demo()
    told.people.clear()
    told.places.clear()


@pytest.fixture
def person(meridian: None) -> dict[str, Employee]:
    """By personnel number."""
    return {employee.code: employee for employee in Employee.objects.all()}
