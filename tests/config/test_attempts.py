"""Guessing passwords is slow, and nobody else is locked out by it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from common import clock
from org.attempts import MOST, WITHIN
from org.models import Employee, FailedLogIn

pytestmark = pytest.mark.django_db
CLOSED = "Too many failed attempts. Wait a quarter of an hour and try again."
RIGHT = "a-long-password"


@pytest.fixture
def anna() -> Employee:
    anna = Employee(code="00001", email="anna@example.org", last_name="Ivanova", first_name="Anna")
    anna.set_password(RIGHT)
    anna.save()
    return anna


def log_in(client: Client, password: str, **more: str) -> str:
    """What the log-in page says; nothing when he is in."""
    data = {"username": "Anna@example.org", "password": password}
    answer = client.post(reverse("wagtailadmin_login"), data, **more)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_after_ten_failures_the_right_password_is_refused_for_a_while(client: Client, anna: Employee) -> None:
    for _time in range(MOST - 1):
        assert CLOSED not in log_in(client, "wrong")
    assert CLOSED in log_in(client, "wrong")
    assert CLOSED in log_in(client, RIGHT)
    assert "_auth_user_id" not in client.session
    with clock.shifted(clock.now() + WITHIN + timedelta(seconds=1)):
        assert log_in(client, RIGHT) == ""


def test_elsewhere_the_account_stays_open(client: Client, anna: Employee) -> None:
    for _time in range(MOST):
        log_in(client, "wrong", REMOTE_ADDR="192.0.2.1")
    assert log_in(client, RIGHT, REMOTE_ADDR="192.0.2.2") == ""


def test_whoever_gets_in_begins_anew(client: Client, anna: Employee) -> None:
    for _time in range(MOST - 1):
        log_in(client, "wrong")
    assert log_in(client, RIGHT) == ""
    assert not FailedLogIn.objects.exists()


def test_an_account_that_is_not_there_is_answered_alike(client: Client) -> None:
    said = [log_in(client, "wrong") for _time in range(MOST)]
    assert (CLOSED in said[-2], CLOSED in said[-1]) == (False, True)


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_behind_a_proxy_the_address_is_what_the_proxy_says(client: Client, anna: Employee) -> None:
    log_in(client, "wrong", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert FailedLogIn.objects.get().address == "198.51.100.7"
