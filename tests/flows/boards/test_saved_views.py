"""Saved views: everybody's own, by name, one of them the one that the list opens with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from flows import actions, errors
from flows.actions.saved_views import MOST_VIEWS
from flows.models import SavedView
from org.models import Employee
from tests.flows.acting import Acting

Browser = Callable[[str], Client]
QUERY = "stage=approval&currency=RUB&finished_to=2026-11-17"
LIST, VIEWS = "/processes/purchase/list/", "/processes/purchase/views/"


def save(act: Acting, who: str = "ivan", name: str = "Urgent", query: str = "urgent=on", **more: bool) -> int:
    return actions.save_view(process="purchase", actor=act.people.ids[who], name=name, query=query, **more)


def kept(who: str = "ivan") -> list[tuple[str, str, bool]]:
    rows = SavedView.objects.filter(owner__code=who).order_by("name")
    return list(rows.values_list("name", "query", "is_default"))


def test_the_present_filters_are_kept_under_a_name(client_of: Browser) -> None:
    client = client_of("ivan")
    asked = {
        "name": "  My   roubles ",
        "query": "finished_to=2026-11-17&currency=RUB&evil=1&stage=approval&p=4",
        "is_default": "on",
    }
    answer = client.post(VIEWS, asked)
    view = SavedView.objects.get(owner__code="ivan")
    assert (view.name, view.query, view.is_default) == ("My roubles", QUERY, True)
    assert answer["Location"] == f"{LIST}?{QUERY}&view={view.pk}"
    assert ">My roubles</a>" in client.get(answer["Location"]).content.decode()


def test_the_list_opens_with_the_default_and_everything_is_a_press_away(
    act: Acting, client_of: Browser
) -> None:
    act.sent("ivan", subject="Calm")
    client, view = client_of("ivan"), save(act, is_default=True)
    assert client.get(LIST)["Location"] == f"{LIST}?urgent=on&view={view}"
    assert "Calm" not in client.get(f"{LIST}?urgent=on&view={view}").content.decode()
    assert "Calm" in client.get(f"{LIST}?whose=all").content.decode()


def test_one_view_at_most_is_the_default(act: Acting) -> None:
    save(act, is_default=True)
    save(act, name="Late", query="overdue=on", is_default=True)
    assert kept() == [("Late", "overdue=on", True), ("Urgent", "urgent=on", False)]


def test_the_same_name_again_overwrites(act: Acting) -> None:
    save(act, is_default=True)
    save(act, query="overdue=on")
    assert kept() == [("Urgent", "overdue=on", True)]


def test_a_view_is_renamed_and_takes_over_other_filters(act: Acting, client_of: Browser) -> None:
    view, client = save(act, is_default=True), client_of("ivan")
    client.post(f"{VIEWS}{view}/", {"name": "Mine", "query": "stage=approval", "is_default": "on"})
    assert kept() == [("Mine", "urgent=on", True)]
    client.post(f"{VIEWS}{view}/", {"name": "Mine", "query": "stage=approval", "overwrite": "on"})
    assert kept() == [("Mine", "stage=approval", False)]


def test_a_name_that_is_taken_is_refused_with_a_sentence(act: Acting, client_of: Browser) -> None:
    save(act)
    view, client = save(act, name="Late", query="overdue=on"), client_of("ivan")
    page = client.post(f"{VIEWS}{view}/", {"name": "Urgent"}, follow=True).content.decode()
    assert "You already have a view with this name." in page
    assert kept() == [("Late", "overdue=on", False), ("Urgent", "urgent=on", False)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "\x00"])
def test_a_name_has_between_1_and_80_characters(name: str, act: Acting) -> None:
    with pytest.raises(errors.NotSaved):
        save(act, name=name)
    assert kept() == []


@pytest.mark.parametrize("query", ["q=" + "x" * 999, "q=a\r\nSet-Cookie: b", "q=ё"])
def test_only_filters_are_kept(query: str, act: Acting) -> None:
    with pytest.raises(errors.NotSaved):
        save(act, query=query)
    assert kept() == []


def test_views_are_seen_and_changed_by_their_owner_alone(act: Acting, client_of: Browser) -> None:
    view = save(act, name="Private")
    client = client_of("karim")
    assert "Private" not in client.get(f"{LIST}?view={view}").content.decode()
    assert client.post(f"{VIEWS}{view}/", {"name": "Stolen"}).status_code == 404
    assert client.post(f"{VIEWS}{view}/delete/").status_code == 404
    assert kept() == [("Private", "urgent=on", False)]


def test_a_view_is_deleted(act: Acting, client_of: Browser) -> None:
    view = save(act)
    client_of("ivan").post(f"{VIEWS}{view}/delete/")
    assert kept() == []


def test_nobody_keeps_more_views_than_fit(act: Acting) -> None:
    for number in range(MOST_VIEWS):
        save(act, name=f"View {number}")
    with pytest.raises(errors.TooManyViews):
        save(act, name="One more")
    save(act, name="View 0", query="overdue=on")
    assert len(kept()) == MOST_VIEWS


def test_who_has_left_saves_nothing(act: Acting) -> None:
    Employee.objects.filter(code="ivan").update(is_active=False)
    with pytest.raises(errors.NoSuchEmployee):
        save(act)
    assert not SavedView.objects.exists()


def test_a_view_of_a_process_that_is_not_there_is_refused(act: Acting) -> None:
    with pytest.raises(errors.NoSuchProcess):
        actions.save_view(process="other", actor=act.people.ivan, name="A", query="")
    assert not SavedView.objects.exists()


def test_a_view_whose_stage_is_gone_says_so_when_it_is_opened(act: Acting, client_of: Browser) -> None:
    view = save(act, query="stage=gone", is_default=True)
    answer = client_of("ivan").get(f"{LIST}?stage=gone&view={view}")
    assert answer.status_code == 422
    assert "There is no such stage." in answer.content.decode()
