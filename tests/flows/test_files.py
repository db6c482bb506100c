"""Files: known by content, refused with a sentence, stored once, private."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest

from flows import actions, errors, files
from flows.access import attachment_for
from flows.models import Attachment, Case
from flows.sniff import sniff
from tests.flows.acting import Acting, kinds

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%stuff\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
MAIL = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: Hi\r\n\r\nHello"


def attach(
    act: Acting, case: int, content: bytes, name: str = "a.pdf", who: str = "ivan", field: str = "papers"
) -> Attachment:
    actor = act.people.ids[who]
    return actions.attach(case=case, actor=actor, field=field, name=name, content=io.BytesIO(content))


def archive(*names: str, size: int = 10, ratio: bool = False) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as one:
        for name in names:
            one.writestr(name, b"0" * size if ratio else name.encode())
    return written.getvalue()


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "_root", lambda: tmp_path)
    return tmp_path


WORD = archive("[Content_Types].xml", "word/document.xml")
EXCEL = archive("[Content_Types].xml", "xl/workbook.xml")
MACROS = archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "a.txt", "pdf"),
        (PNG, "a.pdf", "image"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 20, "a.jpg", "image"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20, "a.heic", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.webp", "image"),
        (b"AVI \x00\x00\x00\x00WEBP", "a.webp", None),
        (WORD, "a.docx", "word"),
        (EXCEL, "a.docx", "excel"),
        (MACROS, "a.docm", None),
        (archive("a.txt"), "a.zip", "zip"),
        (b"a;b\n1;2\n", "a.csv", "csv"),
        (b"a;b\n1;2\n", "a.txt", "text"),
        ("Привет".encode("cp1251"), "a.txt", "text"),
        (MAIL, "a.eml", "eml"),
        (HTML, "a.pdf", "html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.png", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE x>", "a.csv", "html"),
        (b"hello <script>x()</script>", "a.txt", "html"),
        (b"\x00\x01\x02" * 20, "a.pdf", None),
        (b"MZ\x90\x00", "a.pdf", None),
    ],
)
def test_a_file_is_what_its_content_is(tmp_path: Path, content: bytes, name: str, kind: str | None) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    assert sniff(path, name) == kind


def test_a_file_is_kept_by_its_content_once(act: Acting, store: Path) -> None:
    case, other = act.draft("ivan"), act.draft("ivan")
    row = attach(act, case, PDF, "../../etc/Счёт\u202e?.pdf")
    attach(act, other, PDF)
    assert (row.name, row.kind, row.size) == ("Счёт_.pdf", "pdf", len(PDF))
    assert stored(store) == [files.path_of(row.sha256)]
    assert Case.objects.get(pk=case).values["papers"] == [
        {"sha256": row.sha256, "name": row.name, "size": row.size, "kind": "pdf"}
    ]
    assert kinds(case) == ["started", "attached"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (HTML, "“a.pdf” is a web page, not a document."),
        (b"", "“a.pdf” is empty."),
        (b"\x00\x01", "“a.pdf” is of a kind that is not known here."),
        (b"text", "“a.pdf” is not what is accepted here: PDF, pictures (JPG, PNG, HEIC, WebP)."),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    act: Acting, store: Path, content: bytes, sentence: str
) -> None:
    case = act.draft("ivan")
    with pytest.raises(errors.FileRefused) as refused:
        attach(act, case, content)
    assert refused.value.fields == {"papers": [sentence]}
    assert (stored(store), kinds(case)) == ([], ["started"])


class Endless(io.RawIOBase):
    """A file that never ends."""

    read_so_far = 0

    def read(self, size: int = -1) -> bytes:
        self.read_so_far += size
        return b"%PDF-" + b"0" * (size - 5)


def test_a_file_that_is_too_large_is_not_read_to_its_end(act: Acting, store: Path) -> None:
    endless = Endless()
    with pytest.raises(errors.FileRefused, match=r"The file was not accepted"):
        actions.attach(
            case=act.draft("ivan"),
            actor=act.people.ivan,
            field="papers",
            name="a.pdf",
            content=endless,  # type: ignore[arg-type]
        )
    assert endless.read_so_far < 26 * 1024 * 1024
    assert stored(store) == []


@pytest.mark.parametrize(
    "bomb",
    [
        archive("big", size=50_000_000, ratio=True),
        archive(*(f"{number}.txt" for number in range(1_500))),
    ],
)
def test_archives_that_explode_are_refused(tmp_path: Path, store: Path, bomb: bytes) -> None:
    with pytest.raises(errors.FileRefused):
        files.store("a.zip", io.BytesIO(bomb), files.Accept())
    assert stored(store) == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing(
    act: Acting, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    case = act.draft("ivan")
    with monkeypatch.context() as patch:
        patch.setattr(files.os, "replace", full)
        with pytest.raises(errors.DiskFull, match="no space left"):
            attach(act, case, PDF)
    assert (stored(store), kinds(case)) == ([], ["started"])
    attach(act, case, PDF)
    assert kinds(case) == ["started", "attached"]


def test_the_same_file_twice_and_too_many_are_refused(act: Acting, store: Path) -> None:
    case = act.draft("ivan")
    for number in range(3):
        attach(act, case, PDF + bytes([number + 65]))
    with pytest.raises(errors.FileRefused):
        attach(act, case, PDF + b"A")
    with pytest.raises(errors.FileRefused):
        attach(act, case, PDF + b"Z")
    assert Attachment.objects.filter(case=case).count() == 3


def test_a_file_is_taken_away_and_stays_for_the_history(act: Acting, store: Path) -> None:
    case = act.draft("ivan")
    row = attach(act, case, PDF)
    actions.detach(case=case, actor=act.people.ivan, attachment=row.pk)
    row.refresh_from_db()
    assert row.removed_at is not None
    assert "papers" not in Case.objects.get(pk=case).values
    assert files.path_of(row.sha256).exists()
    with pytest.raises(errors.NoSuchFile):
        actions.detach(case=case, actor=act.people.ivan, attachment=row.pk)


def test_after_sending_only_a_step_that_edits_the_field_may_add(act: Acting, store: Path) -> None:
    case = act.sent("ivan")
    for who in ("ivan", "tamara"):
        with pytest.raises((errors.NotADraft, errors.NotYourRequest)):
            attach(act, case, PDF, who=who)
    with pytest.raises(errors.NoSuchRequest):
        attach(act, case, PDF, who="karim")
    assert attach(act, case, PDF, who="tamara", field="").field == ""


def test_only_who_may_see_the_field_opens_the_file(act: Acting, store: Path) -> None:
    case = act.draft("ivan")
    row = attach(act, case, PDF)
    found = attachment_for(case, row.pk, act.people.ivan)
    assert (found.pk, files.path_of(found.sha256).read_bytes()) == (row.pk, PDF)
    for who, which in ((act.people.karim, row.pk), (act.people.ivan, 999_999)):
        with pytest.raises(errors.NoSuchFile):
            attachment_for(case, which, who)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\x\\a.pdf", "a.pdf"),
        ("", "file"),
        ("...", "file"),
        ("a\nb\x00.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
def test_names_are_only_names(name: str, clean: str) -> None:
    assert files.clean_name(name) == clean


def test_half_written_uploads_are_swept_after_a_day(store: Path) -> None:
    incoming = store / "incoming"
    incoming.mkdir()
    old, young = incoming / "old", incoming / "young"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    assert files.sweep() == 1
    assert stored(store) == [young]
