"""The log of changes: one chain for each object, and no change of it goes unnoticed."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from typing import cast

import psycopg
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from common import roles
from common.hashing import canonical, digest
from org import chain
from org.actions import save_authority, save_employee, save_role, save_unit, set_acting
from org.imports import import_company
from org.ledger import note
from org.models import Authority, Employee, OrgChange
from org.records import AuthorityRecord, Company, EmployeeRecord, RoleRecord, UnitRecord
from tests.org.sheets import small_company, xlsx

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _imported(told: object) -> None:
    """A small company, whose unit A was renamed twice by its director."""
    import_company(actor_id=None, content=small_company())
    for name in ("Unit B", "Unit C"):
        unit = cast(UnitRecord, Company().unit("A"))
        save_unit(actor_id=None, record=replace(unit, name=name), seen=unit)


def wrong() -> list[str]:
    return [f"{one.kind} {one.code}/{one.number}: {one.what}" for one in chain.check()]


def test_every_object_has_a_chain_of_its_own() -> None:
    entries = chain.chain_of("unit", "A")
    assert [(one.number, one.said.verb) for one in entries] == [(1, "added"), (2, "changed"), (3, "changed")]
    assert [json.loads(one.body)["previous"] for one in entries] == ["", entries[0].hash, entries[1].hash]
    assert all(digest(one.body) == one.hash for one in entries)
    assert [one.number for one in chain.chain_of("unit", "HQ")] == [1]
    assert wrong() == []


def test_several_changes_of_one_object_in_one_act_follow_each_other() -> None:
    with transaction.atomic():
        note("list", "suppliers", "added", actor_id=None, changes={"name": (None, "Suppliers")})
        note("list", "suppliers", "changed", actor_id=None, changes={"name": ("Suppliers", "All suppliers")})
    assert [one.number for one in chain.chain_of("list", "suppliers")] == [1, 2]
    assert wrong() == []


def test_an_import_reads_where_the_chains_end_once() -> None:
    rows = [["personnel_no", "last_name", "first_name", "email", "position"]]
    rows += [[f"9{n}", f"Sidorov{n}", "S", f"s{n}@x.example", ""] for n in range(40)]
    with CaptureQueriesContext(connection) as seen:
        import_company(actor_id=None, content=xlsx(employees=rows))
    about = [one["sql"] for one in seen.captured_queries if "org_orgchange" in one["sql"]]
    assert [sql.split()[0] for sql in about] == ["SELECT", "INSERT"]
    assert OrgChange.objects.filter(kind="employee").count() == 42


def test_names_of_people_can_be_removed_from_the_bytes() -> None:
    (added,) = chain.chain_of("employee", "2")
    assert b"Petrov" not in added.body and b"petr@x.example" not in added.body
    assert added.said.changes["last_name"] == [None, "Petrov"]


def test_two_limits_never_share_a_chain() -> None:
    save_role(actor_id=None, record=RoleRecord(code="A-H", name_en="Head"))
    for record in (AuthorityRecord(position="A-H"), AuthorityRecord(role="A-H")):
        save_authority(actor_id=None, record=replace(record, limit=Decimal(10)))
    codes = OrgChange.objects.filter(kind="authority").order_by("id").values_list("code", flat=True)
    assert list(codes) == ["position: A-H", "role: A-H"]
    assert wrong() == []


def test_what_was_noted_before_is_chained_by_the_migration() -> None:
    migration = import_module("org.migrations.0003_chains_of_changes")
    hashes = list(OrgChange.objects.order_by("id").values_list("hash", flat=True))
    with roles.as_owner():
        OrgChange.objects.update(number=F("id"), body=b"", hash="")
        migration.chain(apps, None)
    assert list(OrgChange.objects.order_by("id").values_list("hash", flat=True)) == hashes
    assert wrong() == []


TAMPERED = {
    "verb = 'added'": "its column “verb” does not say what its content says",
    "at = at + interval '1 day'": "its column “at” does not say what its content says",
    "actor_id = (SELECT min(id) FROM org_employee)": "its column “actor” does not say what its content says",
    """changes = '{"name": ["x", "y"]}'""": "its column “changes” does not say what its content says",
    "source = 'x'": "its column “source” does not say what its content says",
    "body = body || 'x'": "its content was changed",
}


@pytest.mark.parametrize("column", TAMPERED)
def test_a_changed_entry_is_named(owner: psycopg.Connection, column: str) -> None:
    owner.execute(f"UPDATE org_orgchange SET {column} WHERE kind = 'unit' AND code = 'A' AND number = 2")
    assert wrong()[0] == f"unit A/2: {TAMPERED[column]}"


def test_a_changed_name_is_named_though_it_is_veiled(owner: psycopg.Connection) -> None:
    owner.execute(
        """UPDATE org_orgchange SET changes = jsonb_set(changes, '{last_name}', '[null, "Orlov"]')
        WHERE kind = 'employee' AND code = '2'"""
    )
    assert wrong() == ["employee 2/1: its column “changes” does not say what its content says"]


def test_an_entry_out_of_the_middle_is_missed(owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM org_orgchange WHERE kind = 'unit' AND code = 'A' AND number = 2")
    assert wrong() == [
        "unit A/3: an entry before it is missing, or it was moved",
        "unit A/3: it does not follow from the entry before it",
    ]


def test_a_record_changed_past_the_log_is_named(owner: psycopg.Connection) -> None:
    save_role(actor_id=None, record=RoleRecord(code="cfo", name_en="CFO"))
    save_authority(actor_id=None, record=AuthorityRecord(role="cfo", limit=Decimal("100000.00")))
    assert wrong() == []
    Authority.objects.update(limit=Decimal(900_000))
    Employee.objects.filter(code="2").update(last_name="Orlov")
    assert wrong() == [
        "employee 2/None: its “last_name” is not what the log says",
        "authority role: cfo/None: its “limit” is not what the log says",
    ]


def test_a_deactivated_and_an_acting_holder_stay_told() -> None:
    set_acting(actor_id=None, position="A-H", employee="1")
    person = cast(EmployeeRecord, Company().employee("2"))
    save_employee(actor_id=None, record=replace(person, email="p@x.example"), seen=person)
    assert wrong() == []


def test_a_chain_computed_anew_is_whole_in_itself(owner: psycopg.Connection) -> None:
    """What only an anchor can tell: tests/flows/test_history_objects.py."""
    (one,) = chain.chain_of("employee", "1")
    said = json.loads(one.body) | {"verb": "changed"}
    body = canonical(said)
    owner.execute(
        "UPDATE org_orgchange SET verb = 'changed', body = %s, hash = %s WHERE code = '1'",
        [body, digest(body)],
    )
    assert wrong() == []
