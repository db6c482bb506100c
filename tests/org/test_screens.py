"""The screens of the company: who may open which, what a form answers, what a press changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from org.actions import save_grant
from org.models import Authority, Calendar, Employee, Grant, OrgChange, Position, Unit
from org.records import GrantRecord

pytestmark = pytest.mark.django_db
People = dict[str, Employee]
ADMIN, HR, AUDITOR, PLAIN = "00056", "00065", "00154", "00089"
LISTS = (
    "units", "positions", "employees", "assistants", "roles", "authority", "calendars", "calendar-days",
    "rates", "grants", "absences",
)  # fmt: skip
WIDE = ("roles", "authority", "calendars", "calendar-days", "rates", "grants")


def as_(person: People, code: str) -> Client:
    client = Client()
    client.force_login(person[code], backend="org.backends.EmployeeBackend")
    return client


def form_of(response: Any) -> dict[str, Any]:
    """What the form would post if nothing was typed."""
    form = response.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


@pytest.mark.parametrize("address", ["", *(f"{name}/" for name in LISTS)])
def test_lists_and_the_chart_are_for_editors_and_the_auditor(person: People, address: str) -> None:
    found = {
        code: as_(person, code).get(f"/company/{address}").status_code for code in (ADMIN, HR, AUDITOR, PLAIN)
    }
    assert found == {ADMIN: 200, HR: 200, AUDITOR: 200, PLAIN: 404}


@pytest.mark.parametrize("address", LISTS[:-1])
def test_forms_are_for_editors_and_what_touches_everybody_for_editors_of_everything(
    person: People, address: str
) -> None:
    url = f"/company/{address}/new/"
    found = {code: as_(person, code).get(url).status_code for code in (ADMIN, HR, AUDITOR, PLAIN)}
    assert found == {ADMIN: 200, HR: 404 if address in WIDE else 200, AUDITOR: 404, PLAIN: 404}


@pytest.mark.parametrize("url", ["/company/import/", "/company/changes/"])
def test_import_and_changes(person: People, url: str) -> None:
    found = {code: as_(person, code).get(url).status_code for code in (ADMIN, HR, AUDITOR, PLAIN)}
    assert found == {ADMIN: 200, HR: 404, AUDITOR: 200 if "changes" in url else 404, PLAIN: 404}


def test_a_stranger_is_sent_to_the_log_in(meridian: None) -> None:
    for url in ("/company/", "/company/units/", "/absences/", "/company/import/"):
        response = Client().get(url)
        assert (response.status_code, response.headers["Location"]) == (302, f"/login/?next={url}")


def test_a_part_of_the_company_is_all_that_its_editor_finds(person: People) -> None:
    save_grant(actor_id=None, record=GrantRecord(PLAIN, "edit_company", unit="KZN"))
    client = as_(person, PLAIN)
    codes = [line.sub for line in client.get("/company/units/").context["lines"]]
    assert codes == ["KZN", "KZN-P", "KZN-R", "KZN-S"]
    inside, outside = (Unit.objects.get(code=code).pk for code in ("KZN-S", "EKB-S"))
    assert client.get(f"/company/units/{inside}/").status_code == 200
    assert client.get(f"/company/units/{outside}/").status_code == 404
    assert client.post(f"/company/units/{outside}/", {"name": "X"}).status_code == 404
    assert Unit.objects.get(code="EKB-S").name == "Отдел продаж"


def test_saving_a_form_writes_and_says_so(person: People) -> None:
    client, pk = as_(person, ADMIN), Unit.objects.get(code="KZN").pk
    said = form_of(client.get(f"/company/units/{pk}/"))
    response = client.post(f"/company/units/{pk}/", said | {"name": "Казань"})
    assert (response.status_code, response.headers["Location"]) == (302, "/company/units/")
    assert Unit.objects.get(pk=pk).name == "Казань"
    assert OrgChange.objects.latest("id").actor == person[ADMIN]


def test_saving_an_untouched_form_changes_nothing(person: People) -> None:
    client, before = as_(person, ADMIN), OrgChange.objects.count()
    for address in LISTS[:-1]:
        line = client.get(f"/company/{address}/").context["lines"][0]
        url = f"/company/{address}/{line.pk}/"
        assert client.post(url, form_of(client.get(url))).status_code == 302
    assert OrgChange.objects.count() == before


def test_a_refused_form_names_the_field_and_keeps_what_was_typed(person: People) -> None:
    client, pk = as_(person, ADMIN), Unit.objects.get(code="SAL").pk
    said = form_of(client.get(f"/company/units/{pk}/")) | {"parent": "KZN-S", "city": "Typed"}
    response = client.post(f"/company/units/{pk}/", said)
    assert response.status_code == 422
    assert "in a circle: SAL → KZN-S → KZN → SAL." in response.content.decode()
    assert response.context["form"]["city"].value() == "Typed"
    assert Unit.objects.get(pk=pk).city == "Москва"


def test_a_form_that_somebody_overtook_is_refused_and_keeps_what_was_typed(person: People) -> None:
    client, pk = as_(person, ADMIN), Unit.objects.get(code="KZN").pk
    said = form_of(client.get(f"/company/units/{pk}/"))
    client.post(f"/company/units/{pk}/", said | {"city": "First"})
    response = client.post(f"/company/units/{pk}/", said | {"city": "Second"})
    assert response.status_code == 422
    assert "Somebody has changed this record meanwhile" in response.content.decode()
    assert Unit.objects.get(pk=pk).city == "First"


def test_a_code_that_is_taken_is_refused(person: People) -> None:
    said = {"code": "KZN-S1", "title": "Other", "unit": "EKB", "active": "on"}
    response = as_(person, ADMIN).post("/company/positions/new/", said)
    assert (response.status_code, response.context["form"].errors["code"]) == (
        422,
        ["This code is taken already."],
    )
    assert Position.objects.get(code="KZN-S1").title == "Специалист"


def test_working_hours_out_of_order_are_refused_at_their_day(person: People) -> None:
    client, pk = as_(person, ADMIN), Calendar.objects.get(code="KZN").pk
    said = form_of(client.get(f"/company/calendars/{pk}/"))
    typed = {"monday": "25:00-26:00", "tuesday": "18:00-09:00", "friday": "09:00-13:00"}
    response = client.post(f"/company/calendars/{pk}/", said | typed)
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, ["monday", "tuesday"])
    assert response.context["form"]["tuesday"].value() == "18:00-09:00"
    assert Calendar.objects.get(pk=pk).week[4] == [[540, 780], [840, 1080]]


def test_changes_call_people_by_name(person: People) -> None:
    client, pk = as_(person, ADMIN), Position.objects.get(code="KZN-S1").pk
    said = form_of(client.get(f"/company/positions/{pk}/"))
    client.post(f"/company/positions/{pk}/", said | {"title": "Salesman"})
    assert "Salesman (KZN-S1)" in client.get("/company/changes/").content.decode()


def test_a_limit_is_shown_in_digits(person: People) -> None:
    authority = Authority.objects.get(role__code="branch_director")
    response = as_(person, ADMIN).get(f"/company/authority/{authority.pk}/")
    assert response.context["form"]["limit"].value() == Decimal("100000.00")


def test_a_revoked_grant_is_granted_again(person: People) -> None:
    client, grant = as_(person, ADMIN), Grant.objects.get(employee=person[HR])
    url = f"/company/grants/{grant.pk}/"
    said = form_of(client.get(url))
    said.pop("active")
    assert client.post(url, said).status_code == 302
    assert not Grant.objects.get(pk=grant.pk).active
    new = {"employee": HR, "right": "edit_company", "unit": "HQ", "active": "on"}
    assert client.post("/company/grants/new/", new).status_code == 302
    assert Grant.objects.get(pk=grant.pk).active


@pytest.mark.parametrize(
    ("address", "said", "field"),
    [
        ("rates", {"currency": "usd", "day": "2026-11-20", "value": "80"}, "currency"),
        ("rates", {"currency": "USD", "day": "20 November", "value": "80"}, "day"),
        ("rates", {"currency": "USD", "day": "2026-11-20", "value": "1e30"}, "value"),
        ("authority", {"limit": "5"}, "position"),
        ("authority", {"role": "lawyer", "limit": "-1"}, "limit"),
        ("calendar-days", {"calendar": "RU", "day": "2026-11-20", "intervals": "nine to five"}, "intervals"),
        (
            "units",
            {"code": "X", "name": "X", "kind": "team", "parent": "HQ", "time_zone": "Mars"},
            "time_zone",
        ),
        ("units", {"code": "X", "name": "X" * 300, "kind": "team", "parent": "HQ"}, "name"),
        ("positions", {"code": "X", "title": "X", "unit": "NOWHERE"}, "unit"),
        ("employees", {"code": "9", "last_name": "X", "first_name": "Y", "email": "nobody"}, "email"),
        ("assistants", {"boss": ADMIN, "assistant": ADMIN}, "assistant"),
        ("grants", {"employee": ADMIN, "right": "everything"}, "right"),
    ],
)
def test_bad_input_is_said_at_its_field(
    person: People, address: str, said: dict[str, str], field: str
) -> None:
    before = OrgChange.objects.count()
    response = as_(person, ADMIN).post(f"/company/{address}/new/", said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert OrgChange.objects.count() == before


def test_markup_in_a_name_is_shown_as_text(person: People) -> None:
    Unit.objects.filter(code="KZN").update(name="<script>alert(1)</script>{{ 7 }}")
    page = as_(person, ADMIN).get("/company/units/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}" in page
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize("act", ["invite", "deactivate", "reactivate"])
def test_opening_an_address_that_takes_presses_only_changes_nothing(person: People, act: str) -> None:
    before = OrgChange.objects.count()
    response = as_(person, ADMIN).get(f"/company/employees/{person[PLAIN].pk}/{act}/")
    assert (response.status_code, OrgChange.objects.count()) == (405, before)
    assert Employee.objects.get(code=PLAIN).is_active


def test_foreign_and_invented_ids_are_not_found(person: People) -> None:
    client = as_(person, ADMIN)
    for url in ("units/999999/", "planets/", "planets/new/", "planets/1/", "import/999/", "find/planets/"):
        assert client.get(f"/company/{url}").status_code == 404
    assert as_(person, PLAIN).post(f"/company/employees/{person[ADMIN].pk}/deactivate/").status_code == 404
    assert Employee.objects.get(code=ADMIN).is_active


def test_the_wagtail_screens_of_users_are_closed(person: People) -> None:
    client = as_(person, ADMIN)
    for url in (
        "/users/",
        "/users/new/",
        f"/users/edit/{person[PLAIN].pk}/",
        "/groups/",
        "/reports/site-history/",
    ):
        assert client.get(url).status_code == 404
