"""What could not be delivered: who sees it, and that it goes out again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from flows.telling import mails as sending
from flows.views import undelivered
from org.models import Employee
from outbox import jobs, registry
from outbox.models import Item
from tests.flows.acting import Acting
from tests.mailserver import Mails
from tests.personas import change, grant

pytestmark = pytest.mark.django_db(transaction=True)
Browser = Callable[[str], Client]


@pytest.fixture
def refused(act: Acting, mails: Mails) -> int:
    """A mail that the server refuses for good; pavel may bring in processes, lev edits the company."""
    pavel = Employee.objects.get(code="pavel")
    pavel.user_permissions.add(*Permission.objects.filter(content_type__app_label="designer"))
    grant("lev", "edit_company")
    mails.refuse = "550 no such user tamara@example.com"
    act.sent("ivan", subject="Secret chairs")
    jobs.carry()
    mails.refuse = ""
    return Item.objects.get(state="dead").pk


def test_a_refusal_for_good_is_dead_at_once_and_names_no_address(refused: int) -> None:
    item = Item.objects.get(pk=refused)
    assert (item.attempts, item.problem) == (1, "The mail server refused it (550).")


@pytest.mark.parametrize("who", ["pavel", "lev"])
def test_an_operator_sees_it_without_what_it_said(who: str, refused: int, browser_of: Browser) -> None:
    client = browser_of(who)
    page = client.get("/notices/undelivered/").content.decode()
    assert "Tamara" in page and "The mail server refused it (550)." in page
    assert "Secret chairs" not in page and "P-2026-001" not in page
    assert "/notices/undelivered/" in client.get("/tasks/").content.decode()


def test_others_neither_see_nor_send(refused: int, browser_of: Browser) -> None:
    client = browser_of("ivan")
    assert client.get("/notices/undelivered/").status_code == 404
    assert client.post(f"/notices/undelivered/{refused}/again/").status_code == 404
    assert client.post("/notices/undelivered/again/").status_code == 404
    assert "undelivered" not in client.get("/tasks/").content.decode()
    assert Item.objects.get(pk=refused).state == "dead"


@pytest.mark.parametrize("address", ["{item}/again/", "again/"])
def test_sent_again_it_arrives(address: str, refused: int, browser_of: Browser, mails: Mails) -> None:
    browser_of("pavel").post("/notices/undelivered/" + address.format(item=refused))
    jobs.carry()
    assert [mail["To"] for mail in mails.all] == ["tamara@example.com"]
    assert not Item.objects.filter(state="dead").exists()


def test_while_the_server_is_away_mails_wait_and_bells_ring(
    act: Acting, mails: Mails, settings: object
) -> None:
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    for subject in ("Chairs", "Tables", "Lamps"):
        act.sent("ivan", subject=subject)
    jobs.carry()
    states = Item.objects.filter(kind="mail").order_by("pk").values_list("attempts", "problem")
    assert list(states) == [
        (1, "The mail server does not answer (ConnectionRefusedError)."),
        (0, ""),
        (0, ""),
    ]
    assert set(Item.objects.filter(kind="notice").values_list("state", flat=True)) == {"sent"}
    assert not sending.server_answers()


def test_every_kind_of_what_leaves_has_a_name() -> None:
    shipped = {kind for kind, carrier in registry.carriers.items() if carrier.__module__.startswith("flows")}
    assert shipped == set(undelivered.KINDS)


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("The mail server refused it (550).", "Почтовый сервер отказался его принять (550)."),
        ("The mail server answered 421.", "Почтовый сервер ответил: 421."),
        ("The mail server does not answer (TimeoutError).", "Почтовый сервер не отвечает (TimeoutError)."),
        ("KeyError", "KeyError"),
    ],
)
def test_the_problem_is_said_in_the_reader_s_language(
    problem: str, said: str, refused: int, browser_of: Browser
) -> None:
    Item.objects.filter(pk=refused).update(problem=problem)
    change(Employee, "pavel", language="ru")
    page = browser_of("pavel").get("/notices/undelivered/").content.decode()
    assert said in page and 'data-label="кому"' in page
    assert "The mail server" not in page
