"""The list as a file: what is in it, what is not, and that no text becomes a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from flows.access import visible_fields, visible_fields_of
from flows.boards import Wanted, export, read_table
from org.models import Assistant, Employee
from tests.flows.acting import Acting
from tests.flows.boards.conftest import MOSCOW, scope_of
from tests.personas import away, bump, grant

Browser = Callable[[str], Client]
XLSX, CSV = "/processes/purchase/list.xlsx", "/processes/purchase/list.csv"
FIRST = ["Number", "Title", "Requester", "Unit", "Stage", "State", "Amount", "Currency", "Sent", "Due",
         "Finished", "Waits for", "Waits since"]  # fmt: skip


at = datetime.fromisoformat


def sheet(client: Client, query: str = "") -> list[list[Any]]:
    """The cells of the spreadsheet, heading first."""
    book = load_workbook(BytesIO(client.get(XLSX + query).content))
    assert book.active is not None
    return [list(row) for row in book.active.iter_rows()]


def column(rows: list[list[Any]], heading: str) -> list[Any]:
    place = [cell.value for cell in rows[0]].index(heading)
    return [row[place] for row in rows[1:]]


def headings(who: str) -> list[str]:
    return list(read_table(scope_of(who), Wanted(), MOSCOW).headings)


def test_numbers_are_numbers_and_moments_are_dates_of_the_readers_clock(
    act: Acting, client_of: Browser
) -> None:
    act.sent("ivan", meeting="2026-11-20T09:00:00+00:00")
    rows = sheet(client_of("ivan"))
    assert [cell.value for cell in rows[0]][:13] == FIRST
    assert [cell.value for cell in rows[1]][:13] == [
        "P-2026-001", "Chairs", "Ivan", "KZN-T", "Approval", "in approval", 100, "RUB",
        at("2026-11-17 10:00"), None, None, "Tamara", at("2026-11-17 10:00"),
    ]  # fmt: skip
    (amount,) = column(rows, "Amount")
    assert (amount.data_type, amount.number_format) == ("n", "#,##0.00")
    assert [cell.value for cell in column(rows, "Supplier")] == ["Acme"]
    assert [cell.value for cell in column(rows, "Meeting")] == [at("2026-11-20 12:00")]


@pytest.mark.parametrize("text", ["=1+1", "+7", "-2", "@SUM(A1)", '=HYPERLINK("http://x","y")', "＝1+1"])
def test_no_text_becomes_a_formula(text: str, act: Acting, client_of: Browser) -> None:
    act.sent("ivan", subject=text, note=f"{text} too")
    client = client_of("ivan")
    for heading, value in (("Title", text), ("Subject", text), ("Note", f"{text} too")):
        (cell,) = column(sheet(client), heading)
        assert (cell.value, cell.data_type, cell.quotePrefix) == (value, "s", True)
    lines = list(csv.DictReader(StringIO(client.get(CSV).content.decode("utf-8-sig"))))
    assert (lines[0]["Title"], lines[0]["Note"]) == (f"'{text}", f"'{text} too")


def test_csv_is_written_as_the_readers_language_has_it(act: Acting, client_of: Browser) -> None:
    act.sent("ivan")
    client = client_of("ivan")
    english = client.get(CSV).content
    assert english.startswith(b"\xef\xbb\xbfNumber,Title,")
    assert b",100.00,RUB,2026-11-17 10:00," in english
    Employee.objects.filter(code="ivan").update(language="ru")
    russian = client.get(CSV, headers={"accept-language": "ru"}).content
    assert b";100,00;RUB;2026-11-17 10:00;" in russian


def test_the_file_is_named_after_the_process_and_the_day(act: Acting, client_of: Browser) -> None:
    answer = client_of("ivan").get(XLSX)
    assert answer["Content-Disposition"] == 'attachment; filename="Purchases 2026-11-17.xlsx"'
    assert "no-store" in answer["Cache-Control"]


def test_exactly_what_the_filters_leave_is_in_it(act: Acting, client_of: Browser) -> None:
    act.sent("ivan", subject="Urgent", urgent=True)
    act.sent("ivan", subject="Calm")
    act.sent("dan", subject="Of another")
    assert [cell.value for cell in column(sheet(client_of("ivan"), "?urgent=on"), "Title")] == ["Urgent"]
    assert [cell.value for cell in column(sheet(client_of("ivan")), "Title")] == ["Urgent", "Calm"]


def test_what_was_finished_on_a_day_leaves_with_that_moment(act: Acting, client_of: Browser) -> None:
    act.decline("tamara", act.sent("ivan", subject="Declined"))
    act.sent("ivan", subject="On its way")
    rows = sheet(client_of("ivan"), "?finished_from=2026-11-17&finished_to=2026-11-17&sort=-finished")
    assert [cell.value for cell in column(rows, "Title")] == ["Declined"]
    assert [cell.value for cell in column(rows, "Finished")] == [at("2026-11-17 10:00")]


def test_a_hidden_field_leaves_by_no_column(act: Acting, client_of: Browser) -> None:
    case = act.sent("ivan", secret="hush hush", note="between us")
    act.chain(case, "tamara", "galina", "fedor", "egor")
    content = client_of("dan").get(CSV).content.decode("utf-8-sig")
    assert "Chairs" in content
    assert "hush" not in content
    assert "between us" not in content
    assert not {"Secret", "Note", "Why"} & set(headings("dan"))
    assert {"Secret", "Note", "Why"} <= set(headings("ivan"))


def test_a_grant_over_some_units_opens_the_fields_of_their_requests_alone(act: Acting) -> None:
    act.chain(act.sent("ivan", secret="of Kazan"), "tamara", "galina", "fedor", "egor")
    act.chain(act.sent("egor", secret="of Sales"), "anna")
    grant("dan", "see", unit="KZN")
    table = read_table(scope_of("dan"), Wanted(), MOSCOW)
    place = table.headings.index("Secret")
    assert [row[place] for row in table.rows] == [None, "of Kazan"]


def test_many_requests_are_seen_as_each_of_them_is(act: Acting) -> None:
    for subject in ("One", "Two"):
        act.chain(act.sent("ivan", subject=subject), "tamara", "galina")
    act.chain(act.sent("karim"), "tamara", "galina", "fedor", "egor")
    act.return_("tamara", act.sent("ivan"))
    Assistant.objects.create(boss_id=act.people.tamara, assistant_id=act.people.vera)
    grant("lev", "manage", "purchase", "KZN")
    away("dan", "clara")
    bump()
    for who in act.people.ids.values():
        cases = list(scope_of(act.people.name_of(who)).cases)
        assert visible_fields_of(cases, who) == {case.pk: visible_fields(case, who) for case in cases}


def test_a_linked_request_is_named_to_whoever_may_see_it_alone(act: Acting, client_of: Browser) -> None:
    linked = act.sent("ivan", subject="Linked")
    linking = act.sent("ivan", related=str(linked))
    act.approve("tamara", linking)
    assert [cell.value for cell in column(sheet(client_of("ivan")), "Related to")] == [
        "P-2026-001 Linked",
        None,
    ]
    (cell,) = column(sheet(client_of("galina")), "Related to")
    assert cell.value == "a request that is not shown to you"


def test_more_rows_than_one_file_takes_are_refused(
    act: Acting, client_of: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    act.sent("ivan")
    act.sent("ivan")
    monkeypatch.setattr(export, "MOST_ROWS", 1)
    answer = client_of("ivan").get(XLSX)
    assert answer.status_code == 422
    assert "2 requests are more than one file takes: 1 at most." in answer.content.decode()
    assert "Content-Disposition" not in answer
