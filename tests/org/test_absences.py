"""Absences are always saved; only the substitute may be refused (ROUTING 17)."""

from __future__ import annotations

from datetime import date

import pytest

from org.actions import save_absence, withdraw_absence
from org.errors import ChangedMeanwhile, MayNotEditCompany, Refused
from org.models import Absence, Employee
from org.queries import snapshot
from org.records import AbsenceRecord
from tests.org.conftest import Told

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
FROM, TO = date(2026, 12, 1), date(2026, 12, 9)


def absence(employee: str, named: str | None = None, starts: date = FROM, ends: date = TO) -> AbsenceRecord:
    return AbsenceRecord(employee, starts, ends=ends, named_substitute=named)


def test_his_own_absence_with_a_substitute_that_his_position_allows(person: People, told: Told) -> None:
    saved = save_absence(actor_id=person["00101"].pk, record=absence("00101", "00103"))
    assert (saved.record.substitute, saved.refused) == ("00103", None)
    assert told.people == [{"00101", "00103"}]
    assert any(a.employee == "00101" and a.substitute == "00103" for a in snapshot().absences)


def test_a_substitute_that_his_position_does_not_allow_is_refused_and_the_absence_saved(
    person: People,
) -> None:
    saved = save_absence(actor_id=person["00101"].pk, record=absence("00101", "00089"))
    assert saved.refused is not None and saved.refused.code == "substitute_not_allowed"
    stored = Absence.objects.get(employee__code="00101")
    assert (stored.starts, stored.ends, stored.substitute) == (FROM, TO, None)


def test_two_for_each_other_are_both_refused_and_one_is_accepted_when_the_other_is_here_after_all(
    person: People,
) -> None:
    admin = person["00056"].pk
    first = save_absence(actor_id=admin, record=absence("00101", "00103"))
    second = save_absence(actor_id=admin, record=absence("00103", "00101"))
    assert first.refused is None
    assert second.refused is not None and second.refused.code == "substitute_each_other"
    assert Absence.objects.get(employee__code="00101").substitute is None
    withdraw_absence(actor_id=admin, record=second.record)
    assert Absence.objects.get(employee__code="00101").substitute == person["00103"]


def test_whoever_enters_an_absence_for_another_is_not_the_substitute(person: People) -> None:
    saved = save_absence(actor_id=person["00086"].pk, record=absence("00088", "00086"))
    assert saved.refused is not None and saved.refused.code == "substitute_entered_it"
    assert Absence.objects.get(employee__code="00088", starts=FROM).substitute is None


@pytest.mark.parametrize("actor", ["00089", "00103", "00154"])
def test_nobody_enters_an_absence_of_somebody_who_is_none_of_his(person: People, actor: str) -> None:
    with pytest.raises(MayNotEditCompany):
        save_absence(actor_id=person[actor].pk, record=absence("00134"))
    assert not Absence.objects.filter(employee__code="00134").exists()


@pytest.mark.parametrize("actor", ["00134", "00011", "00001", "00065", "00056"])
def test_himself_his_managers_and_editors_enter_it(person: People, actor: str) -> None:
    save_absence(actor_id=person[actor].pk, record=absence("00134"))
    assert Absence.objects.get(employee__code="00134").entered_by == person[actor]


def test_the_assistant_enters_the_absence_of_the_boss(person: People) -> None:
    save_absence(actor_id=person["00002"].pk, record=absence("00001"))
    assert Absence.objects.filter(employee__code="00001").exists()


def test_a_changed_first_day_replaces_the_absence(person: People) -> None:
    actor = person["00101"].pk
    saved = save_absence(actor_id=actor, record=absence("00101", "00103")).record
    later = absence("00101", "00103", starts=date(2026, 12, 3))
    save_absence(actor_id=actor, record=later, replaces=saved)
    rows = Absence.objects.filter(employee__code="00101").order_by("starts")
    assert [(str(a.starts), a.withdrawn) for a in rows] == [("2026-12-01", True), ("2026-12-03", False)]
    assert [a.starts for a in snapshot().absences_of["00101"]] == [date(2026, 12, 3)]


def test_a_stale_absence_is_refused(person: People) -> None:
    actor = person["00101"].pk
    saved = save_absence(actor_id=actor, record=absence("00101", "00103")).record
    withdraw_absence(actor_id=actor, record=saved)
    with pytest.raises(ChangedMeanwhile):
        withdraw_absence(actor_id=actor, record=saved)


def test_a_period_that_ends_before_it_starts_is_refused(person: People) -> None:
    with pytest.raises(Refused) as refused:
        save_absence(actor_id=person["00101"].pk, record=absence("00101", ends=date(2026, 11, 1)))
    assert refused.value.fields == {"ends": ["The last day is before the first."]}
    assert not Absence.objects.filter(employee__code="00101").exists()
