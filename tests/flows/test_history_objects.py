"""The anchor seals the log of changes, too: company, rights, lists, versions of processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import cast

import psycopg
import pytest
from django.core.management import CommandError, call_command

from designer import standing
from designer.actions import save_item, switch_process
from designer.models import ProcessVersion
from flows.history import anchor
from org import chain
from org.actions import save_unit
from org.records import Company, UnitRecord
from tests.flows.acting import Acting
from tests.personas import note_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _changed(act: Acting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Somebody renamed a unit twice, and anchors are the test's own."""
    monkeypatch.setenv("PLACET_ANCHORS", str(tmp_path))
    monkeypatch.setenv("PLACET_ANCHOR_KEY", "a key of the test")
    note_company()
    for name in ("Kazan 1", "Kazan 2"):
        unit = cast(UnitRecord, Company().unit("KZN"))
        save_unit(actor_id=None, record=replace(unit, name=name), seen=unit)
    yield


def changes() -> list[str]:
    return [str(found) for found in anchor.verify()]


def test_the_anchor_counts_objects_and_requests_apart(act: Acting) -> None:
    act.sent("ivan")
    made = anchor.write()
    assert (made.cases, made.objects) == (1, len(list(chain.ends())))
    assert anchor.last() == made
    assert changes() == []


def test_a_cut_tail_of_the_log_needs_the_anchor(owner: psycopg.Connection) -> None:
    anchor.write()
    owner.execute("DELETE FROM org_orgchange WHERE kind = 'unit' AND code = 'KZN' AND number = 3")
    owner.execute("UPDATE org_unit SET name = 'Kazan 1' WHERE code = 'KZN'")
    assert changes() == ["unit KZN/3: this entry was sealed and is not there any more"]
    with pytest.raises(CommandError, match="Changed: 1"):
        call_command("verify", stdout=StringIO(), stderr=StringIO())


def test_a_chain_put_in_its_place_needs_the_anchor(owner: psycopg.Connection) -> None:
    anchor.write()
    (_added, first, last) = chain.chain_of("unit", "KZN")
    body, end = chain.seal(replace(last.said, source="x"), 3, first.hash)
    owner.execute(
        "UPDATE org_orgchange SET source = 'x', body = %s, hash = %s WHERE code = 'KZN' AND number = 3",
        [body, end],
    )
    assert changes() == ["unit KZN/3: up to this entry the log was written anew after it was sealed"]


def test_what_comes_after_an_anchor_is_no_change_of_the_log() -> None:
    anchor.write()
    switch_process(actor_id=None, code="purchase", is_active=False)
    switch_process(actor_id=None, code="purchase", is_active=True)
    assert changes() == []


def test_processes_lists_and_items_are_logged() -> None:
    save_item(actor_id=None, catalog="suppliers", code="BOLT", label="Bolt", attributes={})
    switch_process(actor_id=None, code="purchase", everyone_starts=False)
    said = [(one.said.verb, one.said.changes) for one in chain.chain_of("process", "purchase")]
    assert said[0][0] == "installed" and said[0][1]["version"] == [None, 1]
    assert said[1] == ("changed", {"everyone_starts": [True, False]})
    assert [one.said.verb for one in chain.chain_of("item", "suppliers / BOLT")] == ["added"]
    assert [one.said.verb for one in chain.chain_of("list", "suppliers")] == ["added"]
    assert changes() == []


PAST_THE_LOG = {
    "UPDATE designer_processversion SET document = jsonb_set(document, '{name}', '\"Gift\"')": [
        "process purchase: its version 1 is not what the log says",
        "process purchase: its name or place is not what its version says",
    ],
    "UPDATE designer_process SET everyone_starts = false": [
        "process purchase: its “everyone_starts” is not what the log says"
    ],
    "UPDATE designer_catalogitem SET attributes = '{\"blocked\": true}' WHERE code = 'BOLT'": [
        "item suppliers / BOLT: its “attributes” is not what the log says"
    ],
    "UPDATE designer_catalog SET name = '\"Friends\"'": [
        "list suppliers: its “name” is not what the log says"
    ],
    "DELETE FROM designer_catalogitem WHERE code = 'BOLT'": [
        "item suppliers / BOLT: it is not there any more"
    ],
    """INSERT INTO org_grant (employee_id, "right", process, active)
        SELECT id, 'see', '', true FROM org_employee WHERE code = 'ivan'""": [
        "grant employee: ivan / right: see: it was never noted in the log"
    ],
    """INSERT INTO org_assistant (boss_id, assistant_id)
        SELECT b.id, a.id FROM org_employee b, org_employee a WHERE b.code = 'anna' AND a.code = 'ivan'""": [
        "assistant anna / ivan: it was never noted in the log"
    ],
    """UPDATE org_position SET acting_id = (SELECT id FROM org_employee WHERE code = 'ivan')
        WHERE code = 'CEO'""": ["position CEO: its “acting” is not what the log says"],
    """INSERT INTO org_employee_user_permissions (employee_id, permission_id)
        SELECT e.id, p.id FROM org_employee e, auth_permission p
        WHERE e.code = 'ivan' AND p.codename = 'publish_process'""": [
        "process_right * / ivan: it was never noted in the log"
    ],
}


@pytest.mark.parametrize("statement", PAST_THE_LOG)
def test_what_the_log_is_about_is_named_when_it_was_changed_past_it(
    owner: psycopg.Connection, statement: str
) -> None:
    save_item(actor_id=None, catalog="suppliers", code="BOLT", label="Bolt", attributes={})
    assert changes() == []
    owner.execute(statement)
    assert changes() == PAST_THE_LOG[statement]


def test_items_are_held_against_the_log_a_portion_at_a_time(
    owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PORTION", 1)
    for code in ("BOLT", "NUT", "SCREW"):
        save_item(actor_id=None, catalog="suppliers", code=code, label=code, attributes={})
    assert changes() == []
    owner.execute("DELETE FROM designer_catalogitem WHERE code IN ('BOLT', 'SCREW')")
    owner.execute("UPDATE designer_catalogitem SET is_active = false WHERE code = 'NUT'")
    assert changes() == [
        "item suppliers / NUT: its “is_active” is not what the log says",
        "item suppliers / BOLT: it is not there any more",
        "item suppliers / SCREW: it is not there any more",
    ]


def test_a_document_noted_before_its_own_digest_was_is_held_by_what_it_says() -> None:
    row = ProcessVersion.objects.get()
    assert standing.says(row.document, row.content_hash)
    later = {name: value for name, value in row.document.items() if name != "in_menu"}
    assert not standing.says(later, row.content_hash)
    assert not standing.says({**row.document, "name": "Gift"}, row.content_hash)
