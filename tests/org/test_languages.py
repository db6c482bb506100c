"""Which language a person reads: his own everywhere, before that his browser's."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from org.languages import language_of
from org.models import Employee

pytestmark = pytest.mark.django_db
RUSSIAN = {"HTTP_ACCEPT_LANGUAGE": "ru-RU,ru;q=0.9"}
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en-GB,en;q=0.9"}
PASSWORD = "the road is long"  # noqa: S105


@pytest.fixture
def olga() -> Employee:
    employee = Employee(code="olga", last_name="Olga", first_name="", email="olga@example.com")
    employee.set_password(PASSWORD)
    employee.save()
    return employee


def log_in(**browser: str) -> Client:
    client = Client(**browser)
    client.post("/login/", {"username": "olga@example.com", "password": PASSWORD})
    return client


def test_who_never_chose_reads_the_installations_language(olga: Employee, settings: LazySettings) -> None:
    assert language_of(olga) == "en"
    settings.LANGUAGE_CODE = "ru"
    assert language_of(olga) == "ru"


@pytest.mark.parametrize(("browser", "heading"), [(RUSSIAN, "Пароль"), (ENGLISH, "Password")])
def test_the_log_in_page_follows_the_browser(browser: dict[str, str], heading: str) -> None:
    assert heading in Client(**browser).get("/login/").content.decode()


def test_the_first_log_in_settles_the_language(olga: Employee) -> None:
    log_in(**RUSSIAN)
    olga.refresh_from_db()
    assert olga.language == "ru"
    log_in(**ENGLISH)
    olga.refresh_from_db()
    assert olga.language == "ru"


def test_what_a_person_chose_wins_over_his_browser(olga: Employee) -> None:
    Employee.objects.filter(pk=olga.pk).update(language="ru")
    page = log_in(**ENGLISH).get("/tasks/")
    assert "Мои задания" in page.content.decode()
    assert page["Content-Language"] == "ru"


def test_the_account_page_sets_the_language_everywhere(olga: Employee) -> None:
    client = log_in(**ENGLISH)
    chosen = {"locale-preferred_language": "ru", "locale-current_time_zone": ""}
    answer = client.post(
        "/account/", chosen | {"theme-theme": "system", "theme-contrast": "system"}, follow=True
    )
    olga.refresh_from_db()
    assert (olga.language, olga.wagtail_userprofile.preferred_language) == ("ru", "")  # type: ignore[attr-defined]
    assert "Язык и время" in answer.content.decode()


def test_a_refusal_is_in_the_persons_language_too(olga: Employee) -> None:
    Employee.objects.filter(pk=olga.pk).update(language="ru")
    page = log_in(**ENGLISH).get("/requests/999999/")
    assert page.status_code == 404 and "Такой страницы нет" in page.content.decode()
