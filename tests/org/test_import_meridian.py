"""The real HR export and the second file, with exact counts."""

from __future__ import annotations

import pytest

from org.imports import ImportReport, import_company, preview
from org.models import Absence, Employee, OrgChange, OrgRevision, Position, Unit
from tests.org.conftest import DEMO

EXPORT = (DEMO / "org-meridian.xlsx").read_bytes()
MORE = (DEMO / "org-meridian-more.xlsx").read_bytes()
pytestmark = pytest.mark.django_db


def counts(report: ImportReport) -> dict[str, tuple[int, int, int, int]]:
    """Added, changed, deactivated, unchanged, per kind."""
    return {sheet.kind: sheet.counts for sheet in report.sheets}


def test_the_dry_run_tells_what_the_export_would_add_and_writes_nothing() -> None:
    report = preview(actor_id=None, content=EXPORT)
    assert counts(report) == {
        "role": (7, 0, 0, 0),
        "unit": (51, 0, 0, 0),
        "position": (153, 0, 0, 0),
        "employee": (150, 0, 0, 0),
        "absence": (4, 0, 0, 0),
    }
    assert report.errors == ()
    assert Employee.objects.count() == Unit.objects.count() == OrgRevision.objects.count() == 0


def test_the_import_does_what_its_dry_run_said() -> None:
    said = preview(actor_id=None, content=EXPORT)
    assert import_company(actor_id=None, content=EXPORT) == said
    assert (Unit.objects.count(), Position.objects.count(), Employee.objects.count()) == (51, 153, 150)
    assert OrgChange.objects.filter(verb="added").count() == 7 + 51 + 153 + 150 + 4


def test_the_second_file_adds_what_the_export_lacks() -> None:
    import_company(actor_id=None, content=EXPORT)
    assert counts(import_company(actor_id=None, content=MORE)) == {
        "role": (5, 7, 0, 0),
        "calendar": (2, 0, 0, 0),
        "unit": (7, 6, 0, 0),
        "position": (4, 2, 0, 0),
        "employee": (4, 0, 0, 0),
        "calendar_day": (86, 0, 0, 0),
        "assistant": (1, 0, 0, 0),
        "authority": (4, 0, 0, 0),
        "rate": (12, 0, 0, 0),
        "grant": (6, 0, 0, 0),
    }


def test_both_files_again_change_nothing(meridian: None) -> None:
    revision = OrgRevision.objects.get().number
    first, second = (import_company(actor_id=None, content=content) for content in (EXPORT, MORE))
    assert first.empty and second.empty
    assert counts(first)["employee"] == (0, 0, 0, 150)
    assert counts(first)["absence"] == (0, 0, 0, 4)
    assert counts(second)["unit"] == (0, 0, 0, 13)
    assert OrgRevision.objects.get().number == revision


def test_one_person_holds_two_positions_and_two_namesakes_stay_two_people(meridian: None) -> None:
    held = Position.objects.filter(holder__code="00150").order_by("code").values_list("code", flat=True)
    assert list(held) == ["ACC5", "KRD-P4"]
    assert Employee.objects.get(code="00150").main_position.code == "KRD-P4"
    namesakes = Employee.objects.filter(last_name="Лебедев", first_name="Андрей", patronymic="Михайлович")
    assert sorted(n.main_position.code for n in namesakes) == ["EKB-SH", "KZN-R1"]


def test_two_positions_are_vacant(meridian: None) -> None:
    assert sorted(Position.objects.filter(holder=None).values_list("code", flat=True)) == ["PUR2-H", "SMR-PH"]


def test_of_two_people_who_stand_in_for_each_other_both_absences_are_saved_and_both_refused() -> None:
    report = import_company(actor_id=None, content=EXPORT)
    assert [(w.sheet, w.row, w.column) for w in report.warnings] == [
        ("absences", 4, "substitute"),
        ("absences", 5, "substitute"),
    ]
    assert "Васильева Е. М. is away at the same time" in report.warnings[0].sentence
    assert "Волков А. М. is away at the same time" in report.warnings[1].sentence
    pair = Absence.objects.filter(employee__code__in=["00050", "00055"])
    assert [(a.substitute, a.refused["code"]) for a in pair] == [(None, "substitute_each_other")] * 2


def test_the_other_two_substitutes_are_accepted(meridian: None) -> None:
    accepted = Absence.objects.exclude(substitute=None).values_list("employee__code", "substitute__code")
    assert sorted(accepted) == [("00003", "00004"), ("00086", "00088")]


def test_heads_are_those_of_the_export(meridian: None) -> None:
    assert Unit.objects.exclude(kind="legal_entity").filter(head=None).count() == 0
    assert Unit.objects.get(code="KZN-S").head.code == "KZN-SH"
