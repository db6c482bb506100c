"""Writes of the company: what they change, what they refuse, and what they tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

import pytest
from django.db import ProgrammingError, transaction
from pytest_django.fixtures import Settings

from common import clock
from org.actions import deactivate_employee, save_employee, save_grant, save_position, save_unit, set_acting
from org.errors import (
    ChangedMeanwhile,
    MayNotChangeTop,
    MayNotEditCompany,
    NeverDeleted,
    NoSuchRecord,
    Refused,
)
from org.models import Employee, OrgChange, OrgRevision, Position, Unit
from org.queries import snapshot
from org.records import Company, EmployeeRecord, GrantRecord, PositionRecord, UnitRecord
from tests.org.conftest import Told

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
ADMIN, HR, PLAIN = "00056", "00065", "00089"


def unit(code: str) -> UnitRecord:
    return cast(UnitRecord, Company().unit(code))


def position(code: str) -> PositionRecord:
    return cast(PositionRecord, Company().position(code))


def employee(code: str) -> EmployeeRecord:
    return cast(EmployeeRecord, Company().employee(code))


def test_a_change_is_written_noted_and_told(person: People, told: Told) -> None:
    before = OrgRevision.objects.get()
    save_unit(actor_id=person[ADMIN].pk, record=replace(unit("KZN"), name="Казань"), seen=unit("KZN"))
    after = OrgRevision.objects.get()
    assert (after.number, after.stamp != before.stamp) == (before.number + 1, True)
    change = OrgChange.objects.latest("id")
    assert (change.actor, change.kind, change.code, change.verb) == (person[ADMIN], "unit", "KZN", "changed")
    assert change.changes == {"name": ["Дилерский центр Казань", "Казань"]}
    assert told.places == [({"KZN"}, set())]
    assert snapshot().units["KZN"].name == "Казань"


def test_saving_what_is_there_changes_nothing(person: People, told: Told) -> None:
    before = OrgRevision.objects.get().number
    save_unit(actor_id=person[ADMIN].pk, record=unit("KZN"))
    assert (OrgRevision.objects.get().number, told.places) == (before, [])


def test_a_circle_of_units_is_refused_and_named(person: People) -> None:  # ROUTING 12
    with pytest.raises(Refused) as refused:
        save_unit(actor_id=person[ADMIN].pk, record=replace(unit("SAL"), parent="KZN-S"))
    sentence = "The units would belong to each other in a circle: SAL → KZN-S → KZN → SAL."
    assert refused.value.fields == {"parent": [sentence]}
    assert Unit.objects.get(code="SAL").parent == Unit.objects.get(code="HQ")


def test_a_stale_form_is_refused(person: People) -> None:
    seen = unit("KZN")
    save_unit(actor_id=person[ADMIN].pk, record=replace(seen, city="Казань-2"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        save_unit(actor_id=person[ADMIN].pk, record=replace(seen, name="X"), seen=seen)
    assert Unit.objects.get(code="KZN").name == "Дилерский центр Казань"


def test_whoever_has_no_right_changes_nothing(person: People) -> None:
    for code in (PLAIN, "00001", "00154"):
        with pytest.raises(MayNotEditCompany):
            save_unit(actor_id=person[code].pk, record=replace(unit("KZN"), name="X"))
    assert Unit.objects.get(code="KZN").name == "Дилерский центр Казань"
    assert not OrgChange.objects.filter(verb="changed", code="KZN", source="screen").exists()


def test_a_right_over_a_part_ends_at_its_border(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="KZN"))
    save_unit(actor_id=person[PLAIN].pk, record=replace(unit("KZN-S"), name="Продажи"))
    with pytest.raises(MayNotEditCompany):
        save_unit(actor_id=person[PLAIN].pk, record=replace(unit("EKB-S"), name="Продажи"))
    with pytest.raises(MayNotEditCompany):
        save_position(actor_id=person[PLAIN].pk, record=replace(position("KZN-S1"), unit="EKB-S"))
    assert Position.objects.get(code="KZN-S1").unit.code == "KZN-S"


def test_a_right_over_a_part_moves_no_unit_across_its_border(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="SAL1"))
    for code, parent in (("SAL1", "HQ"), ("SAL1T", "SAL"), ("SAL1T", "FIN")):
        with pytest.raises(MayNotEditCompany):
            save_unit(actor_id=person[PLAIN].pk, record=replace(unit(code), parent=parent))
    assert (unit("SAL1").parent, unit("SAL1T").parent) == ("SAL", "SAL1")
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="SAL"))
    save_unit(actor_id=person[PLAIN].pk, record=replace(unit("SAL1T"), parent="SAL2"))
    assert unit("SAL1T").parent == "SAL2"


def test_a_right_over_a_part_leaves_its_top_to_who_edits_above(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="SAL1"))
    top = unit("SAL1")
    for changed in ({"kind": "department"}, {"head": None}, {"parent": "HQ"}):
        with pytest.raises(MayNotChangeTop, match="whoever may edit the unit above it"):
            save_unit(actor_id=person[PLAIN].pk, record=replace(top, **changed))
    assert unit("SAL1") == top
    save_unit(actor_id=person[PLAIN].pk, record=replace(top, city="Казань"))
    save_unit(actor_id=person[PLAIN].pk, record=replace(unit("SAL1T"), head=None))
    assert (unit("SAL1").city, unit("SAL1T").head) == ("Казань", None)


def test_the_record_of_changes_cannot_be_changed(person: People) -> None:
    for act in (OrgChange.objects.all().delete, lambda: OrgChange.objects.update(verb="x")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()
    assert OrgChange.objects.filter(verb="added").exists()


def test_a_right_over_a_part_gives_away_no_authority_and_no_rights(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="KZN"))
    with pytest.raises(MayNotEditCompany):
        save_position(actor_id=person[PLAIN].pk, record=replace(position("KZN-S1"), role="cfo"))
    with pytest.raises(MayNotEditCompany):
        save_grant(actor_id=person[PLAIN].pk, record=GrantRecord(PLAIN, "see"))
    save_position(actor_id=person[PLAIN].pk, record=replace(position("KZN-S1"), role="lawyer"))
    assert Position.objects.get(code="KZN-S1").role.code == "lawyer"  # type: ignore[union-attr]


def test_whoever_leaves_frees_his_places_and_can_no_longer_log_in(
    person: People, told: Told
) -> None:  # ROUTING 11
    deactivate_employee(actor_id=person[HR].pk, code="00150")
    gone = Employee.objects.get(code="00150")
    assert (gone.is_active, str(gone.dismissed)) == (False, "2026-11-17")
    assert list(Position.objects.filter(code__in=["ACC5", "KRD-P4"]).values_list("holder", flat=True)) == [
        None,
        None,
    ]
    assert told.people == [{"00150"}]


def test_a_substitute_who_leaves_no_longer_stands_in(person: People, told: Told) -> None:
    deactivate_employee(actor_id=person[ADMIN].pk, code="00088")
    absence = person["00086"].absences.get()
    assert (absence.substitute, absence.refused["code"]) == (None, "substitute_unknown")
    assert told.people == [{"00086", "00088"}]


def test_an_unknown_employee_cannot_be_deactivated(person: People) -> None:
    with pytest.raises(NoSuchRecord):
        deactivate_employee(actor_id=person[ADMIN].pk, code="99999")


def test_nobody_is_ever_deleted(person: People) -> None:
    with pytest.raises(NeverDeleted):
        person[PLAIN].delete()
    with pytest.raises(NeverDeleted):
        Employee.objects.filter(code=PLAIN).delete()
    assert Employee.objects.filter(code=PLAIN).exists()


def test_somebody_is_acting_and_no_longer(person: People, told: Told) -> None:  # ROUTING 6
    set_acting(actor_id=person[ADMIN].pk, position="SMR-PH", employee="00130")
    assert snapshot().in_post("SMR-PH") == "00130"
    set_acting(actor_id=person[ADMIN].pk, position="SMR-PH", employee=None)
    assert snapshot().in_post("SMR-PH") is None
    assert told.people == [{"00130"}, {"00130"}]


def test_every_wrong_field_has_its_sentence(person: People) -> None:
    record = replace(employee(PLAIN), email="user001@meridian.example", last_name="")
    with pytest.raises(Refused) as refused:
        save_employee(actor_id=person[ADMIN].pk, record=record)
    assert refused.value.fields == {
        "last_name": ["This must be filled in."],
        "email": ["This e-mail is already that of the employee 00001."],
    }


def test_somebody_new_is_taken_on_without_a_password(person: People) -> None:
    record = EmployeeRecord("00200", "Ёлкина", "Яна", email="Yana@Meridian.Example")
    save_employee(actor_id=person[ADMIN].pk, record=replace(record, email=record.email.casefold()))
    taken = Employee.objects.get(code="00200")
    assert (taken.short_name, taken.has_usable_password(), taken.is_superuser) == ("Ёлкина Я.", False, False)
    assert taken.search_key == "елкина яна yana@meridian.example 00200"


def test_somebody_leaves_on_the_day_that_it_is_where_the_installation_is(
    person: People, settings: Settings
) -> None:
    settings.TIME_ZONE = "Asia/Vladivostok"
    with clock.frozen(datetime(2026, 11, 23, 20, tzinfo=UTC)):
        deactivate_employee(actor_id=person[ADMIN].pk, code="00088")
    assert Employee.objects.get(code="00088").dismissed == date(2026, 11, 24)
