"""Requests that a request points to: nobody learns of one that he may not see."""

from __future__ import annotations

from datetime import UTC

import pytest

from flows import actions, errors
from flows.cards.build import card_for
from flows.cards.model import Card
from flows.cards.reading import read_case
from flows.models import Case
from org.models import Employee
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db

HIDDEN = "a request that is not shown to you"


def card(case: int, who: str) -> Card:
    return card_for(read_case(case, Employee.objects.get(code=who), "en", UTC))


def said(case: int, who: str, label: str) -> str | None:
    rows = [row for section in card(case, who).sections for row in section.rows]
    return next((row.text for row in rows if row.label == label), None)


@pytest.fixture
def secret(act: Acting) -> int:
    return act.sent("egor", subject="Top secret merger")


def test_a_draft_cannot_point_to_a_request_that_its_editor_does_not_see(act: Acting, secret: int) -> None:
    case = act.draft("karim")
    for link in (str(secret), "999999", "abc", "9" * 40):
        with pytest.raises(errors.NotSaved) as refused:
            act.save("karim", case, related=link, subject="Desks")
        assert refused.value.fields == {"related": ["There is no such request."]}
    row = Case.objects.get(pk=case)
    assert ("related" in row.values, row.title) == (False, "Chairs")
    with pytest.raises(errors.NotSaved):
        act.draft("karim", related=str(secret))


def test_a_link_that_is_there_names_the_request_only_to_who_sees_it(act: Acting, secret: int) -> None:
    case = act.draft("karim")
    read = read_case(case, Employee.objects.get(code="karim"), "en", UTC)
    assert read.names.request(str(secret)) == read.names.request("999999") == HIDDEN
    assert read.names.request(str(case)) == "– Chairs"
    assert read.shown("related", str(secret)) == HIDDEN


def test_who_is_asked_does_not_read_what_the_requester_points_to(act: Acting) -> None:
    other = act.sent("ivan", subject="Tables")
    case = act.sent("ivan", related=str(other))
    act.chain(case, "tamara")
    assert said(case, "tamara", "Related to") == str(Case.objects.get(pk=other))
    assert said(case, "galina", "Related to") == HIDDEN
    assert "tables" not in Case.objects.get(pk=case).search_key


def test_a_copy_leaves_out_links_that_its_maker_does_not_see(act: Acting) -> None:
    other = act.draft("ivan", subject="Tables")
    case = act.sent("ivan", related=str(other))
    mine = actions.copy_case(case=case, actor=act.people.tamara)
    assert "related" not in Case.objects.get(pk=mine).values
    assert Case.objects.get(pk=actions.copy_case(case=case, actor=act.people.ivan)).values["related"] == str(
        other
    )


def test_the_source_of_a_copy_is_named_only_to_who_sees_it(act: Acting) -> None:
    source = act.sent("ivan")
    copy = actions.copy_case(case=source, actor=act.people.ivan)
    act.send("ivan", copy)
    act.chain(copy, "tamara")
    assert card(copy, "ivan").copied_from == (source, Case.objects.get(pk=source).number)
    assert card(copy, "galina").copied_from is None
