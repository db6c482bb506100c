"""vera is the auditor of the small company with the process *purchase*."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.flows.acting import Acting
from tests.flows.conftest import act, people
from tests.flows.screens.conftest import browser_of
from tests.personas import grant

__all__ = ["act", "browser_of", "people"]


@pytest.fixture(autouse=True)
def _own_anchors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACET_ANCHORS", str(tmp_path / "anchors"))
    monkeypatch.setenv("PLACET_ANCHOR_KEY", "a key of the test")


@pytest.fixture
def auditor(act: Acting, browser_of: Callable[[str], Client]) -> Client:  # noqa: F811
    """vera's browser."""
    grant("vera", "see")
    return browser_of("vera")
