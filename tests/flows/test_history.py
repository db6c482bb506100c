"""The chain of events: what it says, and that no change of it goes unnoticed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from common import clock
from common.hashing import canonical, digest
from flows import actions, files
from flows.history import anchor
from flows.models import Attachment, Event
from tests.flows.acting import Acting
from tests.personas import note_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_anchors(act: Acting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note_company()
    monkeypatch.setenv("PLACET_ANCHORS", str(tmp_path))
    monkeypatch.setenv("PLACET_ANCHOR_KEY", "a key of the test")


@pytest.fixture
def case(act: Acting) -> Iterator[int]:
    """Two requests with four and three events; the first one's id."""
    first = act.sent("ivan")
    act.chain(first, "tamara", "galina")
    other = act.sent("karim")
    act.approve("tamara", other)
    yield first


def changes() -> list[str]:
    return [str(found) for found in anchor.verify()]


def test_an_untouched_history_is_vouched_for(case: int) -> None:
    out = StringIO()
    call_command("anchor", stdout=out)
    call_command("verify", stdout=out)
    assert "Anchor 1 over 2 requests." in out.getvalue()
    assert "Vouched for by anchor 1" in out.getvalue()


def test_the_command_fails_and_names_what_was_changed(case: int, owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM flows_event WHERE case_id = %s AND number = 2", [case])
    err = StringIO()
    with pytest.raises(CommandError, match=r"Changed: \d"):
        call_command("verify", stderr=err)
    assert f"{case}/3: an event before it is missing" in err.getvalue()


@pytest.mark.parametrize(
    "column", ["kind = 'sent'", "actor_id = NULL", "at = at + interval '1 day'", "scheme = 2"]
)
def test_a_changed_column_is_named(case: int, owner: psycopg.Connection, column: str) -> None:
    owner.execute(f"UPDATE flows_event SET {column} WHERE case_id = %s AND number = 3", [case])
    name = {"actor_id": "actor"}.get(column.split()[0], column.split()[0])
    assert changes() == [f"{case}/3: its column “{name}” does not say what its content says"]


def test_a_changed_content_is_named(case: int, owner: psycopg.Connection) -> None:
    body = bytes(Event.objects.get(case=case, number=3).body).replace(b"approve", b"decline")
    owner.execute("UPDATE flows_event SET body = %s WHERE case_id = %s AND number = 3", [body, case])
    assert changes() == [f"{case}/3: its content was changed"]


def test_an_event_out_of_the_middle_is_missed(case: int, owner: psycopg.Connection) -> None:
    owner.execute("DELETE FROM flows_event WHERE case_id = %s AND number = 3", [case])
    found = changes()
    assert f"{case}/4: an event before it is missing, or it was moved" in found
    assert f"{case}/4: it does not follow from the event before it" in found
    assert f"{case}: it should have 4 events, and has 3" in found


def test_two_events_swapped_are_noticed(case: int, owner: psycopg.Connection) -> None:
    for sets, where in ((-1, 3), (3, 4), (4, -1)):
        owner.execute("ALTER TABLE flows_event DROP CONSTRAINT IF EXISTS flows_event_number_check")
        owner.execute(
            "UPDATE flows_event SET number = %s WHERE case_id = %s AND number = %s", [sets, case, where]
        )
    assert f"{case}/3: it does not follow from the event before it" in changes()


def cut(owner: psycopg.Connection, case: int, keep: int) -> None:
    """The tail goes, its decision too, and the request forgets it ever had one."""
    owner.execute("DELETE FROM flows_decision WHERE case_id = %s AND place = 'managers/p:KZN-SH'", [case])
    head = Event.objects.get(case=case, number=keep).hash
    owner.execute("DELETE FROM flows_event WHERE case_id = %s AND number > %s", [case, keep])
    owner.execute("UPDATE flows_case SET events_count = %s, head = %s WHERE id = %s", [keep, head, case])


def test_a_cut_tail_needs_the_anchor(case: int, owner: psycopg.Connection) -> None:
    anchor.write()
    cut(owner, case, 3)
    assert changes() == [f"{case}/4: this event was sealed and is not there any more"]


def test_a_whole_request_is_missed(case: int, owner: psycopg.Connection) -> None:
    anchor.write()
    remove(owner, case)
    assert changes() == [f"{case}: the request was deleted after it was sealed"]


def remove(owner: psycopg.Connection, case: int) -> None:
    for table in ("decision", "assignment", "task", "event"):
        owner.execute(
            f"DELETE FROM flows_{table} WHERE {'process_id' if table == 'task' else 'case_id'} = %s", [case]
        )
    owner.execute("DELETE FROM flows_case WHERE id = %s", [case])


def recompute(owner: psycopg.Connection, case: int, edited: int) -> None:
    """Edit an event and its decision, and compute everything after it anew."""
    previous = Event.objects.get(case=case, number=edited - 1).hash
    for event in Event.objects.filter(case=case, number__gte=edited):
        said: dict[str, Any] = json.loads(bytes(event.body))
        said["previous"] = previous
        if event.number == edited:
            said["payload"]["outcome"] = "decline"
            owner.execute(
                "UPDATE flows_decision SET outcome = 'decline' WHERE case_id = %s AND place = %s",
                [case, said["payload"]["place"]],
            )
        body = canonical(said)
        previous = digest(body)
        owner.execute("UPDATE flows_event SET body = %s, hash = %s WHERE id = %s", [body, previous, event.pk])
    owner.execute("UPDATE flows_case SET head = %s WHERE id = %s", [previous, case])


def test_a_recomputed_chain_needs_the_anchor(case: int, owner: psycopg.Connection, act: Acting) -> None:
    anchor.write()
    recompute(owner, case, 3)
    assert changes() == [f"{case}/4: up to this event the history was written anew after it was sealed"]


def test_what_comes_after_an_anchor_is_no_change(case: int, act: Acting) -> None:
    anchor.write()
    act.approve("fedor", case)
    act.sent("ivan")
    assert changes() == []
    assert anchor.write().number == 2


def test_a_forged_anchor_is_refused(case: int, tmp_path: Path) -> None:
    anchor.write()
    path = tmp_path / "00000001.anchor"
    path.write_text(path.read_text().replace(f"\n{case} 4 ", f"\n{case} 3 "))
    assert changes() == ["anchor 00000001.anchor: it is not what was sealed"]
    with pytest.raises(CommandError, match="Changed: 1"):
        call_command("verify", stdout=StringIO(), stderr=StringIO())


@pytest.mark.parametrize("left", [0, 1, 20, -10])
def test_a_torn_anchor_is_named_and_sealing_goes_on(
    case: int, owner: psycopg.Connection, tmp_path: Path, left: int
) -> None:
    anchor.write()
    path = tmp_path / "00000001.anchor"
    path.write_text(path.read_text()[:left])
    assert anchor.write().number == 2
    wrong = "not what was sealed" if left == -10 else "empty or cut off"
    assert changes() == [f"anchor 00000001.anchor: it is {wrong}"]
    remove(owner, case)
    assert f"{case}: the request was deleted after it was sealed" in changes()


def test_a_missing_anchor_is_named(case: int, tmp_path: Path) -> None:
    for _day in range(3):
        anchor.write()
    (tmp_path / "00000002.anchor").unlink()
    assert changes() == ["anchor 00000003.anchor: the anchor before it is missing"]


def test_an_anchor_of_another_chain_is_named(case: int, tmp_path: Path) -> None:
    anchor.write()
    kept = (tmp_path / "00000001.anchor").read_text()
    anchor.write()
    with clock.frozen(datetime(2027, 1, 1, tzinfo=UTC)):
        (tmp_path / "00000001.anchor").rename(tmp_path / "away")
        (tmp_path / "00000002.anchor").rename(tmp_path / "00000002.away")
        anchor.write()
    assert (tmp_path / "00000001.anchor").read_text() != kept
    (tmp_path / "00000002.away").rename(tmp_path / "00000002.anchor")
    assert changes() == ["anchor 00000002.anchor: it does not follow from the anchor before it"]


def test_without_its_key_no_anchor_can_be_forged(case: int, monkeypatch: pytest.MonkeyPatch) -> None:
    anchor.write()
    monkeypatch.setenv("PLACET_ANCHOR_KEY", "another key")
    assert changes() == ["anchor 00000001.anchor: it is not what was sealed"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE flows_event SET kind = 'x'",
        "DELETE FROM flows_event",
        "TRUNCATE flows_event CASCADE",
        "UPDATE flows_decision SET outcome = 'decline'",
        "DELETE FROM flows_decision",
        "UPDATE flows_comment SET text = 'Good'",
        "DELETE FROM flows_comment",
    ],
)
def test_the_app_cannot_change_the_history(case: int, statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied for table flows_"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.count() == 7


@pytest.fixture
def whole(act: Acting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A request with a decision, a remark, a comment, and a file."""
    monkeypatch.setattr(files, "_root", lambda: tmp_path)
    case = act.draft("ivan")
    content = io.BytesIO(b"%PDF-1.7 bill")
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="bill.pdf", content=content)
    act.send("ivan", case)
    act.remark("tamara", case, "Why?")
    actions.comment(case=case, actor=act.people.ivan, text="Bad")
    return case


LEV = "(SELECT id FROM org_employee WHERE code = 'lev')"
REQUEST = {
    "number": "'P-2026-099'", "title": "'Sofas'", "amount": "1", "currency": "'USD'", "urgent": "true",
    "requester_id": LEV, "requested_for_id": LEV, "entered_by_id": LEV, "state": "'completed'",
    "unit_id": "(SELECT id FROM org_unit WHERE code = 'FIN')", "copied_from_id": "id", "round": "2",
    "position_id": "(SELECT id FROM org_position WHERE code = 'CFO')", "rates": """'{"USD": "1"}'""",
    "press": "'x'", "sent_at": "'2027-01-01'", "finished": "'2027-01-01'", "status": "'DONE'",
}  # fmt: skip
DECISION = {
    "by_id": LEV, "by_name": "'Lev'", "by_title": "'CEO'", "on_behalf_of_id": LEV, "on_behalf_name": "'Lev'",
    "entered_by_id": LEV, "at": "'2027-01-01'", "outcome": "'decline'", "covered": "'{}'",
    "fingerprint": "'x'", "as_what": "'group'", "position": "'CEO'", "round": "2",
    "place": "'x'", "step": "'x'", "reason": "'Because'",
}  # fmt: skip
REMARK = {
    "owner_id": LEV,
    "text": "'No'",
    "answer": "'taken'",
    "made_at": "'2027-01-01'",
    "answered_by_id": LEV,
}
COMMENT = {"text": "'Good'", "author_id": LEV, "at": "'2027-01-01'"}
FILE = {
    "name": "'x.pdf'", "sha256": "'x'", "removed_at": "'2027-01-01'", "uploaded_by_id": LEV, "field": "''",
    "size": "1", "kind": "'zip'",
}  # fmt: skip
SENTENCE = "its column “{}” does not say what its history says"
BESIDE = [
    *(("case", column, new, SENTENCE) for column, new in REQUEST.items()),
    *(("decision", column, new, f"decision 1: {SENTENCE}") for column, new in DECISION.items()),
    *(("remark", column, new, f"remark 1: {SENTENCE}") for column, new in REMARK.items()),
    *(("comment", column, new, f"comment 1: {SENTENCE}") for column, new in COMMENT.items()),
    *(("attachment", column, new, f"the file “bill.pdf”: {SENTENCE}") for column, new in FILE.items()),
]


def test_rows_beside_the_history_are_checked(whole: int, owner: psycopg.Connection) -> None:
    """Each column is changed, named, and put back; in one test, since the request stays the same."""
    assert changes() == []
    for table, column, new, sentence in BESIDE:
        owner.execute(f"CREATE TABLE kept AS SELECT id, {column} AS was FROM flows_{table}")
        owner.execute(f"UPDATE flows_{table} SET {column} = {new}")
        found = changes()
        owner.execute(f"UPDATE flows_{table} SET {column} = was FROM kept WHERE kept.id = flows_{table}.id")
        owner.execute("DROP TABLE kept")
        assert f"{whole}: {sentence.format(column.removesuffix('_id'))}" in found, (table, column)
    assert changes() == []


def test_a_changed_value_is_named(whole: int, owner: psycopg.Connection) -> None:
    owner.execute("""UPDATE flows_case SET values = values || '{"subject": "Sofas"}'""")
    assert changes() == [f"{whole}: its field “subject” does not hold what its history says"]


@pytest.mark.parametrize("table", ["remark", "comment", "attachment"])
def test_a_row_that_is_gone_is_missed(whole: int, owner: psycopg.Connection, table: str) -> None:
    owner.execute(f"DELETE FROM flows_{table}")
    name = {"attachment": "files"}.get(table, f"{table}s")
    assert changes() == [f"{whole}: its {name} are not those of its history"]


def test_a_changed_content_of_a_file_is_named(whole: int) -> None:
    path = files.path_of(Attachment.objects.get().sha256)
    path.write_bytes(b"%PDF-1.7 other")
    assert changes() == [f"{whole}: the content of the file “bill.pdf” was changed"]
    path.unlink()
    assert changes() == [f"{whole}: the content of the file “bill.pdf” is missing"]


def test_a_changed_press_is_named(whole: int, owner: psycopg.Connection) -> None:
    owner.execute("UPDATE flows_event SET press = 'x' WHERE number = 3")
    assert changes() == [f"{whole}/3: its column “press” does not say what its content says"]
