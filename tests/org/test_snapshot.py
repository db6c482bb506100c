"""The snapshot: a handful of queries, once per revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from django.db import transaction

from org.access import Scope, scope
from org.actions import save_position, save_unit
from org.models import Employee
from org.queries import people, snapshot
from org.reasons import Reason
from org.records import Company, PositionRecord, UnitRecord
from org.resolve import StartPoint, Until, managers_up, nearest_role, rate_on
from org.texts import sentence

pytestmark = pytest.mark.django_db
People = dict[str, Employee]


def test_it_takes_a_handful_of_queries_and_then_one(meridian: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(13):
        first = snapshot()
    with django_assert_num_queries(1):
        assert snapshot() is first


def test_a_change_makes_a_new_one_and_leaves_the_old_one_as_it_was(meridian: None) -> None:
    before = snapshot()
    unit = cast(UnitRecord, Company().unit("KZN"))
    save_unit(actor_id=None, record=replace(unit, name="Казань"))
    assert (before.units["KZN"].name, snapshot().units["KZN"].name) == ("Дилерский центр Казань", "Казань")
    assert snapshot().revision == before.revision + 1


def test_a_change_that_was_rolled_back_is_never_seen_again(meridian: None) -> None:
    unit = cast(UnitRecord, Company().unit("KZN"))
    with transaction.atomic():
        save_unit.__wrapped__(actor_id=None, record=replace(unit, name="Never"))
        assert snapshot().units["KZN"].name == "Never"
        transaction.set_rollback(True)
    save_unit(actor_id=None, record=replace(unit, city="Kazan"))
    assert snapshot().units["KZN"].name == "Дилерский центр Казань"


def test_zones_legal_entities_and_calendars_come_from_the_unit_above(meridian: None) -> None:
    org = snapshot()
    assert (org.units["EKB-S"].time_zone, org.units["EKB-S"].legal_entity) == ("Asia/Yekaterinburg", "LE-EKB")
    assert (org.units["ITD1T"].time_zone, org.units["ITD1T"].legal_entity) == ("Europe/Moscow", "LE-AUTO")
    assert org.calendars["KZN"].days[date(2026, 11, 6)] == ()
    assert date(2026, 11, 6) not in org.calendars["RU"].days
    assert org.currency == "RUB" and rate_on(org, "USD", date(2026, 11, 17)) == Decimal("80.94")


def test_the_chain_of_a_salesman_in_a_dealer_centre(meridian: None) -> None:
    places = managers_up(snapshot(), StartPoint("00089"), Until("role", "department_director"))
    assert [place.position for place in places] == ["KZN-SH", "KZN-D", "SAL-D"]


def test_each_payer_has_its_own_accountant_and_one_chief_accountant(meridian: None) -> None:
    org = snapshot()
    payers = ("LE-KZN", "LE-EKB", "LE-MSN")
    found = [[p.position for p in nearest_role(org, "accountant", payer)] for payer in payers]
    assert found == [["KZN-ACC"], ["EKB-ACC"], ["MSN-ACC"]]
    assert [p.position for p in nearest_role(org, "accountant", "LE-AUTO")] == [
        "ACC1",
        "ACC2",
        "ACC3",
        "ACC4",
        "ACC5",
    ]
    assert [p.position for p in nearest_role(org, "chief_accountant", "LE-KZN")] == ["CHACC"]
    assert [p.position for p in nearest_role(org, "hr", "KZN-S")] == ["HRD2-H"]
    assert [p.position for p in nearest_role(org, "budget_controller", "KZN-S")] == ["BUD"]


def test_a_reason_is_said_with_names_and_an_unknown_one_is_not_hidden(meridian: None) -> None:
    org = snapshot()
    reason = Reason.of("substitute", substitute="00088", employee="00086")
    assert sentence(reason, org) == "Морозов А. А. stands in for Егоров А. А."
    assert sentence(Reason.of("role_in_unit", role="cfo", unit="FIN"), org) == (
        "Chief financial officer of Финансовый департамент"
    )
    assert sentence(Reason.of("who_knows", x=1), org) == "who_knows {'x': '1'}"


def test_scopes_of_grants(person: People) -> None:
    assert scope(person["00056"].pk, "edit_company") == Scope(everything=True)
    assert scope(person["00001"].pk, "see", "invoice") == Scope(everything=True)
    assert not scope(person["00089"].pk, "see")
    hr = scope(person["00065"].pk, "edit_company")
    assert (hr.everything, hr.covers("KZN-S"), len(hr.units)) == (False, True, 58)


def test_people_are_told_apart_by_their_place(meridian: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = people(["00092", "00103", "nobody"])
    assert {code: (p.short_name, p.place) for code, p in found.items()} == {
        "00092": ("Лебедев А. М.", "Специалист, Сервис"),
        "00103": ("Лебедев А. М.", "Начальник: отдел продаж, Отдел продаж"),
    }


def test_a_position_moved_to_another_unit_is_found_there(meridian: None) -> None:
    post = cast(PositionRecord, Company().position("KZN-S1"))
    save_position(actor_id=None, record=replace(post, unit="EKB-S"))
    assert "KZN-S1" in snapshot().positions_in["EKB-S"]
