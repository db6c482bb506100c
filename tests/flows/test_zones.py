"""One time zone for a request: that of the unit where it starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from common import clock
from designer.route.plan import Status
from flows import actions
from flows.cards.reading import read_case
from flows.models import Case
from flows.views.inputs import filling_of, form_sections
from org.models import Employee, ExchangeRate, Position, Unit
from tests.flows.acting import FILLED, Acting, kinds, open_places, revision
from tests.flows.screens.conftest import browser_of
from tests.personas import bump, change

__all__ = ["browser_of"]

pytestmark = pytest.mark.django_db

LATE = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)
"""23:00 in Moscow, and the morning of the next day in Vladivostok."""


@pytest.fixture
def in_the_east(act: Acting) -> Iterator[int]:
    """ivan's draft as a second accountant of a unit in Vladivostok, where today's rate is known already."""
    change(Unit, "ACC", time_zone="Asia/Vladivostok")
    unit = Unit.objects.get(code="ACC")
    second = Position.objects.create(code="ACC3", title="ACC3", unit=unit, holder_id=act.people.ivan)
    ExchangeRate.objects.create(currency="EUR", day=date(2026, 11, 18), value=Decimal(100))
    bump()
    amount = {"amount": "10.00", "currency": "EUR"}
    with clock.frozen(LATE):
        yield actions.start_case(
            process="purchase", actor=act.people.ivan, position=second.pk, values={**FILLED, "amount": amount}
        )


def test_the_form_the_route_and_sending_have_the_same_today(act: Acting, in_the_east: int) -> None:
    reader = Employee.objects.get(code="ivan")
    read = read_case(in_the_east, reader, "en", UTC)
    assert read.settled.scope.today == date(2026, 11, 18)
    shown = actions.preview(case=in_the_east, actor=act.people.ivan)
    assert [place.key for place in shown.places if place.status is Status.RED] == []
    act.send("ivan", in_the_east)
    assert Case.objects.get(pk=in_the_east).rates == {"EUR": "100"}
    assert [place.key for place in shown.open] == open_places(in_the_east)


def test_a_moment_is_drawn_as_it_was_typed_and_named_by_its_place(act: Acting) -> None:
    change(Unit, "KZN-T", time_zone="Asia/Yekaterinburg")
    case = act.draft("ivan", meeting="2026-11-20T10:00")
    assert Case.objects.get(pk=case).values["meeting"] == "2026-11-20T05:00:00+00:00"
    reader = Employee.objects.get(code="ivan")
    read = read_case(case, reader, "en", ZoneInfo("Europe/Moscow"))
    sections = form_sections(read, filling_of(read, read.case.values))
    drawn = next(one for part in sections for one in part.inputs if one.code == "meeting")
    assert (drawn.value, drawn.help) == ("2026-11-20T10:00", "Local time: Yekaterinburg")
    assert read.shown("meeting", read.case.values["meeting"]) == "20 Nov 2026 10:00 (Yekaterinburg)"
    at_home = read_case(case, reader, "en", ZoneInfo("Asia/Yekaterinburg"))
    assert at_home.shown("meeting", at_home.case.values["meeting"]) == "20 Nov 2026 10:00"


def test_what_was_drawn_saved_again_is_no_change(act: Acting, browser_of: Callable[[str], Client]) -> None:
    change(Unit, "KZN-T", time_zone="Asia/Yekaterinburg")
    case = act.draft("ivan", meeting="2026-11-20T10:00")
    page = browser_of("ivan").get(f"/requests/{case}/edit/").content.decode()
    assert 'value="2026-11-20T10:00"' in page
    body = {"revision": str(revision(case)), "f-meeting.here": "so", "f-meeting": "2026-11-20T10:00"}
    browser_of("ivan").post(f"/requests/{case}/autosave/", body)
    assert Case.objects.get(pk=case).values["meeting"] == "2026-11-20T05:00:00+00:00"
    assert kinds(case) == ["started"]
