"""One request as one file, and the script inside that checks it without the platform."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from flows import actions, files
from flows.models import Case, Event
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


@pytest.fixture
def folder(auditor: Client, case: int, tmp_path: Path) -> Path:
    """The archive, unpacked."""
    answer = auditor.get(f"/requests/{case}/one-file/")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined, arg-type]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
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
    assert (code, said) == (0, ["Nothing was changed: 7 files, 5 events.", f"The history ends with {head}"])
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
        assert browser_of(who).get(f"/requests/{case}/one-file/").status_code == 404


def test_a_draft_is_not_the_auditors(act: Acting, auditor: Client) -> None:
    assert auditor.get(f"/requests/{act.draft('ivan')}/one-file/").status_code == 404
