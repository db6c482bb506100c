"""The small company with the process *purchase*, and short names for what tests do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from common import clock
from designer.packages.install import install
from designer.queries import forget_versions
from tests.flows.acting import Acting
from tests.flows.invariants import check
from tests.personas import NOW, People, found_company

PURCHASE = (Path(__file__).parent / "purchase.yaml").read_text()


@pytest.fixture
def people(db: None, request: pytest.FixtureRequest) -> Iterator[People]:
    """The company is founded, the process installed, the clock stands still. Afterwards what must always
    hold still does, except where a test tampers with the history."""
    with clock.frozen(NOW):
        found = found_company()
        forget_versions()
        install(text=PURCHASE)
        yield found
        if not request.module.__name__.endswith("test_history"):
            check()
    forget_versions()


@pytest.fixture
def act(people: People) -> Acting:
    """Who does what, by name."""
    return Acting(people)
