"""The language of the installation may change: what was written in the other one was not tampered with."""

from __future__ import annotations

import pytest
from django.test import override_settings

from flows.history.verify import Finding, check_chains
from flows.models import Case
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)


def changes() -> list[str]:
    return [str(found) for found in check_chains() if isinstance(found, Finding)]


def test_a_draft_without_a_title_is_vouched_for_in_another_language(act: Acting) -> None:
    with override_settings(LANGUAGE_CODE="ru"):
        case = act.draft("ivan", subject=None)
    assert Case.objects.get(pk=case).title == "Закупка"
    assert changes() == []
