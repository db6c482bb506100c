"""What the worker does with items: attempts are counted before the act, failures wait, the dead are seen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import transaction
from django_q.models import OrmQ

from common import clock
from outbox import actions, jobs, queries, registry
from outbox.errors import CannotCarry, NoSuchItem, NotDead
from outbox.models import Item

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Post:
    """A carrier that notes what it delivered and fails when told to."""

    def __init__(self) -> None:
        self.delivered: list[str] = []
        self.problem: Exception | None = None

    def __call__(self, item: Item) -> None:
        if self.problem:
            raise self.problem
        self.delivered.append(item.key)


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """The only carrier, of the kind `letter`; the clock stands at noon."""
    post = Post()
    monkeypatch.setattr(registry, "carriers", {"letter": post})
    monkeypatch.setattr(jobs, "carriers", registry.carriers)
    with clock.frozen(NOON):
        yield post


def put(key: str, kind: str = "letter") -> None:
    with transaction.atomic():
        actions.put(key=key, kind=kind, payload={})


def test_due_items_are_delivered_in_order_and_once(post: Post) -> None:
    put("a")
    put("b")
    assert (jobs.carry(), jobs.carry()) == (2, 0)
    assert post.delivered == ["a", "b"]
    assert set(Item.objects.values_list("state", "attempts", "sent_at")) == {("sent", 1, NOON)}


def test_a_kind_without_carrier_waits(post: Post) -> None:
    put("x", kind="telegram")
    assert jobs.carry() == 0
    assert Item.objects.get().state == "waiting"


def test_a_failure_waits_longer_each_time_and_the_fifth_is_the_end(post: Post) -> None:
    post.problem = CannotCarry("The mail server is away.")
    put("a")
    seen = []
    for _attempt in range(6):
        with clock.frozen(NOON + timedelta(days=_attempt)):
            jobs.carry()
            item = Item.objects.get()
            seen.append((item.state, item.attempts, (item.due_at - clock.now()).total_seconds() / 60))
    assert [row[0] for row in seen] == ["waiting"] * 4 + ["dead"] * 2
    assert [row[2] for row in seen[:4]] == [1, 4, 9, 16]
    assert [(item.key, item.problem) for item in queries.dead()] == [("a", "The mail server is away.")]


def test_an_unexpected_failure_keeps_its_words_to_itself(post: Post) -> None:
    post.problem = ValueError("secret token 123")
    put("a")
    jobs.carry()
    assert Item.objects.get().problem == "ValueError"


def test_an_item_whose_worker_died_is_taken_again_after_a_while(post: Post) -> None:
    put("a")
    assert [item.key for item in actions.claim(kinds=["letter"])] == ["a"]
    assert jobs.carry() == 0
    with clock.frozen(NOON + timedelta(minutes=6)):
        assert jobs.carry() == 1
    assert Item.objects.get().attempts == 2


def test_an_item_that_kills_its_worker_every_time_dies(post: Post) -> None:
    put("a")
    for attempt in range(6):
        with clock.frozen(NOON + timedelta(hours=attempt)):
            actions.claim(kinds=["letter"])
    assert (Item.objects.get().state, Item.objects.get().attempts) == ("dead", 5)
    assert post.delivered == []


def test_a_late_worker_cannot_settle_what_another_took_over(post: Post) -> None:
    put("a")
    item = actions.claim(kinds=["letter"])[0]
    with clock.frozen(NOON + timedelta(minutes=6)):
        actions.claim(kinds=["letter"])
    assert actions.settle(item_id=item.pk, attempt=1) is False
    assert Item.objects.get().state == "sending"


def test_only_the_dead_are_sent_again(post: Post) -> None:
    put("a")
    item = Item.objects.get()
    with pytest.raises(NotDead):
        actions.send_again(item_id=item.pk)
    with pytest.raises(NoSuchItem):
        actions.send_again(item_id=0)
    Item.objects.update(state="dead", attempts=5)
    actions.send_again(item_id=item.pk)
    assert jobs.carry() == 1


def test_an_effect_happens_once() -> None:
    with transaction.atomic():
        assert [actions.do_once("next-step:7"), actions.do_once("next-step:7")] == [True, False]


def test_what_was_delivered_long_ago_is_forgotten_and_what_waits_is_not(post: Post) -> None:
    put("a")
    jobs.carry()
    put("b")
    with clock.frozen(NOON + timedelta(days=91)):
        jobs.prune()
    assert list(Item.objects.values_list("key", flat=True)) == ["b"]


@pytest.fixture
def slow_post(post: Post, monkeypatch: pytest.MonkeyPatch) -> Post:
    """Letters take seconds each; postcards do not."""
    monkeypatch.setattr(jobs, "slow_kinds", {"letter"})
    monkeypatch.setattr(actions, "slow_kinds", {"letter"})
    monkeypatch.setitem(jobs.carriers, "postcard", post)
    return post


def test_what_is_slow_keeps_nothing_else_waiting(slow_post: Post) -> None:
    put("slow")
    put("quick", kind="postcard")
    assert jobs.carry() == 1
    assert slow_post.delivered == ["quick"]
    assert jobs.carry_slow() == 1
    assert slow_post.delivered == ["quick", "slow"]


def test_slow_items_are_carried_by_one_process_at_a_time(slow_post: Post, owner: psycopg.Connection) -> None:
    put("slow")
    owner.execute("SELECT pg_advisory_lock(%s)", [jobs.SLOW_LOCK])
    assert jobs.carry_slow() == 0
    owner.execute("SELECT pg_advisory_unlock(%s)", [jobs.SLOW_LOCK])
    assert jobs.carry_slow() == 1


def test_when_time_is_up_the_rest_is_left_to_a_new_job(
    slow_post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "SLOW_SECONDS", -1)
    put("a")
    put("b")
    assert jobs.carry_slow() == 1
    assert slow_post.delivered == ["a"]
    assert [one.task["func"] for one in OrmQ.objects.all()] == ["outbox.jobs.carry_slow"]


def test_the_alarm_clock_is_rung_for_whoever_waits(slow_post: Post) -> None:
    with transaction.atomic():
        actions.wake("postcard")
    assert [one.task["func"] for one in OrmQ.objects.all()] == ["outbox.jobs.carry"]
