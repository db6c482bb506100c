"""A copy, and a request that comes again: one draft a period, on the day that is meant."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime
from functools import partial

import pytest

from common import clock
from designer.models import Process
from flows import actions, errors, repeats
from flows.actions.repeats import make_draft
from flows.models import Case, Event, Repeat
from flows.telling.find import Order, find
from flows.telling.words import words_of
from org.models import Employee
from outbox.models import Item
from tests.flows.acting import FILLED, Acting, kinds, press, revision
from tests.flows.at_once import at_once
from tests.personas import NOW, assistant, change

TODAY = date(2026, 11, 17)


def on(day: int, hour: int = 6, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def repeated(act: Acting, who: str = "ivan", period: str = "month", first: date = date(2026, 12, 1)) -> int:
    """A request of somebody's that comes again."""
    case = act.sent(who)
    return actions.repeat_case(case=case, actor=act.people.ids[who], period=period, first_on=first)


def drafts() -> list[Case]:
    return list(Case.objects.filter(state="draft").order_by("pk"))


# -- days --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "first", "days"),
    [
        ("week", date(2026, 11, 30), [date(2026, 12, 7), date(2026, 12, 14)]),
        ("month", date(2027, 1, 31), [date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30)]),
        ("quarter", date(2026, 11, 30), [date(2027, 2, 28), date(2027, 5, 30)]),
        (
            "year",
            date(2028, 2, 29),
            [date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28), date(2032, 2, 29)],
        ),
    ],
)
def test_the_day_that_is_meant_never_drifts(period: str, first: date, days: list[date]) -> None:
    found = [first]
    for _ in days:
        found.append(repeats.following(period, first.day, found[-1], found[-1]))
    assert found[1:] == days


def test_days_that_were_missed_are_passed_over() -> None:
    assert repeats.following("week", 1, date(2026, 11, 2), date(2026, 11, 24)) == date(2026, 11, 30)


# -- setting it up -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_what_is_sent_and_ones_own_is_repeated(act: Acting) -> None:
    sent, draft, declined = act.sent("ivan"), act.draft("ivan"), act.sent("ivan")
    act.decline("tamara", declined)
    more = {"period": "month", "first_on": TODAY}
    with pytest.raises(errors.NotYourRequest):
        actions.repeat_case(case=sent, actor=act.people.tamara, **more)
    with pytest.raises(errors.NoSuchRequest):
        actions.repeat_case(case=sent, actor=act.people.karim, **more)
    for case in (draft, declined):
        with pytest.raises(errors.NotRepeatable):
            actions.repeat_case(case=case, actor=act.people.ivan, **more)
    assert not Repeat.objects.exists()


@pytest.mark.django_db
def test_a_day_of_the_past_or_no_period_is_refused(act: Acting) -> None:
    case = act.sent("ivan")
    wrong = [("month", date(2026, 11, 16)), ("month", None), ("month", date(2029, 1, 1)), ("day", TODAY)]
    for period, first in wrong:
        with pytest.raises(errors.NotSaved):
            actions.repeat_case(case=case, actor=act.people.ivan, period=period, first_on=first)
    assert not Repeat.objects.exists()


@pytest.mark.django_db
def test_the_same_twice_is_one_and_another_is_refused(act: Acting) -> None:
    case = act.sent("ivan")
    more = {"case": case, "actor": act.people.ivan, "first_on": TODAY}
    assert actions.repeat_case(**more, period="month") == actions.repeat_case(**more, period="month")
    with pytest.raises(errors.RepeatedAlready):
        actions.repeat_case(**more, period="week")


@pytest.mark.django_db
def test_nobody_else_changes_or_stops_it(act: Acting) -> None:
    repeat = repeated(act)
    with pytest.raises(errors.NoSuchRepeat):
        actions.stop_repeat(repeat=repeat, actor=act.people.tamara)
    with pytest.raises(errors.NoSuchRepeat):
        actions.change_repeat(repeat=repeat, actor=act.people.tamara, period="week", next_on=TODAY)
    assert Repeat.objects.get(pk=repeat).active


@pytest.mark.django_db
def test_changed_it_comes_on_the_other_day_and_stopped_not_at_all(act: Acting) -> None:
    repeat = repeated(act)
    more = {"repeat": repeat, "actor": act.people.ivan}
    actions.change_repeat(**more, period="week", next_on=date(2026, 11, 20))
    row = Repeat.objects.get(pk=repeat)
    assert (row.period, row.next_on, row.day) == ("week", date(2026, 11, 20), 20)
    actions.stop_repeat(**more)
    with clock.frozen(on(21, month=11)):
        assert repeats.make_drafts() == 0
    with pytest.raises(errors.RepeatStopped):
        actions.change_repeat(**more, period="week", next_on=TODAY)


# -- the drafts --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_on_the_day_a_draft_appears_with_a_notice(act: Acting) -> None:
    repeat = repeated(act)
    with clock.frozen(datetime(2026, 11, 30, 21, 4, tzinfo=UTC)):  # 00:04 in Moscow
        assert repeats.make_drafts() == 0
    with clock.frozen(datetime(2026, 11, 30, 21, 5, tzinfo=UTC)):
        assert repeats.make_drafts() == 1
        assert repeats.make_drafts() == 0
    row, (draft,) = Repeat.objects.get(pk=repeat), drafts()
    assert (row.next_on, row.last_id) == (date(2027, 1, 1), draft.pk)
    assert (draft.title, draft.requester_id, draft.copied_from_id) == ("Chairs", act.people.ivan, row.case_id)
    notice = Item.objects.get(payload__case=draft.pk)
    assert (notice.payload["about"], notice.payload["to"]) == ("repeated", act.people.ivan)
    assert b"by_repeat" in bytes(Event.objects.get(case=draft).body)


