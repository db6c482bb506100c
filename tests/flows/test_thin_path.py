"""A request from the draft to the payment."""

from __future__ import annotations

import pytest

from flows.models import Case, State
from tests.flows.acting import Acting, decisions, kinds

pytestmark = pytest.mark.django_db


def test_a_request_climbs_to_the_department_and_is_paid(act: Acting) -> None:
    case = act.draft("ivan")
    assert Case.objects.get(pk=case).state == State.DRAFT
    assert act.asked(case) == set()
    act.send("ivan", case)
    assert Case.objects.get(pk=case).number == "P-2026-001"
    for name in ("tamara", "galina", "fedor", "egor"):
        assert act.asked(case) == {name}
        act.approve(name, case)
    assert act.asked(case) == {"dan", "dina"}
    act.complete("dan", case, paid_on="2026-11-17")
    row = Case.objects.get(pk=case)
    assert (row.state, row.stage, row.status) == (State.COMPLETED, "accounting", "DONE")
    assert row.finished is not None
    assert act.asked(case) == set()
    assert kinds(case) == ["started", "sent", *["decided"] * 5]
    assert decisions(case)[0] == ("tamara", "approve")
