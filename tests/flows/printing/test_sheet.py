"""The approval sheet: whose sign-offs are in force, in the words of the process, on one page."""

from __future__ import annotations

import pytest

from flows.models import Document
from tests.flows.acting import Acting
from tests.flows.printing.conftest import Reading

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_says_what_was_approved_and_by_whom(approved: int, read: Reading) -> None:
    found = read(approved)
    print(found)
    assert "Approval sheet No. P-2026-001" in found