@pytest.mark.django_db(transaction=True)
def test_after_days_of_downtime_there_is_one_draft_not_five(act: Acting) -> None:
    repeat = repeated(act, period="week", first=date(2026, 11, 18))
    with clock.frozen(on(23)):
        assert repeats.make_drafts() == 1
        assert repeats.make_drafts() == 0
    assert len(drafts()) == 1
    assert Repeat.objects.get(pk=repeat).next_on == date(2026, 12, 30)


@pytest.mark.django_db(transaction=True)
def test_jobs_at_once_make_one_draft(act: Acting) -> None:
    repeat = repeated(act, first=TODAY)
    assert at_once(*[partial(make_draft, repeat=repeat)] * 4) == [None] * 4
    assert len(drafts()) == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_does_not_stop_the_others(
    act: Acting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = repeated(act, first=TODAY), repeated(act, first=TODAY)

    def made(*, repeat: int) -> int | None:
        if repeat == broken:
            raise RuntimeError
        return make_draft(repeat=repeat)

    monkeypatch.setattr("flows.actions.repeats.make_draft", made)
    with caplog.at_level(logging.ERROR):
        assert repeats.make_drafts() == 1
    assert Repeat.objects.get(pk=sound).last_id == drafts()[0].pk
    assert "no draft made" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_where_nothing_can_be_started_it_stops_and_says_why(act: Acting) -> None:
    repeat = repeated(act, first=TODAY)
    Process.objects.update(is_active=False)
    assert repeats.make_drafts() == 0
    row = Repeat.objects.get(pk=repeat)
    assert (row.active, row.stopped, drafts()) == (False, "retired", [])


@pytest.mark.django_db(transaction=True)
def test_of_an_owner_who_has_left_or_lost_the_right_it_stops(act: Acting) -> None:
    left, forbidden = repeated(act, "karim", first=TODAY), repeated(act, first=TODAY)
    change(Employee, "karim", is_active=False)
    Process.objects.update(everyone_starts=False)
    assert repeats.make_drafts() == 0
    assert Repeat.objects.get(pk=left).stopped == "left"
    assert Repeat.objects.get(pk=forbidden).stopped == "no_right"
    assert not Item.objects.filter(payload__to=act.people.pavel).exists()


@pytest.mark.django_db(transaction=True)
def test_of_who_assists_no_longer_it_stops_and_the_boss_is_told(act: Acting) -> None:
    people, zoe = act.people, assistant("zoe", "ivan", until=date(2026, 11, 17))
    case = actions.start_case(process="purchase", actor=zoe, requester=people.ivan, values=FILLED)
    actions.send(case=case, actor=zoe, revision=revision(case), press=press())
    repeat = actions.repeat_case(case=case, actor=zoe, period="month", first_on=date(2026, 11, 18))
    with clock.frozen(on(18, month=11)):
        assert make_draft(repeat=repeat) is None
        row = Repeat.objects.get(pk=repeat)
        assert (row.active, row.stopped, drafts()) == (False, "no_owner", [])
        with pytest.raises(errors.NotYourRequest):
            actions.repeat_case(case=case, actor=zoe, period="year", first_on=date(2026, 11, 19))
    told = Item.objects.filter(payload__about="repeat_stopped").values_list("payload__to", "payload__case")
    assert list(told) == [(people.ivan, case)]
    found = find(Order(case, Case.objects.get(pk=case).events_count, people.ivan, "repeat_stopped"))
    assert found is not None
    assert "assists you no longer" in words_of("repeat_stopped", found.said).headline


# -- a copy ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_copy_leaves_files_and_days_that_have_passed_behind(act: Acting) -> None:
    case = act.sent("ivan", meeting="2026-11-18T10:00", note="Again")
    with clock.frozen(NOW.replace(day=18, hour=12)):
        copy = Case.objects.get(pk=actions.copy_case(case=case, actor=act.people.ivan))
    assert copy.values["note"] == "Again"
    assert "meeting" not in copy.values
    with clock.frozen(NOW):
        early = Case.objects.get(pk=actions.copy_case(case=case, actor=act.people.ivan))
    assert early.values["meeting"] == Case.objects.get(pk=case).values["meeting"]
    assert kinds(copy.pk) == ["started"]


@pytest.mark.django_db
def test_ones_own_copy_is_for_the_same_person_anothers_is_for_himself(act: Acting) -> None:
    people = act.people
    case = actions.start_case(process="purchase", actor=people.ivan, requested_for=people.karim)
    act.save("ivan", case, subject="Chairs", amount={"amount": "100", "currency": "RUB"})
    act.send("ivan", case)
    own = Case.objects.get(pk=actions.copy_case(case=case, actor=people.ivan))
    assert (own.requester_id, own.requested_for_id) == (people.ivan, people.karim)
    anothers = Case.objects.get(pk=actions.copy_case(case=case, actor=people.tamara))
    assert (anothers.requester_id, anothers.requested_for_id) == (people.tamara, people.tamara)
