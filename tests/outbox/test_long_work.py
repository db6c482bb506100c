"""What takes long: pieces of it alternate with small things, and what cannot be done is said, not awaited."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from common import clock
from outbox import actions, jobs, registry
from outbox.models import Item

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Press:
    """Carries both kinds, notes what it carried and what was given up; `ends` as the alarm clock does."""

    def __init__(self) -> None:
        self.carried: list[str] = []
        self.given_up: list[str] = []
        self.ends = False

    def __call__(self, item: Item) -> None:
        if self.ends:
            raise SystemExit
        self.carried.append(item.key)

    def dead(self, item: Item) -> None:
        self.given_up.append(item.key)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    press, kinds = Press(), {"sheet", "folder"}
    for module in (jobs, actions):
        monkeypatch.setattr(module, "slow_kinds", kinds)
    monkeypatch.setattr(jobs, "long_kinds", {"folder"})
    monkeypatch.setattr(jobs, "carriers", dict.fromkeys(kinds, press))
    monkeypatch.setattr(registry, "given_up", dict.fromkeys(kinds, press.dead))
    monkeypatch.setattr(registry, "attempts", {"folder": 2})
    with clock.frozen(NOON):
        yield press


def put(kind: str, *keys: str) -> None:
    with transaction.atomic():
        actions.put_all([actions.Wanted(key, kind, {}) for key in keys])


def test_small_things_go_before_a_piece_of_something_large(press: Press) -> None:
    put("folder", "folder 1", "folder 2")
    put("sheet", "sheet 1", "sheet 2")
    assert jobs.carry_slow() == 4
    assert press.carried == ["sheet 1", "sheet 2", "folder 1", "folder 2"]


def test_many_small_things_do_not_starve_a_large_one(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "SMALL_SECONDS", -1)
    put("sheet", "sheet 1", "sheet 2")
    put("folder", "folder 1")
    assert jobs.carry_slow() == 3
    assert press.carried == ["folder 1", "sheet 1", "sheet 2"]


def test_what_the_alarm_clock_ends_counts_at_once_as_a_failure(press: Press) -> None:
    press.ends = True
    put("folder", "folder 1")
    with pytest.raises(SystemExit):
        jobs.carry_slow()
    item = Item.objects.get()
    assert (item.state, item.attempts, item.due_at) == ("waiting", 1, NOON + timedelta(minutes=1))
    assert press.given_up == []


def test_whoever_waits_for_what_is_given_up_is_told(press: Press) -> None:
    press.ends = True
    put("folder", "folder 1")
    for minutes in (0, 5):
        with clock.frozen(NOON + timedelta(minutes=minutes)), pytest.raises(SystemExit):
            jobs.carry_slow()
    assert (Item.objects.get().state, press.given_up) == ("dead", ["folder 1"])


def test_a_worker_that_was_killed_counts_as_an_attempt_too(press: Press) -> None:
    put("folder", "folder 1")
    for minutes in (0, 2):
        with clock.frozen(NOON + timedelta(minutes=minutes)):
            assert len(actions.claim(kinds=["folder"], stuck_for=jobs.SLOW_STUCK)) == 1
    with clock.frozen(NOON + timedelta(minutes=4)):
        assert jobs.carry_slow() == 0
    assert (Item.objects.get().state, press.given_up, press.carried) == ("dead", ["folder 1"], [])
