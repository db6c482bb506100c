"""Imports after the first: changes, transfers, leavers, repeats."""

from __future__ import annotations

from datetime import date

import pytest

from org.imports import ImportReport, Options, import_company, preview
from org.models import Absence, Employee, OrgChange, Position
from tests.org.conftest import DEMO, Told
from tests.org.sheets import EMPLOYEES, POSITIONS, UNITS, Rows, small_company, xlsx

pytestmark = pytest.mark.django_db
PLAIN, COMPLETE = Options(), Options(deactivate_missing=True)


def again(employees: Rows, options: Options = PLAIN, positions: Rows = POSITIONS) -> ImportReport:
    content = xlsx(units=UNITS, positions=positions, employees=employees)
    return import_company(actor_id=None, content=content, options=options)


@pytest.fixture(autouse=True)
def _imported(db: None, told: Told) -> None:
    import_company(actor_id=None, content=small_company())
    told.people.clear()
    told.places.clear()


def test_a_changed_name_is_reported_old_and_new() -> None:
    report = again([EMPLOYEES[0], EMPLOYEES[1], ["2", "Petrova", "Petr", "petr@x.example", "A-H"]])
    sheet = report.sheet("employee")
    assert sheet is not None and sheet.counts == (0, 1, 0, 1)
    assert [(v.field, v.old, v.new) for v in sheet.changed[0].values] == [("last name", "Petrov", "Petrova")]
    change = OrgChange.objects.latest("id")
    assert (change.kind, change.code, change.changes) == (
        "employee",
        "2",
        {"last_name": ["Petrov", "Petrova"]},
    )
    assert Employee.objects.get(code="2").sort_key.startswith("petrova")


def test_a_transfer_frees_the_old_position(told: Told) -> None:
    positions = [*POSITIONS, ["A-1", "Worker", "A", None]]
    again([EMPLOYEES[0], EMPLOYEES[1], ["2", "Petrov", "Petr", "petr@x.example", "A-1"]], positions=positions)
    assert Position.objects.get(code="A-H").holder is None
    assert Employee.objects.get(code="2").main_position == Position.objects.get(code="A-1")
    assert told.people == [{"2"}]


def test_whoever_is_missing_stays_unless_the_sheet_is_complete() -> None:
    assert again(EMPLOYEES[:2]).sheet("employee").counts == (0, 0, 0, 1)  # type: ignore[union-attr]
    assert Employee.objects.get(code="2").is_active


def test_with_a_complete_sheet_the_missing_one_has_left(told: Told) -> None:
    said = preview(
        actor_id=None,
        content=xlsx(units=UNITS, positions=POSITIONS, employees=EMPLOYEES[:2]),
        options=COMPLETE,
    )
    assert [row.key for row in said.sheet("employee").deactivated] == ["2"]  # type: ignore[union-attr]
    assert Employee.objects.get(code="2").is_active
    again(EMPLOYEES[:2], COMPLETE)
    gone = Employee.objects.get(code="2")
    assert (gone.is_active, gone.dismissed, gone.positions.count()) == (False, date(2026, 11, 17), 0)
    assert told.people == [{"2"}]


def test_a_date_of_dismissal_deactivates_from_that_day_on() -> None:
    head = [*EMPLOYEES[0], "dismissed"]
    again([head, [*EMPLOYEES[1], "2026-11-18"], [*EMPLOYEES[2], "2026-11-17"]])
    assert Employee.objects.get(code="1").is_active
    assert not Employee.objects.get(code="2").is_active


def test_whoever_comes_back_is_active_again_and_one_deactivated_by_hand_stays_so() -> None:
    head = [*EMPLOYEES[0], "dismissed"]
    again([head, [*EMPLOYEES[1], None], [*EMPLOYEES[2], "2026-11-17"]])
    Employee.objects.filter(code="1").update(is_active=False)
    again([head, [*EMPLOYEES[1], None], [*EMPLOYEES[2], None]])
    assert Employee.objects.get(code="2").is_active
    assert not Employee.objects.get(code="1").is_active


def test_the_old_substitute_is_judged_again_when_the_other_one_changes() -> None:
    head = ["employee", "from", "to", "substitute"]
    pair = [head, ["1", "2026-12-01", "2026-12-09", "2"], ["2", "2026-12-05", "2026-12-06", "1"]]
    import_company(actor_id=None, content=xlsx(absences=pair))
    assert Absence.objects.exclude(substitute=None).count() == 0
    import_company(actor_id=None, content=xlsx(absences=[head, ["2", "2026-12-05", "2026-12-06", None]]))
    assert Absence.objects.get(employee__code="1").substitute == Employee.objects.get(code="2")


def test_the_same_export_with_another_extra_position_stays_as_it_is() -> None:
    more = xlsx(
        positions=[["code", "title", "unit"], ["A-2", "Controller", "A"]],
        employees=[EMPLOYEES[0], ["2", "Petrov", "Petr", "petr@x.example", "A-2"]],
    )
    import_company(actor_id=None, content=more)
    assert again(EMPLOYEES).empty
    assert sorted(Employee.objects.get(code="2").positions.values_list("code", flat=True)) == ["A-2", "A-H"]


def test_the_demo_export_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    call_command("import_org", str(DEMO / "org-meridian.xlsx"), "--dry-run")
    assert "employees: 150 added, 0 changed, 0 deactivated, 0 unchanged" in capsys.readouterr().out
    assert Employee.objects.count() == 2
