"""What a step does not see, nobody there learns by another way."""

from __future__ import annotations

import pytest

from flows.models import Case
from tests.flows.acting import Acting


@pytest.mark.django_db
def test_a_request_is_found_only_by_what_every_step_sees(act: Acting) -> None:
    case = act.sent("ivan", note="between us", secret="hush hush")
    assert Case.objects.get(pk=case).search_key == "p-2026-001 chairs acme"
