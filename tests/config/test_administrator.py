"""The first administrator of an installation without a demo."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from org.models import Employee, Grant

pytestmark = pytest.mark.django_db
NEW = ("--code", "1", "--last-name", "First", "--first-name", "Anna")


def administrator(*words: str) -> str:
    out = io.StringIO()
    call_command("administrator", *words, stdout=out)
    return out.getvalue().split()[-1]


def test_the_first_administrator_is_an_employee_who_sets_a_password_by_a_link(client: Client) -> None:
    link = administrator("Anna@firm.example", *NEW)
    path = "/" + link.split("/", 3)[3]
    words = {"password": "a long enough one", "again": "a long enough one"}
    assert client.get(path).status_code == 200
    assert client.post(path, words).status_code == 302
    assert client.get("/company/").status_code == 200
    assert client.get("/design/install/").status_code == 200
    anna = Employee.objects.get(email="anna@firm.example")
    assert (anna.code, anna.is_active, anna.check_password("a long enough one")) == ("1", True, True)


def test_run_again_it_only_gives_a_new_link(client: Client) -> None:
    first = administrator("anna@firm.example", *NEW)
    second = administrator("anna@firm.example")
    assert first != second
    assert Grant.objects.filter(active=True).count() == 2
    assert Employee.objects.count() == 1


def test_somebody_new_without_a_name_is_refused() -> None:
    with pytest.raises(CommandError, match="last_name"):
        administrator("anna@firm.example", "--code", "1")
    assert Employee.objects.count() == 0
