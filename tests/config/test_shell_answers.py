"""The shell stands at the root, without pages, images and documents; refusals have pages of their own."""

import pytest
from django.db import DataError, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse

from config.middleware import NoNul
from org.models import Employee

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Employee:
    anna = Employee(code="00001", email="anna@example.org", last_name="Ivanova", first_name="Anna")
    anna.set_password("a-long-password")
    anna.save()
    return anna


def test_the_log_in_page_answers_with_strict_headers(client: Client) -> None:
    answer = client.get(reverse("wagtailadmin_login"))
    assert answer.status_code == 200
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_an_employee_logs_in_and_sees_the_first_page(client: Client, anna: Employee) -> None:
    data = {"username": "anna@example.org", "password": "a-long-password"}
    assert client.post(reverse("wagtailadmin_login"), data).status_code == 302
    assert client.get("/", follow=True).status_code == 200


def test_who_is_not_logged_in_is_sent_to_log_in(client: Client) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/login/?next=/")


def test_an_inactive_employee_stays_out(client: Client, anna: Employee) -> None:
    client.force_login(anna)
    Employee.objects.update(is_active=False)
    assert client.get("/").status_code == 302


@override_settings(DEBUG=False)
def test_what_is_not_there_is_a_page_of_ours(client: Client, anna: Employee) -> None:
    client.force_login(anna)
    answer = client.get("/no/such/place/")
    assert answer.status_code == 404
    assert "Placet" in answer.content.decode()


def test_an_act_without_token_is_refused_by_a_page_of_ours(anna: Employee) -> None:
    careful = Client(enforce_csrf_checks=True)
    answer = careful.post(reverse("wagtailadmin_login"), {"username": "anna@example.org"})
    assert answer.status_code == 403
    assert "Placet" in answer.content.decode()


def test_the_health_page_needs_no_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert client.get("/healthz").content == b"ok"


def test_a_nul_that_reaches_the_database_is_a_bad_request(rf: RequestFactory) -> None:
    guard, request = NoNul(lambda _request: HttpResponse()), rf.get("/")
    with pytest.raises((ValueError, DataError)) as refused, transaction.atomic():
        Employee.objects.filter(code="\x00").exists()
    answer = guard.process_exception(request, refused.value)
    assert answer is not None and answer.status_code == 400
    assert guard.process_exception(request, ValueError("Something else")) is None
