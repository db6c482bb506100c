"""The folder of a boss in the hands of his assistant: what both may see."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from flows import actions
from flows.cards.reading import read_case
from flows.files import path_of
from flows.models import Case, PrintOrder
from flows.printing.orders import order
from org.models import Assistant, Employee
from outbox import jobs
from tests.flows.acting import Acting
from tests.personas import assistant, bump, grant

pytestmark = pytest.mark.django_db(transaction=True)

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


def text_for(who: int, boss: int) -> str:
    """The folder of the boss, ordered by somebody and printed to its end."""
    wanted = order(kind="folder", by=who, params={"boss": boss}, language="en")
    while wanted.state == PrintOrder.State.WAITING:
        assert jobs.carry_slow()
        wanted.refresh_from_db()
    pages = PdfReader(BytesIO(path_of(wanted.sha256).read_bytes())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_assistant_gets_no_more_than_she_sees_herself(act: Acting) -> None:
    """boris sees by his grant what his step is not shown: the grant is his, not zoe's."""
    zoe, people = assistant("zoe", "boris"), act.people
    grant("boris", "see")
    case = act.draft("ivan", secret="S3CRET", off_budget=True, why="Need")
    actions.attach(case=case, actor=people.ivan, field="papers", name="hidden.png", content=BytesIO(PICTURE))
    act.send("ivan", case)
    act.chain(case, "tamara", "galina", "fedor", "egor")
    his, hers = text_for(people.boris, people.boris), text_for(zoe, people.boris)
    for hidden in ("S3CRET", "hidden.png"):
        assert hidden in his
        assert hidden not in hers
    assert "Chairs" in hers and "Need" in hers


def test_who_assists_no_longer_does_not_get_what_was_printed(act: Acting) -> None:
    zoe, boss = assistant("zoe", "tamara"), act.people.tamara
    act.sent("ivan")
    text_for(zoe, boss)
    client, made = Client(), PrintOrder.objects.get()
    client.force_login(made.by)
    doors = [reverse(f"flows:{door}", args=[made.pk]) for door in ("print_order", "print_order_file")]
    assert [client.get(door).status_code for door in doors] == [200, 200]
    Assistant.objects.all().delete()
    bump()
    assert [client.get(door).status_code for door in doors] == [404, 404]
    assert client.post(doors[0]).status_code == 404
    assert PrintOrder.objects.count() == 1


def test_a_request_that_she_may_not_see_is_not_named_to_her(act: Acting) -> None:
    """galina sees by her grant what ivan's request is linked to; nobody asked her about that one."""
    zoe, galina = assistant("zoe", "galina"), Employee.objects.get(code="galina")
    grant("galina", "see")
    other = str(act.sent("ivan", subject="Lamps"))
    case = act.sent("ivan", related=other)
    act.approve("tamara", case)
    helper = Employee.objects.get(pk=zoe)
    alone = read_case(case, galina, "en", UTC)
    both = read_case(case, galina, "en", UTC, beside=helper)
    assert str(Case.objects.get(pk=other)) == alone.shown("related", other)
    assert both.shown("related", other) == "a request that is not shown to you"
