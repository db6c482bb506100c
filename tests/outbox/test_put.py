"""Wanting something carried out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from common import clock
from outbox import actions, queries
from outbox.models import Item

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_an_item_waits_from_now_on() -> None:
    with clock.frozen(NOON):
        assert actions.put(key="e1:anna:mail", kind="mail", payload={"to": "Анна"}) is True
    item = Item.objects.get()
    assert (item.key, item.kind, item.payload, item.state) == (
        "e1:anna:mail",
        "mail",
        {"to": "Анна"},
        "waiting",
    )
    assert (item.created_at, item.due_at, item.attempts) == (NOON, NOON, 0)


@pytest.mark.django_db
def test_the_same_key_again_is_no_second_row_and_changes_nothing() -> None:
    actions.put(key="once", kind="mail", payload={"n": 1})
    assert actions.put(key="once", kind="mail", payload={"n": 2}) is False
    assert [item.payload for item in Item.objects.all()] == [{"n": 1}]


@pytest.mark.django_db
def test_several_take_one_statement(django_assert_num_queries: object) -> None:
    wanted = [actions.Wanted(f"k{n}", "mail", {"n": n}) for n in range(5)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert actions.put_all(wanted) == 5
    assert Item.objects.count() == 5


@pytest.mark.django_db
def test_nothing_wanted_is_no_statement(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert actions.put_all([]) == 0


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        actions.put(key="stray", kind="mail", payload={})
    assert not Item.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_wants_nothing() -> None:
    class Refused(Exception):
        pass

    with pytest.raises(Refused), transaction.atomic():
        actions.put(key="phantom", kind="mail", payload={})
        raise Refused
    assert not Item.objects.exists()


@pytest.mark.django_db
def test_the_oldest_due_item_tells_its_age_and_later_ones_do_not_count() -> None:
    with clock.frozen(NOON):
        actions.put(key="later", kind="mail", payload={}, due_at=NOON + timedelta(hours=2))
        assert queries.age_of_oldest() == timedelta(0)
        actions.put(key="now", kind="mail", payload={})
    with clock.frozen(NOON + timedelta(minutes=7)):
        assert queries.age_of_oldest() == timedelta(minutes=7)
