"""Remembered devices: log-ins that last, and their end at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from common import clock
from config.shell.devices import COOKIE
from org.actions import deactivate_employee, reactivate_employee
from org.devices import LASTS, name_of
from org.invitations import accept_invitation, invite
from org.models import Device, Employee
from tests.personas import NOW, found_company, grant

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD, OTHER = "a-long-password", "another-long-one"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


@pytest.fixture(autouse=True)
def ivan() -> Iterator[Employee]:
    with clock.frozen(NOW):
        found_company()
        grant("lev", "edit_company")
        found = Employee.objects.get(code="ivan")
        found.set_password(PASSWORD)
        found.save()
        yield found


def logged_in(*, remember: bool = True, password: str = PASSWORD, who: str = "ivan") -> Client:
    client = Client(headers={"user-agent": PHONE})
    typed = {"username": who, "password": password} | ({"remember": "on"} if remember else {})
    assert client.post("/login/", typed).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/tasks/").status_code == 200


def session_over(client: Client) -> None:
    """Half a day later."""
    Session.objects.filter(session_key=client.cookies["sessionid"].value).delete()


def test_a_remembered_device_stays_logged_in(ivan: Employee) -> None:
    client = logged_in()
    kept = client.cookies[COOKIE]
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 60 * 24 * 3600)
    assert kept.value not in Device.objects.get().key_hash
    session_over(client)
    assert is_in(client)
    assert Device.objects.get().name == "Chrome, Android"


def test_without_the_tick_a_log_in_ends_with_its_session() -> None:
    client = logged_in(remember=False)
    assert COOKIE not in client.cookies
    assert is_in(client)
    session_over(client)
    assert not is_in(client)


def test_a_page_that_was_open_all_night_can_still_be_sent() -> None:
    client = Client(enforce_csrf_checks=True)
    token = _token(client.get("/login/").content.decode())
    typed = {"username": "ivan", "password": PASSWORD, "remember": "on", "csrfmiddlewaretoken": token}
    assert client.post("/login/", typed).status_code == 302
    token = _token(client.get("/account/").content.decode())
    session_over(client)
    assert client.post("/account/devices/end/", {"csrfmiddlewaretoken": token}).status_code == 302
    assert is_in(client)


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    return found[1] if found else ""


def test_a_device_that_is_not_used_for_long_is_forgotten() -> None:
    client = logged_in()
    session_over(client)
    with clock.frozen(NOW + LASTS + timedelta(days=1)):
        assert not is_in(client)


def test_each_use_makes_it_last_longer() -> None:
    client = logged_in()
    for _time in range(3):
        session_over(client)
        seen = Device.objects.get().seen
        with clock.frozen(seen + LASTS - timedelta(days=1)):
            assert is_in(client)
    assert Device.objects.get().seen > NOW + 2 * LASTS


def test_a_device_is_logged_out_from_another() -> None:
    phone, desk = logged_in(), logged_in()
    device = Device.objects.order_by("pk")[0]
    shown = desk.get("/account/").content.decode()
    assert shown.count("Log out there") == 2
    assert shown.count(">this device<") == 1
    assert desk.post(f"/account/devices/{device.pk}/end/").status_code == 302
    assert not is_in(phone)
    assert is_in(desk)


def test_nobody_logs_out_a_device_of_somebody_else() -> None:
    phone = logged_in()
    Employee.objects.filter(code="karim").update(password=Employee.objects.get(code="ivan").password)
    other = logged_in(who="karim")
    assert other.post(f"/account/devices/{Device.objects.order_by('pk')[0].pk}/end/").status_code == 404
    assert is_in(phone)


def test_logging_out_forgets_the_device() -> None:
    client = logged_in()
    key = client.cookies[COOKIE].value
    client.post("/logout/")
    client.cookies[COOKIE] = key
    assert not is_in(client)


def test_whoever_logs_in_next_at_a_device_does_not_inherit_it() -> None:
    client = logged_in()
    client.cookies.pop("sessionid")
    Employee.objects.filter(code="karim").update(password=Employee.objects.get(code="ivan").password)
    key = client.cookies.pop(COOKIE).value
    client.get("/login/")
    client.cookies[COOKIE] = key
    client.post("/logout/")
    assert client.post("/login/", {"username": "karim", "password": PASSWORD}).status_code == 302
    session_over(client)
    assert not is_in(client)


@pytest.mark.parametrize("remember", [True, False])
def test_deactivation_ends_every_log_in_at_once_and_for_good(remember: bool) -> None:
    client = logged_in(remember=remember)
    assert is_in(client)
    deactivate_employee(actor_id=None, code="ivan")
    assert client.post("/new/purchase/").headers["Location"].startswith("/login/")
    reactivate_employee(actor_id=None, code="ivan")
    assert not is_in(client)


@pytest.mark.parametrize("remember", [True, False])
def test_a_new_invitation_ends_every_log_in(remember: bool) -> None:
    client = logged_in(remember=remember)
    token = invite(actor_id=Employee.objects.get(code="lev").pk, code="ivan")
    assert not is_in(client)
    again = logged_in(remember=remember)
    accept_invitation(token=token, password=OTHER)
    assert not is_in(again)


def test_who_accepts_an_invitation_is_in(client: Client) -> None:
    token = invite(actor_id=None, code="ivan")
    client.post(f"/invitation/{token}/", {"password": OTHER, "again": OTHER})
    assert is_in(client)


def test_a_new_password_ends_all_log_ins_but_this_one() -> None:
    phone, other, desk = logged_in(), logged_in(remember=False), logged_in()
    typed = {
        "password-old_password": PASSWORD,
        "password-new_password1": OTHER,
        "password-new_password2": OTHER,
        "locale-preferred_language": "en",
        "locale-current_time_zone": "Europe/Moscow",
        "theme-theme": "system",
        "theme-contrast": "system",
    }
    assert desk.post("/account/", typed).status_code == 302
    assert [is_in(one) for one in (phone, other, desk)] == [False, False, True]
    session_over(desk)
    assert is_in(desk)


def test_log_out_everywhere_leaves_only_this_one() -> None:
    phone, other, desk = logged_in(), logged_in(remember=False), logged_in()
    assert desk.post("/account/devices/end/").status_code == 302
    assert [is_in(one) for one in (phone, other, desk)] == [False, False, True]


def test_a_session_gets_a_new_key_when_it_begins_and_when_it_is_renewed() -> None:
    client = Client()
    client.session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else ""
    client.post("/login/", {"username": "ivan", "password": PASSWORD, "remember": "on"})
    first = client.cookies["sessionid"].value
    assert first != before
    session_over(client)
    assert is_in(client)
    assert client.cookies["sessionid"].value != first


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 YaBrowser/25.8 Safari/537.36",
            "Yandex Browser, Windows",
        ),
        ("curl/8", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(agent: str, name: str) -> None:
    assert name_of(agent) == name
