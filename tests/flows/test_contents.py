"""What lies in the store and no row names is set aside after a day; what is attached meanwhile stays."""

from __future__ import annotations

import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps

from common import clock
from flows import actions, contents, files
from flows.models import Attachment, Case, Decision, Document, Preview, PrintOrder
from outbox import installation
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own, and a sweep that looks at all of it."""
    monkeypatch.setattr(files, "_root", lambda: tmp_path / "files")
    monkeypatch.setattr(contents, "DAYS", 1)
    return tmp_path / "files"


def kept(content: bytes, *, days: float = 2) -> str:
    """A content that was stored so many days ago."""
    sha256 = files.keep_made(content)
    at = (clock.unshifted() - timedelta(days=days)).timestamp()
    os.utime(files.path_of(sha256), (at, at))
    return sha256


def lies(sha256: str) -> bool:
    return files.path_of(sha256).exists()


def attach(act: Acting, case: int, content: bytes = PDF) -> None:
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="a.pdf", content=BytesIO(content))


def test_what_no_row_names_is_set_aside_after_a_day(act: Acting) -> None:
    old, young = kept(b"refused"), kept(b"refused today", days=0.9)
    assert contents.sweep() == 1
    assert (lies(old), lies(young)) == (False, True)


def test_what_was_set_aside_lies_there_for_thirty_days(act: Acting, store: Path) -> None:
    aside = store / "unnamed" / kept(b"refused")
    assert contents.sweep() == 1
    assert aside.read_bytes() == b"refused"
    assert contents.sweep() == 0
    at = (clock.unshifted() - timedelta(days=31)).timestamp()
    os.utime(aside, (at, at))
    contents.sweep()
    assert not aside.exists()


def test_a_copy_of_the_database_judges_no_files(act: Acting) -> None:
    old = kept(b"refused")
    installation.disown()
    assert contents.sweep() == 0
    assert lies(old)


def test_where_many_lose_their_names_none_is_touched(act: Acting, caplog: pytest.LogCaptureFixture) -> None:
    found = [kept(f"{number}".encode()) for number in range(21)]
    assert contents.sweep() == 0
    assert all(map(lies, found))
    assert "21 of 21 stored files are named by no row" in caplog.text


def test_what_any_row_names_stays(act: Acting) -> None:
    case = act.sent("ivan")
    found = [kept(text) for text in (b"%PDF-order", b"%PDF-picture", b"%PDF-document")]
    PrintOrder.objects.create(kind="page", by_id=act.people.ivan, language="en", sha256=found[0])
    Preview.objects.create(sha256="0" * 64, image=found[1])
    row = Case.objects.get(pk=case)
    Document.objects.create(
        case=row, code="sheet", kind="approval_sheet", language="en", name="a.pdf", sha256=found[2],
        size=1, pages=1, head=row.head, events_count=row.events_count, short_code="x",
    )  # fmt: skip
    assert contents.sweep() == 0
    assert all(map(lies, found))


def test_every_column_that_names_a_content_is_asked() -> None:
    known = {
        (model, one.name)
        for model in apps.get_app_config("flows").get_models()
        for one in model._meta.fields
        if one.name in ("sha256", "scan", "image")
    }
    assert known - set(contents.NAMING) == {(Preview, "sha256")}, "that of the attachment that it shows"
    assert (Decision, "scan") in contents.NAMING


def test_a_file_taken_away_from_a_request_stays_for_its_history(act: Acting) -> None:
    case, sha256 = act.draft("ivan"), kept(PDF)
    attach(act, case)
    kept(PDF)
    actions.detach(case=case, actor=act.people.ivan, attachment=Attachment.objects.get().pk)
    assert contents.sweep() == 0
    assert lies(sha256)


def test_what_is_attached_again_while_it_is_swept_is_kept(
    act: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the rows were asked, and before the content goes, somebody attaches the same."""
    sha256, case, ask = kept(PDF), act.draft("ivan"), contents.named

    def asked_too_early(wanted: list[str]) -> set[str]:
        found = ask(wanted)
        attach(act, case)
        return found

    monkeypatch.setattr(contents, "named", asked_too_early)
    assert contents.sweep() == 0
    assert lies(sha256)
    assert Attachment.objects.get().sha256 == sha256


def test_what_was_swept_a_moment_ago_is_stored_anew(act: Acting) -> None:
    sha256, case = kept(PDF), act.draft("ivan")
    assert contents.sweep() == 1
    attach(act, case)
    assert files.path_of(sha256).read_bytes() == PDF


def test_each_day_another_part_is_looked_at_and_in_a_month_all(act: Acting, store: Path) -> None:
    found = [kept(f"{number}".encode()) for number in range(40)]
    seen = [one for part in range(28) for one in files.old_contents(part, 28)]
    assert sorted(seen) == sorted(found)
