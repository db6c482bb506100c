"""One request as one file, and the script inside that checks it without the platform."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from flows import actions, files
from flows.audit import dossier
from flows.audit.script import SCRIPT, SENTENCES
from flows.models import Case, Event, PrintOrder
from flows.printing import archive, orders
from org.models import Employee, Grant
from outbox import jobs
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)
BILL = b"%PDF-1.7 bill"


@pytest.fixture
def case(act: Acting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """ivan's request with a file, a remark, an answer to it and a comment."""
    monkeypatch.setattr(files, "_root", lambda: tmp_path / "store")
    found = act.draft("ivan")
    actions.attach(
        case=found, actor=act.people.ivan, field="papers", name="bill =1.pdf", content=io.BytesIO(BILL)
    )
    act.send("ivan", found)
    act.remark("tamara", found, "Which colour?")
    actions.comment(case=found, actor=act.people.ivan, text="Red\nor blue")
    return found


def packed(auditor: Client, case: int) -> zipfile.ZipFile:
    """What the worker packs, taken from the page that waits for it."""
    waiting = auditor.post(f"/requests/{case}/one-file/")["Location"]
    while PrintOrder.objects.get().state == "waiting":
        assert jobs.carry_slow()
    answer = auditor.get(f"{waiting}file/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))


@pytest.fixture
def folder(auditor: Client, case: int, tmp_path: Path) -> Path:
    """The archive, unpacked."""
    with packed(auditor, case) as archive:
        archive.extractall(tmp_path / "unpacked")
    return tmp_path / "unpacked"


def check(folder: Path) -> tuple[int, list[str]]:
    """What the script says, run by a Python that knows nothing of the platform."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")], capture_output=True, text=True, cwd="/"
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_it_holds_everything_and_is_vouched_for(folder: Path, case: int) -> None:
    code, said = check(folder)
    head = Case.objects.get(pk=case).head
    assert (code, said) == (0, ["Nothing was changed. Files: 7, events: 5.", f"The history ends with {head}"])
    assert (folder / "files" / "001-bill =1.pdf").read_bytes() == BILL
    request = json.loads((folder / "request.json").read_text())
    assert (request["number"], request["fields"]["subject"]["value"]) == ("P-2026-001", "Chairs")
    assert json.loads((folder / "remarks.json").read_text())[0]["text"] == "Which colour?"
    assert json.loads((folder / "comments.json").read_text())[0]["text"] == "Red\nor blue"
    assert head in (folder / "README.txt").read_text()


def test_events_are_the_stored_bytes(folder: Path, case: int) -> None:
    lines = [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
    stored = list(Event.objects.filter(case=case).order_by("number"))
    assert [(one["body"].encode(), one["hash"]) for one in lines] == [
        (bytes(one.body), one.hash) for one in stored
    ]


def test_a_changed_file_is_named(folder: Path) -> None:
    (folder / "files" / "001-bill =1.pdf").write_bytes(b"%PDF-1.7 other")
    (folder / "comments.json").unlink()
    (folder / "new.txt").write_text("x")
    code, said = check(folder)
    assert code == 1
    assert said == [
        "CHANGED comments.json: it is missing",
        "CHANGED files/001-bill =1.pdf: its content was changed",
        "CHANGED new.txt: it is not in the manifest",
    ]


def tamper(folder: Path, change: Callable[[list[str]], list[str]]) -> list[str]:
    """Change the lines of the history, and the manifest so that its checksum fits."""
    import hashlib

    path = folder / "history.jsonl"
    path.write_text("".join(f"{line}\n" for line in change(path.read_text().splitlines())))
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"]["history.jsonl"]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    code, said = check(folder)
    assert code == 1
    return said


def test_a_changed_event_is_named(folder: Path) -> None:
    said = tamper(folder, lambda lines: [line.replace("Which colour", "What colour") for line in lines])
    assert said == ["CHANGED event 4: its content was changed"]


def test_an_event_taken_out_is_named(folder: Path) -> None:
    said = tamper(folder, lambda lines: lines[:2] + lines[3:])
    assert "CHANGED event 3: it does not follow from the event before it" in said
    assert "CHANGED history.jsonl: it should have 5 events, and has 4" in said


def test_a_file_that_the_history_knows_and_the_folder_has_not_is_named(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "files" / "001-bill =1.pdf").unlink()
    del manifest["files"]["files/001-bill =1.pdf"]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    assert check(folder) == (1, ["CHANGED event 2: the file that it attached is not here"])


def test_only_auditors_get_it(case: int, browser_of: Callable[[str], Client]) -> None:
    for who in ("ivan", "tamara", "pavel"):
        assert browser_of(who).post(f"/requests/{case}/one-file/").status_code == 404
    assert not PrintOrder.objects.exists()


def test_a_draft_is_not_the_auditors(act: Acting, auditor: Client) -> None:
    assert auditor.post(f"/requests/{act.draft('ivan')}/one-file/").status_code == 404


def test_who_is_no_auditor_any_more_does_not_get_what_was_packed(auditor: Client, case: int) -> None:
    packed(auditor, case)
    Grant.objects.filter(employee__code="vera").delete()
    order = PrintOrder.objects.get().pk
    assert [auditor.get(f"/print/{order}/{end}").status_code for end in ("", "file/")] == [404, 404]


def test_what_is_dense_already_is_stored_and_texts_are_deflated(auditor: Client, case: int) -> None:
    with packed(auditor, case) as archive:
        kinds = {one.filename: one.compress_type for one in archive.infolist()}
    assert kinds.pop("files/001-bill =1.pdf") == zipfile.ZIP_STORED
    assert set(kinds.values()) == {zipfile.ZIP_DEFLATED}


def test_it_is_packed_in_pieces_and_begun_again_after_a_worker_died_over_it(
    auditor: Client, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orders, "PIECE_SECONDS", 0)
    monkeypatch.setattr(archive, "monotonic", lambda: 0.0)
    auditor.post(f"/requests/{case}/one-file/")
    order = PrintOrder.objects.get()
    packing = archive.Packing(str(order.pk))
    packing.lay_out(dossier.ordered(order))
    assert [packing.go_on(0), packing.go_on(0)] == [1, 2]
    with open(packing.folder / "whole", "ab") as whole:
        whole.write(b"half an entry")
    assert packing.go_on(0) == 1, "from the start: the archive has no end"
    while packing.go_on(0) < packing.total:
        continue
    with zipfile.ZipFile(packing.finish()[0]) as found:
        assert (found.testzip(), len(found.namelist())) == (None, 9)


def test_the_script_speaks_the_language_of_the_export(auditor: Client, case: int, tmp_path: Path) -> None:
    Employee.objects.filter(code="vera").update(language="ru")
    with packed(auditor, case) as archive:
        archive.extractall(tmp_path / "unpacked")
    folder = tmp_path / "unpacked"
    assert check(folder)[1][0] == "Ничего не изменено. Файлов: 7, событий: 5."
    (folder / "comments.json").unlink()
    assert check(folder) == (1, ["ИЗМЕНЕНО comments.json: отсутствует"])


def test_every_sentence_of_the_script_is_translated() -> None:
    said = set(re.findall(r'say\(\s*"([^"]+)"', SCRIPT.read_text()))
    assert said == set(SENTENCES)
