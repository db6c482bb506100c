"""Printing for one person who waits for it: he alone gets it, and only for a day."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django_q.models import OrmQ

from common import clock
from flows import errors, files
from flows.models import PrintOrder
from flows.printing import orders
from flows.printing.orders import Paper
from flows.printing.pdf import join
from org.models import Employee
from outbox import jobs
from outbox.models import Item
from tests.flows.acting import Acting
from tests.personas import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prints one blank page under the name in its parameters; `fail` makes it fail."""

    def page(order: PrintOrder) -> Paper:
        if order.params.get("fail"):
            raise ValueError
        return Paper(f"{order.params['name']} {translation.get_language()}.pdf", join([b""]))

    monkeypatch.setattr(orders, "printers", {"page": page})


def wanted(act: Acting, **params: object) -> PrintOrder:
    return orders.order(kind="page", by=act.people.ivan, params={"name": "Plan", **params}, language="ru")


def browser(who: int) -> Client:
    client = Client()
    client.force_login(Employee.objects.get(pk=who))
    return client


def test_so_many_different_ones_wait_and_no_more(act: Acting) -> None:
    first = [wanted(act, copy=number) for number in range(orders.MOST_WAITING)]
    assert wanted(act, copy=0) == first[0]
    with pytest.raises(errors.TooManyOrders, match="5 orders of yours are being worked on already."):
        wanted(act, copy=9)
    assert PrintOrder.objects.count() == Item.objects.count() == 5
    orders.order(kind="page", by=act.people.tamara, params={"name": "Plan"}, language="ru")
    PrintOrder.objects.filter(pk=first[0].pk).update(state="failed")
    assert wanted(act, copy=9).pk > first[-1].pk


def test_it_is_printed_in_its_language_and_handed_to_who_ordered_it(act: Acting) -> None:
    order, client = wanted(act), browser(act.people.ivan)
    assert OrmQ.objects.count() == 1, "the worker is woken"
    page = reverse("flows:print_order", args=[order.pk])
    assert "every 2s" in client.get(page).content.decode()
    assert client.get(f"{page}file/").status_code == 404
    assert jobs.carry_slow() == 1
    assert "every 2s" not in client.get(page, headers={"HX-Request": "true"}).content.decode()
    answer = client.get(f"{page}file/")
    assert "Plan ru.pdf" in answer["Content-Disposition"]
    assert answer.getvalue().startswith(b"%PDF-")


def test_nobody_else_gets_it(act: Acting) -> None:
    order, client = wanted(act), browser(act.people.galina)
    jobs.carry_slow()
    page = reverse("flows:print_order", args=[order.pk])
    assert [client.get(one).status_code for one in (page, f"{page}file/")] == [404, 404]


def test_what_cannot_be_printed_is_told_and_not_tried_for_ever(act: Acting) -> None:
    order = wanted(act, fail=True)
    assert jobs.carry_slow() == 0
    assert PrintOrder.objects.get().state == "waiting"
    with clock.frozen(NOW + timedelta(minutes=5)):
        assert jobs.carry_slow() == 0
    assert PrintOrder.objects.get().state == "failed"
    page = browser(act.people.ivan).get(reverse("flows:print_order", args=[order.pk])).content.decode()
    assert 'role="alert"' in page


def test_it_is_printed_once(act: Acting) -> None:
    wanted(act)
    jobs.carry_slow()
    made = PrintOrder.objects.get().made_at
    with clock.frozen(NOW + timedelta(hours=1)):
        orders.carry(Item.objects.get())
    assert PrintOrder.objects.get().made_at == made


def test_after_a_day_it_is_gone_and_so_is_its_content(act: Acting) -> None:
    wanted(act)
    jobs.carry_slow()
    path = files.path_of(PrintOrder.objects.get().sha256)
    assert orders.forget_old() == 0
    assert path.exists()
    os.utime(path, (0, 0))
    with clock.frozen(NOW + timedelta(days=1, minutes=1)):
        assert orders.forget_old() == 1
    assert not PrintOrder.objects.exists()
    assert not path.exists()


def test_a_content_that_somebody_is_just_storing_again_stays(act: Acting) -> None:
    wanted(act)
    jobs.carry_slow()
    path = files.path_of(PrintOrder.objects.get().sha256)
    os.utime(path, (0, 0))
    files.keep_made(path.read_bytes())
    with clock.frozen(NOW + timedelta(days=2)):
        assert orders.forget_old() == 1
    assert path.exists(), "its row is not committed yet"


def test_a_content_that_is_used_elsewhere_stays(act: Acting) -> None:
    wanted(act)
    wanted(act, copy=2)
    jobs.carry_slow()
    jobs.carry_slow()
    kept = PrintOrder.objects.order_by("pk").last()
    assert kept is not None
    with clock.frozen(NOW + timedelta(days=2)):
        PrintOrder.objects.filter(pk=kept.pk).update(ordered_at=clock.now())
        assert orders.forget_old() == 1
    assert files.path_of(kept.sha256).exists()
