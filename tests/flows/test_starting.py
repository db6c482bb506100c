"""Drafts and the first sending."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from designer.models import Process, Series
from flows import actions, errors
from flows.models import Case, State
from org.models import Position
from tests.flows.acting import FILLED, Acting, kinds, revision

pytestmark = pytest.mark.django_db


def test_a_draft_holds_defaults_and_the_columns_of_lists(act: Acting) -> None:
    row = Case.objects.get(pk=act.draft("ivan", urgent="on"))
    assert (row.title, row.amount, row.currency, row.urgent) == ("Chairs", 100, "RUB", True)
    assert (row.state, row.stage, row.number, row.round) == (State.DRAFT, "request", "", 0)
    assert (row.requester_id, row.entered_by_id, row.unit.code) == (act.people.ivan, act.people.ivan, "KZN-T")
    assert "acme" in row.search_key


def test_the_same_press_makes_one_draft(act: Acting) -> None:
    first = actions.start_case(process="purchase", actor=act.people.ivan, press="p")
    assert actions.start_case(process="purchase", actor=act.people.ivan, press="p") == first
    assert actions.start_case(process="purchase", actor=act.people.karim, press="p") != first


def test_an_unknown_process_and_a_stranger_are_refused(act: Acting) -> None:
    with pytest.raises(errors.NoSuchProcess):
        actions.start_case(process="nothing", actor=act.people.ivan)
    with pytest.raises(errors.NoSuchEmployee):
        actions.start_case(process="purchase", actor=act.people.ivan, requested_for=999_999)
    Process.objects.update(everyone_starts=False)
    with pytest.raises(errors.MayNotStart):
        actions.start_case(process="purchase", actor=act.people.ivan)
    assert not Case.objects.exists()


def test_it_is_for_somebody_else_and_starts_from_him(act: Acting) -> None:
    case = actions.start_case(
        process="purchase", actor=act.people.ivan, requested_for=act.people.galina, values=FILLED
    )
    act.send("ivan", case)
    assert act.asked(case) == {"fedor"}


def test_the_capacity_must_be_his(act: Acting) -> None:
    position = Position.objects.get(code="CFO").pk
    with pytest.raises(errors.NotYourCapacity):
        actions.start_case(process="purchase", actor=act.people.ivan, position=position)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": {"amount": "1e30", "currency": "RUB"}}, "amount"),
        ({"amount": {"amount": "ten", "currency": "RUB"}}, "amount"),
        ({"amount": {"amount": "10", "currency": "XXX"}}, "amount"),
        ({"subject": ["a list"]}, "subject"),
        ({"paid_on": "2026-11-17"}, "paid_on"),
        ({"nothing": "x"}, "nothing"),
        ({"papers": [{"sha256": "0" * 64, "name": "x", "size": 1, "kind": "pdf"}]}, "papers"),
    ],
)
def test_what_is_not_of_its_type_is_refused_at_its_field(
    act: Acting, typed: dict[str, Any], field: str
) -> None:
    case = act.draft("ivan")
    with pytest.raises(errors.NotSaved) as refused:
        act.save("ivan", case, **{"note": "kept?", **typed})
    assert list(refused.value.fields) == [field]
    assert Case.objects.get(pk=case).values.get("note") is None
    assert kinds(case) == ["started"]


def test_saving_nothing_new_is_no_event(act: Acting) -> None:
    case = act.draft("ivan")
    before = revision(case)
    act.save("ivan", case, subject="Chairs")
    assert kinds(case) == ["started"]
    assert revision(case) == before


def test_markup_stays_what_it_is(act: Acting) -> None:
    text = "<script>alert(1)</script> {{ 7*7 }} {% debug %} %(x)s"
    case = act.sent("ivan", note=text)
    assert Case.objects.get(pk=case).values["note"] == text


@pytest.mark.parametrize(
    ("typed", "problems"),
    [
        ({"subject": ""}, {"subject": ["Fill this in."]}),
        ({"amount": None}, {"amount": ["Fill this in."]}),
        ({"off_budget": True}, {"why": ["Fill this in."]}),
        ({"supplier": "EVIL"}, {"supplier": ["This supplier is blocked."]}),
        ({"supplier": "NOBODY"}, {"supplier": ["This is not in the list, or no longer: choose again."]}),
    ],
)
def test_what_stands_in_the_way_of_sending(
    act: Acting, typed: dict[str, Any], problems: dict[str, list[str]]
) -> None:
    case = act.draft("ivan", **typed)
    with pytest.raises(errors.NotFilledIn) as refused:
        act.send("ivan", case)
    assert refused.value.fields == problems
    row = Case.objects.get(pk=case)
    assert (row.state, row.number) == (State.DRAFT, "")


def test_numbers_have_no_gaps(act: Acting) -> None:
    first, second, third = (act.draft("ivan") for _ in range(3))
    act.send("ivan", first)
    act.save("ivan", second, subject="")
    with pytest.raises(errors.NotFilledIn):
        act.send("ivan", second)
    act.send("ivan", third)
    numbers = Case.objects.exclude(number="").order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["P-2026-001", "P-2026-002"]


def test_no_number_is_given_twice_even_when_the_counter_was_set_back(act: Acting) -> None:
    given = Case.objects.get(pk=act.sent("ivan")).number
    Series.objects.update(last=0)
    later = Case.objects.get(pk=act.sent("ivan"))
    assert (given, later.number) == ("P-2026-001", "P-2026-002")
    later.number = given
    with pytest.raises(IntegrityError, match="case_number_once"), transaction.atomic():
        later.save(update_fields=["number"])


def test_rates_are_frozen_at_sending(act: Acting) -> None:
    case = act.sent("ivan", amount={"amount": "10", "currency": "USD"})
    assert Case.objects.get(pk=case).rates == {"USD": "90"}


def test_only_its_requester_sees_a_draft(act: Acting) -> None:
    case = act.draft("ivan")
    with pytest.raises(errors.NoSuchRequest):
        act.save("tamara", case, subject="Mine")
    with pytest.raises(errors.NoSuchRequest):
        act.send("tamara", case)
    assert kinds(case) == ["started"]


def test_the_route_is_named_before_sending(act: Acting) -> None:
    case = act.draft("ivan")
    plan = actions.preview(case=case, actor=act.people.ivan)
    named = [place.people[0].employee for place in plan.places if place.people]
    assert named[:4] == ["tamara", "galina", "fedor", "egor"]
    assert all(place.reason.code for place in plan.places)
    assert Case.objects.get(pk=case).state == State.DRAFT
    with pytest.raises(errors.NoSuchRequest):
        actions.preview(case=case, actor=act.people.tamara)
