"""What deserves a look: each kind finds what it should, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from common import clock
from flows import actions
from flows.actions.paper import Sheet, enter_from_paper
from flows.audit import looks
from flows.audit.period import Period, period_of
from flows.models import Case
from flows.replanning import catch_up
from org.models import Employee
from tests.flows.acting import Acting, press, revision
from tests.permissions.office import PDF
from tests.personas import NOW, assistant, away, change, grant

pytestmark = pytest.mark.django_db(transaction=True)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30), UTC)
LATER = NOW + timedelta(minutes=20)


def sentences(look: str) -> list[str]:
    return [one.sentence for one in looks.looks_of(looks.BY_CODE[look], MONTH, 1).rows]


def test_an_ordinary_approval_is_not_listed(act: Acting) -> None:
    case = act.sent("ivan")
    with clock.frozen(LATER):
        act.approve("tamara", case)
    found = {code: many for code, many in looks.counts(MONTH).items() if many}
    assert found == {"command": 1}  # the process itself was installed by a command


def test_a_decision_of_a_substitute_is_listed(act: Acting) -> None:
    away("tamara", "karim")
    case = act.sent("ivan")
    with clock.frozen(LATER):
        act.approve("karim", case)
    assert sentences("substitute") == ["Karim decided for Tamara: approved."]
    assert looks.counts(MONTH)["substitute"] == 1


def test_a_task_given_to_another_is_listed_with_its_reason(act: Acting) -> None:
    grant("pavel", "manage")
    case = act.sent("ivan")
    actions.reassign(
        task=act.task("tamara", case), actor=act.people.pavel, to=act.people.galina, reason="She knows it",
        revision=revision(case), press=press(),
    )  # fmt: skip
    (row,) = looks.looks_of(looks.BY_CODE["administrator"], MONTH, 1).rows
    assert (row.sentence, row.quote, row.case) == ("Pavel gave the task to Galina.", "She knows it", case)


def test_what_the_platform_did_by_itself_is_listed(act: Acting) -> None:
    act.sent("ivan")
    change(Employee, "tamara", is_active=False)
    assert catch_up() == 1
    assert sentences("automatic") == ["The route was worked out again, since somebody is absent or back."]


def test_an_approval_at_once_is_listed_and_a_later_one_is_not(act: Acting) -> None:
    case = act.sent("ivan")
    with clock.frozen(NOW + timedelta(seconds=4)):
        act.approve("tamara", case)
    with clock.frozen(LATER):
        act.approve("galina", case)
    assert sentences("quick") == ["Tamara approved 4 seconds after being asked."]


def test_an_approval_of_what_he_entered_is_listed(act: Acting) -> None:
    """The engine lets nobody do that; whoever writes it past the engine is found."""
    case = act.sent("ivan")
    act.approve("tamara", case)
    assert sentences("own") == []
    Case.objects.filter(pk=case).update(entered_by=act.people.tamara)
    assert sentences("own") == ["Tamara approved a request that they had entered."]
    Case.objects.filter(pk=case).update(entered_by=act.people.ivan)


def test_a_decision_from_paper_is_listed_and_so_is_its_typist_s_part(act: Acting) -> None:
    act.people.ids["zoe"] = assistant("zoe", "tamara")
    case = act.sent("ivan")
    sheet = Sheet(
        outcome="approve", on=date(2026, 11, 17), revision=revision(case), scan=BytesIO(PDF), name="a.pdf"
    )
    people, task = act.people, act.task("tamara", case)
    enter_from_paper(task=task, boss=people.tamara, actor=people.ids["zoe"], sheet=sheet, press=press())
    assert sentences("paper") == ["Zoe typed in the decision of Tamara from paper: approved."]
    assert sentences("own") == []
    Case.objects.filter(pk=case).update(entered_by=people.ids["zoe"])
    assert sentences("own") == [
        "Zoe typed in the approval of Tamara from paper, and has a part in the request, too."
    ]
    Case.objects.filter(pk=case).update(entered_by=people.ivan)


def test_an_amount_just_below_a_limit_is_listed(act: Acting) -> None:
    for amount in ("94999.00", "97000.00", "100000.01"):
        act.sent("ivan", amount={"amount": amount, "currency": "RUB"})
    act.sent("ivan", amount={"amount": "98000.00", "currency": "USD"})
    assert sentences("limit") == ["The amount is 97 % of the approval limit of RUB\xa0100,000.00."]


def test_requests_outside_the_period_are_not_listed(act: Acting) -> None:
    act.chain(act.sent("ivan"), "tamara")
    other = Period(date(2026, 12, 1), date(2026, 12, 31), UTC)
    assert set(looks.counts(other).values()) == {0}


@pytest.mark.parametrize("raw", [("x", "y"), ("2026-13-01", None), (None, "9999-12-31"), ("0001-01-01", "")])
def test_a_period_that_cannot_be_read_is_the_usual_one(raw: tuple[str | None, str | None]) -> None:
    with clock.frozen(NOW):
        assert period_of(*raw, UTC) == Period(date(2026, 10, 18), date(2026, 11, 17), UTC)


@pytest.mark.parametrize("look", [one.code for one in looks.LOOKS])
def test_every_kind_is_a_page_and_a_table(look: str, auditor: Client, act: Acting) -> None:
    act.chain(act.sent("ivan"), "tamara", "galina")
    assert auditor.get(f"/audit/?look={look}").status_code == 200
    assert auditor.get(f"/audit/file/?look={look}").content[:2] == b"PK"
    assert auditor.get(f"/audit/file/?look={look}&as=csv").content[:3] == b"\xef\xbb\xbf"


def test_more_findings_cost_no_more_statements(auditor: Client, act: Acting) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert auditor.get("/audit/?look=quick").status_code == 200
        return len(seen.captured_queries)

    act.chain(act.sent("ivan"), "tamara")
    statements()
    before = statements()
    for number in range(8):
        act.chain(act.sent("ivan", subject=f"Chairs {number}"), "tamara", "galina")
    assert statements() == before


def test_a_period_is_at_most_a_year(auditor: Client) -> None:
    page = auditor.get("/audit/?from=1971-01-01&to=2026-11-17").content.decode()
    assert 'value="2025-11-16"' in page and "1971" not in page


def test_what_is_rare_is_found_by_an_index_of_its_own(act: Acting) -> None:
    period = Period(date(2026, 11, 1), date(2026, 11, 30), UTC)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = looks._together(period).order_by().explain()
    assert "event_together" in plan
