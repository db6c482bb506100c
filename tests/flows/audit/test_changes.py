"""The log of changes as the auditor reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import cast

import openpyxl
import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from designer.actions import save_catalog, save_item
from flows.audit.names import Names, right_words
from flows.audit.words import object_name, value_words
from org.actions import save_authority, save_unit
from org.queries import snapshot
from org.records import AuthorityRecord, Company, UnitRecord
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)


def rename(name: str) -> None:
    unit = cast(UnitRecord, Company().unit("KZN"))
    save_unit(actor_id=None, record=replace(unit, name=name), seen=unit)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())


def test_old_and_new_are_told_in_words(auditor: Client, act: Acting) -> None:
    save_authority(
        actor_id=None, record=AuthorityRecord(position="KZN-D", limit=Decimal(150_000)), seen=None, new=True
    )
    page = text(auditor, "/audit/changes/?kind=authority")
    assert "Approval limit" in page and "position: KZN-D" in page
    assert "<ins>150,000</ins>" in page


def test_the_log_is_narrowed_by_kind_text_and_who(auditor: Client) -> None:
    rename("Kazan branch")
    save_item(actor_id=None, catalog="suppliers", code="BOLT", label="Bolt", attributes={})
    assert "Kazan branch" in text(auditor, "/audit/changes/?kind=unit")
    assert "BOLT" not in text(auditor, "/audit/changes/?kind=unit")
    assert "BOLT" in text(auditor, "/audit/changes/?q=bolt")
    assert "Kazan branch" in text(auditor, "/audit/changes/?q=kazan")
    assert "Nothing was changed" in text(auditor, "/audit/changes/?who=tamara")
    assert "Nothing was changed" in text(auditor, "/audit/changes/?from=2020-01-01&to=2020-02-01")


def test_an_object_shows_its_chain_whole(auditor: Client) -> None:
    rename("One")
    rename("Two")
    page = text(auditor, "/audit/changes/unit/KZN/")
    assert "Chain whole" in page and "Checked just now: 2 entries" in page
    assert page.index("<ins>Two</ins>") < page.index("<ins>One</ins>")


def test_a_changed_chain_is_said_where_it_is_shown(auditor: Client, owner: psycopg.Connection) -> None:
    rename("One")
    rename("Two")
    owner.execute("UPDATE org_orgchange SET source = 'x' WHERE kind = 'unit' AND number = 1")
    page = text(auditor, "/audit/changes/unit/KZN/")
    assert "This chain was changed" in page and "Chain whole" not in page
    assert "Entry 1: its column “source” does not say what its content says" in page


def test_an_object_that_there_is_not_is_not_found(auditor: Client) -> None:
    assert auditor.get("/audit/changes/unit/NOWHERE/").status_code == 404


def test_the_table_holds_no_formula(auditor: Client) -> None:
    rename("=HYPERLINK(1)")
    csv = auditor.get("/audit/changes/file/?as=csv&kind=unit").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in csv
    book = openpyxl.load_workbook(BytesIO(auditor.get("/audit/changes/file/?kind=unit").content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]  # type: ignore[union-attr]
    assert [cell.data_type for cell in cells] == ["s"]


def test_a_longer_log_costs_no_more_statements(auditor: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            auditor.get("/audit/changes/")
        return len(seen.captured_queries)

    auditor.get("/audit/changes/")
    before = statements()
    for number in range(15):
        rename(f"Name {number}")
    auditor.get("/audit/changes/")
    assert statements() == before


def test_nobody_else_finds_the_log(act: Acting, browser_of: Callable[[str], Client]) -> None:
    for who in ("ivan", "pavel", "egor"):
        assert browser_of(who).get("/audit/changes/").status_code == 404
        assert "Audit" not in browser_of(who).get("/tasks/").content.decode()


def test_the_menu_leads_the_auditor_there(auditor: Client) -> None:
    page = auditor.get("/tasks/").content.decode()
    assert "Deserves a look" in page and "/audit/anchors/" in page


def test_attributes_of_a_list_are_called_by_their_labels(act: Acting) -> None:
    new = [{"code": "blocked", "label": {"en": "Blocked", "ru": "Закрыт"}, "type": "yes_no"}, "tax_number"]
    with override("ru"):
        assert value_words("list", "attributes", new, Names(snapshot())) == "Закрыт (blocked), tax_number"


def test_every_code_of_ours_has_a_name(act: Acting) -> None:
    names = Names(snapshot())
    with override("ru"):
        assert right_words(["start", "design", "publish"]) == (
            "создавать заявки, проектировать процесс, публиковать процесс"
        )
        assert right_words(["add_catalog", "change_catalogitem", "view_series"]) == (
            "вести справочники, вести процессы и их нумерацию"
        )
        rules = value_words("position", "may_substitute", ["same_unit", "manager"], names)
        assert rules == "любой сотрудник того же подразделения, непосредственный руководитель"
        assert object_name("absence", "ivan / 2026-11-24", names) == "Ivan (ivan) / 24 ноября 2026 г."
        assert object_name("calendar_day", "KZN / 2027-12-31", names) == "KZN / 31 декабря 2027 г."
        assert (
            object_name("grant", "employee: vera / right: see", names)
            == "сотрудник: Vera (vera) / право: видеть"
        )
        assert object_name("process_right", "purchase / ivan", names) == "Закупки (purchase) / Ivan (ivan)"
        assert value_words("grant", "process", "purchase", names) == "Закупки (purchase)"
        week = [[[540, 1080]], *[[] for _day in range(6)]]
        assert value_words("calendar", "week", week, names).startswith("Пн 09:00–18:00; Вт —")


def test_attributes_and_settings_stand_under_their_labels(act: Acting) -> None:
    save_catalog(
        actor_id=None,
        code="halls",
        name={"en": "Halls", "ru": "Залы"},
        attributes=[{"code": "tax_number", "label": {"en": "Tax number", "ru": "ИНН"}, "type": "text"}],
    )
    settings = [{"code": "pays", "label": {"en": "Role that pays", "ru": "Кто платит"}, "type": "role"}]
    names = Names(snapshot())
    vars(names)["_processes"] = {"purchase": ("Purchases", settings)}
    with override("ru"):
        told = value_words("item", "attributes", {"tax_number": "77", "old": True}, names, "halls / H-1")
        assert told == "ИНН: 77; old: да"
        assert object_name("item", "halls / H-1", names) == "Залы (halls) / H-1"
        paid = value_words("process", "settings", {"pays": "ceo"}, names, "purchase")
        assert paid == "Кто платит: ceo"
