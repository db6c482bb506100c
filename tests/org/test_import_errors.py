"""Every error of every row, with its place and reason; rows with errors change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from org.errors import ImportRefused
from org.imports import Options, import_company, preview
from org.models import Absence, Employee, OrgChange, Unit
from tests.org.sheets import EMPLOYEES, POSITIONS, UNITS, Rows, small_company, xlsx

pytestmark = pytest.mark.django_db
Place = tuple[str, int, str, str]


def errors(**sheets: Rows) -> list[Place]:
    found = preview(actor_id=None, content=xlsx(**sheets)).errors
    return [(e.sheet, e.row, e.column, e.sentence) for e in found]


def company(**sheets: Rows) -> dict[str, Rows]:
    return {"units": UNITS, "positions": POSITIONS, "employees": EMPLOYEES} | sheets


def test_the_small_company_is_right() -> None:
    assert errors(**company()) == []


def unit(*row: Any) -> dict[str, Rows]:
    return company(units=[*UNITS, row])


def employee(*row: Any) -> dict[str, Rows]:
    return company(employees=[*EMPLOYEES, row])


@pytest.mark.parametrize(
    ("sheets", "expected"),
    [
        (unit("B", "B", "division", "X"), ("units", 4, "parent", "There is no unit “X”.")),
        (unit("B", "B", "nest", "HQ"), ("units", 4, "kind", "“nest” is not a kind of unit.")),
        (unit("B", "", "team", "HQ"), ("units", 4, "name", "This must be filled in.")),
        (unit("", "B", "team", "HQ"), ("units", 4, "code", "This must be filled in.")),
        (unit("A", "A", "team", "HQ"), ("units", 4, "code", "The same as row 3: it is there twice.")),
        (
            unit("B", "B", "team", None),
            ("units", 4, "parent", "Only a company stands at the top: name the unit it belongs to."),
        ),
        (employee("3", "X", "Y", "", None), ("employees", 4, "email", "This must be filled in.")),
        (
            employee("3", "X", "Y", "nobody", None),
            ("employees", 4, "email", "“nobody” is not an e-mail address."),
        ),
        (
            employee("3", "X", "Y", "x@x.example", "B-H"),
            ("employees", 4, "position", "There is no position “B-H”."),
        ),
        (
            employee("3", "X", "Y", "x@x.example", "A-H"),
            ("employees", 4, "position", "The position is held by 2 already."),
        ),
        (
            employee("2", "Petrov", "Pavel", "petr@x.example", None),
            ("employees", 4, "first_name", "Row 3 has “Petr” for the same personnel number."),
        ),
    ],
)
def test_an_error_names_sheet_row_column_and_reason(sheets: dict[str, Rows], expected: Place) -> None:
    assert errors(**sheets) == [expected]


def test_an_email_of_two_people_is_wrong_in_both_rows() -> None:
    found = errors(**employee("3", "X", "Y", "PETR@x.example", None))
    assert [(row, column) for _sheet, row, column, _s in found] == [(3, "email"), (4, "email")]


def test_a_circle_is_named() -> None:
    rows = [UNITS[0], ["HQ", "HQ", "company", None], ["A", "A", "team", "B"], ["B", "B", "team", "A"]]
    found = errors(units=rows)
    assert [(e[1], e[2]) for e in found] == [(3, "parent"), (4, "parent")]
    assert found[0][3] == "The units would belong to each other in a circle: A → B → A."


def test_what_depends_on_a_bad_row_is_an_error_too() -> None:
    rows = [*UNITS, ["B", "", "team", "HQ"], ["C", "C", "team", "B"]]
    assert [(e[1], e[2]) for e in errors(units=rows)] == [(4, "name"), (5, "parent")]


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (
            ["2", "2026-13-01", "2026-12-01", None],
            "from",
            "“2026-13-01” is not a date. Examples: 2026-11-16, 16.11.2026.",
        ),
        (["2", "2026-12-02", "2026-12-01", None], "to", "The last day is before the first."),
        (
            ["9", "2026-12-01", "2026-12-02", None],
            "employee",
            "There is no employee with the personnel number “9”.",
        ),
        (["2", None, "2026-12-02", None], "employee", "This must be filled in."),
        (["2", "2026-12-01", None, None], "to", "This must be filled in."),
    ],
)
def test_an_absence_with_an_error(row: list[Any], column: str, sentence: str) -> None:
    found = errors(**company(absences=[["employee", "from", "to", "substitute"], row]))
    assert found == [("absences", 2, column, sentence)]


def test_an_unknown_substitute_is_a_warning_and_the_absence_is_saved() -> None:
    sheet = [["employee", "from", "to", "substitute"], ["2", "01.12.2026", "02.12.2026", "77"]]
    report = import_company(actor_id=None, content=small_company(absences=sheet))
    assert [(w.row, w.column) for w in report.warnings] == [(2, "substitute")]
    assert Absence.objects.get().substitute is None


def test_unknown_sheets_and_columns_are_named() -> None:
    assert errors(planets=[["name"], ["Mars"]])[0][:3] == ("planets", 0, "")
    found = errors(units=[["code", "colour"], ["HQ", "red"]])
    assert found[0][:3] == ("units", 1, "colour")
    assert errors(employees=[["last_name"], ["X"]])[0] == (
        "employees",
        1,
        "personnel_no",
        "This column is missing.",
    )
    assert errors(units=[["code"]]) == [("", 0, "", "There is nothing to import in this file.")]


def test_a_file_with_errors_is_refused_and_changes_nothing() -> None:
    content = xlsx(**unit("B", "B", "nest", "HQ"))
    with pytest.raises(ImportRefused) as refused:
        import_company(actor_id=None, content=content)
    assert refused.value.report is not None and len(refused.value.report.errors) == 1
    assert Unit.objects.count() == Employee.objects.count() == OrgChange.objects.count() == 0


def test_bad_rows_are_skipped_when_asked_and_only_they() -> None:
    content = xlsx(**unit("B", "B", "nest", "HQ"))
    report = import_company(actor_id=None, content=content, options=Options(skip_bad_rows=True))
    assert len(report.errors) == 1
    assert sorted(Unit.objects.values_list("code", flat=True)) == ["A", "HQ"]


def test_a_bad_row_leaves_the_stored_one_as_it_was() -> None:
    import_company(actor_id=None, content=small_company())
    bad = [EMPLOYEES[0], EMPLOYEES[1], ["2", "Petrov", "Petr", "", "A-H"]]
    import_company(actor_id=None, content=xlsx(**company(employees=bad)), options=Options(skip_bad_rows=True))
    petr = Employee.objects.get(code="2")
    assert (petr.email, petr.positions.get().code, petr.is_active) == ("petr@x.example", "A-H", True)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ 7*7 }} {% load x %}", "'; DROP TABLE org_unit; --"]
)
def test_markup_and_code_in_a_cell_is_only_text(text: str) -> None:
    import_company(actor_id=None, content=xlsx(units=[UNITS[0], ["HQ", text, "company", None]]))
    assert Unit.objects.get().name == text


def test_a_text_too_long_is_an_error_not_a_crash() -> None:
    found = errors(**unit("B", "x" * 201, "team", "HQ"))
    assert found == [("units", 4, "name", "At most 200 characters.")]
    assert errors(**unit("B" * 41, "x", "team", "HQ"))[0][2] == "code"
