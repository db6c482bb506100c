"""Absences, invitations, the import and the chart on the screen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from common import clock
from org.models import Absence, Employee, ImportFile, OrgChange, Unit
from tests.org.conftest import DEMO
from tests.org.sheets import small_company, xlsx
from tests.org.test_screens import ADMIN, AUDITOR, PLAIN, as_

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
PERIOD = {"starts": "2026-12-01", "ends": "2026-12-09"}
GOOD = "correct horse battery"


def test_everybody_enters_his_own_absence(person: People) -> None:
    client = as_(person, "00101")
    assert client.post("/absences/new/", PERIOD | {"named_substitute": "00103"}).status_code == 302
    assert "Лебедев Андрей Михайлович" in client.get("/absences/").content.decode()
    assert Absence.objects.get(employee=person["00101"]).substitute == person["00103"]


def test_the_day_is_that_of_who_looks(person: People) -> None:
    assert (
        as_(person, "00101").post("/absences/new/", PERIOD | {"named_substitute": "00103"}).status_code == 302
    )
    here, still = as_(person, "00103"), []
    for hour in (18, 20):  # before and after midnight in Yekaterinburg
        with clock.frozen(datetime(2026, 12, 9, hour, tzinfo=UTC)):
            said = here.get("/absences/").context
        still.append((said["today"].day, [one.employee.code for one in said["standing_in"]]))
    assert still == [(9, ["00101"]), (10, [])]


def test_a_refused_substitute_is_said_and_the_absence_is_there(person: People) -> None:
    client = as_(person, "00101")
    response = client.post("/absences/new/", PERIOD | {"named_substitute": PLAIN}, follow=True)
    page = response.content.decode()
    assert "The absence is saved, the substitute is refused." in page
    assert "The position of Иванов М. С. does not allow Петрова С. А. to stand in." in page
    assert Absence.objects.get(employee=person["00101"]).substitute is None


def test_an_absence_of_somebody_else_is_refused_to_whoever_is_not_his_manager(person: People) -> None:
    said = PERIOD | {"employee": "00134"}
    response = as_(person, PLAIN).post("/absences/other/", said)
    assert response.status_code == 422
    assert not Absence.objects.filter(employee=person["00134"]).exists()
    assert as_(person, "00011").post("/absences/other/", said).status_code == 302
    assert Absence.objects.get(employee=person["00134"]).entered_by == person["00011"]


def test_somebody_elses_absence_does_not_exist_for_me(person: People) -> None:
    pk = Absence.objects.get(employee=person["00086"]).pk
    client = as_(person, "00104")
    assert client.get(f"/absences/{pk}/").status_code == 404
    assert client.post(f"/absences/{pk}/withdraw/").status_code == 404
    assert not Absence.objects.get(pk=pk).withdrawn
    assert as_(person, "00086").post(f"/absences/{pk}/withdraw/").status_code == 302
    assert Absence.objects.get(pk=pk).withdrawn


def test_the_reason_of_an_absence_is_shown_to_editors_only(person: People) -> None:
    pages = {code: as_(person, code).get("/company/absences/").content.decode() for code in (ADMIN, AUDITOR)}
    assert "командировка" in pages[ADMIN]
    assert "Егоров Артём Алексеевич" in pages[AUDITOR] and "командировка" not in pages[AUDITOR]


def test_an_invitation_is_shown_once_and_sets_the_password(person: People) -> None:
    response = as_(person, ADMIN).post(f"/company/employees/{person[PLAIN].pk}/invite/")
    link = response.context["link"]
    assert "no-store" in response.headers["Cache-Control"]
    assert link in response.content.decode()
    stranger = Client()
    assert "Петрова Светлана Андреевна" in stranger.get(link).content.decode()
    assert stranger.post(link, {"password": GOOD, "again": "other"}).status_code == 422
    assert stranger.post(link, {"password": GOOD, "again": GOOD}).headers["Location"] == "/"
    assert stranger.get("/absences/").status_code == 200
    assert stranger.get(link).status_code == 410
    assert stranger.get("/invitation/invented/").status_code == 410


def upload(client: Client, content: bytes, name: str = "hr.xlsx") -> Any:
    return client.post("/company/import/", {"file": SimpleUploadedFile(name, content)})


def test_an_upload_is_shown_first_and_applied_by_a_press(person: People) -> None:
    client = as_(person, ADMIN)
    shown = upload(client, xlsx(units=[["code", "name", "kind", "parent"], ["NEW", "New", "team", "HQ"]]))
    page = client.get(shown.headers["Location"])
    assert not Unit.objects.filter(code="NEW").exists()
    client.post(shown.headers["Location"], {"report": page.context["report"].fingerprint})
    assert Unit.objects.get(code="NEW").name == "New"
    assert OrgChange.objects.latest("id").source == "import hr.xlsx"
    assert client.post(shown.headers["Location"], {"report": "x"}).status_code == 404


def test_what_is_applied_is_what_was_looked_at(person: People) -> None:
    client = as_(person, ADMIN)
    shown = upload(client, xlsx(units=[["code", "name"], ["KZN", "Казань"]])).headers["Location"]
    report = client.get(shown).context["report"].fingerprint
    Unit.objects.filter(code="KZN").update(name="Changed meanwhile")
    assert client.post(shown, {"report": report}).status_code == 409
    assert Unit.objects.get(code="KZN").name == "Changed meanwhile"


def test_a_file_with_errors_is_not_applied_unless_they_are_skipped(person: People) -> None:
    client = as_(person, ADMIN)
    rows = [["code", "name", "kind", "parent"], ["NEW", "New", "team", "HQ"], ["BAD", "Bad", "nest", "HQ"]]
    shown = upload(client, xlsx(units=rows)).headers["Location"]
    page = client.get(shown)
    assert "“nest” is not a kind of unit." in page.content.decode()
    assert client.post(shown, {"report": page.context["report"].fingerprint}).status_code == 422
    assert not Unit.objects.filter(code="NEW").exists()
    skipped = client.get(shown, {"skip": "on"}).context["report"].fingerprint
    assert client.post(shown, {"skip": "1", "report": skipped}).status_code == 302
    assert Unit.objects.filter(code="NEW").exists() and not Unit.objects.filter(code="BAD").exists()


@pytest.mark.parametrize("content", [b"<html>", b"%PDF-1.4", b"PK\x03\x04", b"\x00"])
def test_what_is_no_spreadsheet_is_said_at_the_field(person: People, content: bytes) -> None:
    response = upload(as_(person, ADMIN), content)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert ImportFile.objects.count() == 0


def test_only_an_editor_of_everything_uploads(person: People) -> None:
    assert upload(as_(person, "00065"), small_company()).status_code == 404
    assert ImportFile.objects.count() == 0


def test_the_chart_shows_heads_vacancies_and_who_stands_in(person: People) -> None:
    page = as_(person, ADMIN).get("/company/").content.decode()
    assert page.count("o-face is-vacant") == 2
    assert "substitute: Морозов А. А." in page
    assert "Директор: департамент продаж" in page
    assert "ООО «Меридиан Казань»" in page


def test_the_search_tells_namesakes_apart_by_the_way_to_them(person: People) -> None:
    response = as_(person, ADMIN).get("/company/?q=ЛЕБЕДЕВ А. М.")
    paths = [" › ".join((*match.path, match.unit)) for match in response.context["found"]]
    assert paths == [
        "Меридиан Авто › Департамент продаж › Дилерский центр Казань › Сервис",
        "Меридиан Авто › Департамент продаж › Дилерский центр Екатеринбург › Отдел продаж",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "/company/",
        "/company/units/",
        "/company/positions/",
        "/company/employees/",
        "/company/absences/",
        "/company/grants/",
        "/absences/",
    ],
)
def test_no_page_asks_the_database_for_each_row(
    person: People, url: str, django_assert_max_num_queries: Any
) -> None:
    """The session, the reader, his menu and rights take up to ten; the page itself a few."""
    client = as_(person, ADMIN)
    client.get(url)
    with django_assert_max_num_queries(15):
        assert client.get(url).status_code == 200


def test_people_are_offered_by_any_part_of_the_name(person: People) -> None:
    client = as_(person, PLAIN)
    offered = client.get("/company/find/employees/?q=фЕдОров дмитр").content.decode()
    assert "Фёдоров Дмитрий Дмитриевич" in offered and offered.count('role="option"') == 1
    assert client.get("/company/find/units/?q=a").status_code == 404


def test_the_demo_export_through_the_screen_changes_nothing(person: People) -> None:
    client = as_(person, ADMIN)
    shown = upload(client, (DEMO / "org-meridian.xlsx").read_bytes()).headers["Location"]
    report = client.get(shown).context["report"]
    assert report.empty and len(report.warnings) == 2
