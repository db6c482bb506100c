"""A substitute who is away himself, or not active, is asked about before the absence is saved."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from org.models import Absence, Employee, OrgChange, OrgRevision

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
TYPED = {
    "employee": "00101",
    "starts": "2026-12-01",
    "ends": "2026-12-09",
    "named_substitute": "00103",
    "kind_of": "Leave",
    "note": "At the sea",
}


def client_of(person: People, code: str) -> Client:
    client = Client()
    client.force_login(person[code], backend="org.backends.EmployeeBackend")
    return client


def away(person: People, code: str, first: int, last: int, **more: object) -> None:
    """In December."""
    Absence.objects.create(
        employee=person[code], starts=date(2026, 12, first), ends=date(2026, 12, last), **more
    )


def enter(client: Client, **said: str) -> tuple[int, str]:
    """The answer's status and page."""
    typed = {**TYPED, **said}
    own = not typed["employee"]
    answer = client.post("/absences/new/" if own else "/absences/other/", typed)
    return answer.status_code, answer.content.decode()


def saved() -> int:
    return Absence.objects.filter(employee__code="00101").count()


@pytest.mark.parametrize(("who", "employee"), [("00101", ""), ("00001", "00101"), ("00056", "00101")])
def test_the_first_press_saves_nothing_and_says_who_is_away_when(
    who: str, employee: str, person: People
) -> None:
    away(person, "00103", 8, 20)
    before = OrgRevision.objects.get().number, OrgChange.objects.count()
    status, page = enter(client_of(person, who), employee=employee)
    name = person["00103"].short_name
    assert status == 422 and f"{name} is away, too: 8 Dec 2026 – 9 Dec 2026." in page
    assert 'name="anyway" value="00103/2026-12-08/2026-12-09"' in " ".join(page.split())
    assert 'value="2026-12-01"' in page and 'value="At the sea"' in page and 'value="00103"' in page
    assert (saved(), (OrgRevision.objects.get().number, OrgChange.objects.count())) == (0, before)


def test_an_assistant_is_asked_as_well(person: People) -> None:
    away(person, "00003", 8, 20)
    status, page = enter(client_of(person, "00002"), employee="00001", named_substitute="00003")
    assert status == 422 and "is away, too" in page
    assert not Absence.objects.filter(employee__code="00001").exists()


def test_a_second_press_saves_it_anyway(person: People) -> None:
    away(person, "00103", 8, 20)
    status, _page = enter(client_of(person, "00101"), employee="", anyway="00103/2026-12-08/2026-12-09")
    assert (status, saved()) == (302, 1)
    assert Absence.objects.get(employee__code="00101").substitute == person["00103"]


def test_what_was_confirmed_of_one_does_not_hold_for_another_or_other_days(person: People) -> None:
    away(person, "00103", 8, 20)
    client, key = client_of(person, "00101"), "00103/2026-12-08/2026-12-09"
    status, page = enter(client, employee="", anyway=key, ends="2026-12-12")
    assert (status, saved()) == (422, 0)
    assert "checked" not in page.partition('name="anyway"')[2].partition(">")[0]


def test_another_who_is_here_is_saved_at_once(person: People) -> None:
    away(person, "00103", 8, 20)
    status, _page = enter(client_of(person, "00101"), employee="", named_substitute="00086")
    assert (status, saved()) == (302, 1)


def test_who_is_not_active_any_more(person: People) -> None:
    Employee.objects.filter(code="00103").update(is_active=False)
    status, page = enter(client_of(person, "00056"))
    assert status == 422 and f"{person['00103'].short_name} is not active." in page
    assert saved() == 0
    assert enter(client_of(person, "00056"), anyway="00103")[0] == 302
    assert Absence.objects.get(employee__code="00101").substitute is None, "kept, not accepted"


def test_days_apart_withdrawn_ones_and_other_processes_are_no_doubt(person: People) -> None:
    away(person, "00103", 10, 20)
    away(person, "00103", 2, 3, withdrawn=True)
    assert (enter(client_of(person, "00101"), employee="")[0], saved()) == (302, 1)


def test_a_note_alone_asks_nothing_again(person: People) -> None:
    away(person, "00103", 8, 20)
    client = client_of(person, "00101")
    enter(client, employee="", anyway="00103/2026-12-08/2026-12-09")
    row = Absence.objects.get(employee__code="00101")
    page = client.get(f"/absences/{row.pk}/").content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    typed = {**TYPED, "note": "In the hills", "seen": seen}
    assert client.post(f"/absences/{row.pk}/", typed).status_code == 302
    assert Absence.objects.get(pk=row.pk).note == "In the hills"
