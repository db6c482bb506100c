"""Whether a document is genuine: its code is known, its history unchanged, its bytes the same."""

from __future__ import annotations

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from flows import actions, files
from flows.history import agree
from flows.models import Case, Document
from flows.printing import contents
from org.models import Employee
from outbox import jobs
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(approved: int) -> Document:
    jobs.carry_slow()
    return Document.objects.get(case=approved, code="sheet")


def browser(who: int) -> Client:
    client = Client()
    client.force_login(Employee.objects.get(pk=who))
    return client


def page(who: int, code: str) -> str:
    return browser(who).get(reverse("flows:verify", args=[code])).content.decode()


def test_it_is_genuine_and_the_newest(printed: Acting, sheet: Document) -> None:
    shown = page(printed.people.galina, sheet.head)
    assert "Genuine" in shown
    assert "Nothing has happened since it was printed." in shown
    assert "Egor" in shown
    assert "RUB 100.00" in shown.replace("\xa0", " ")


def test_the_code_is_typed_as_it_is_read(printed: Acting, sheet: Document) -> None:
    client = browser(printed.people.ivan)
    answer = client.get(reverse("flows:verify_code"), {"code": f" {sheet.short_code.lower()} "})
    assert answer["Location"] == reverse("flows:verify", args=[sheet.head[:12]])
    assert "Genuine" in client.get(answer["Location"]).content.decode()


def test_what_followed_is_counted(printed: Acting, sheet: Document) -> None:
    actions.comment(case=sheet.case_id, actor=printed.people.ivan, text="Thanks", press="c")
    assert "1 event has followed since it was printed." in page(printed.people.ivan, sheet.head)


def test_whoever_may_not_see_it_reads_the_same_as_for_no_code_at_all(
    printed: Acting, sheet: Document
) -> None:
    client = browser(printed.people.karim)
    found = [client.get(reverse("flows:verify", args=[one])) for one in (sheet.head[:12], "0123456789ab")]
    assert [one.status_code for one in found] == [404, 404]
    assert all("No document with this code is known to you." in one.content.decode() for one in found)
    assert "P-2026-001" not in found[0].content.decode()


def test_a_head_with_another_end_is_not_known(printed: Acting, sheet: Document) -> None:
    forged = sheet.head[:-1] + ("0" if sheet.head[-1] != "0" else "1")
    assert "No document with this code" in page(printed.people.ivan, forged)


def test_a_changed_history_is_named(printed: Acting, sheet: Document, owner: psycopg.Connection) -> None:
    Case.objects.filter(pk=sheet.case_id).update(title="Thrones")
    shown = page(printed.people.ivan, sheet.head)
    assert "Do not rely on it" in shown
    assert "its column “title” does not say what its history says" in shown
    Case.objects.filter(pk=sheet.case_id).update(title="Chairs")


def test_a_file_is_compared_byte_by_byte(printed: Acting, sheet: Document) -> None:
    client, address = browser(printed.people.ivan), reverse("flows:verify", args=[sheet.head])
    content = files.path_of(sheet.sha256).read_bytes()
    same = client.post(address, {"file": SimpleUploadedFile("mine.pdf", content)}).content.decode()
    assert "“mine.pdf” is “Approval sheet P-2026-001.pdf”, byte by byte." in same
    other = client.post(address, {"file": SimpleUploadedFile("mine.pdf", content + b" ")}).content.decode()
    assert "“mine.pdf” is none of the documents" in other
    assert client.post(address).status_code == 422


def test_an_unreadable_code_is_refused_in_place(printed: Acting) -> None:
    answer = browser(printed.people.ivan).get(reverse("flows:verify_code"), {"code": "xyz"})
    assert answer.status_code == 422
    assert "twelve signs" in answer.content.decode()


def checked(who: int, code: str) -> str:
    """The contents, read at a press."""
    address, htmx = reverse("flows:verify", args=[code]), {"HX-Request": "true"}
    return browser(who).post(address, {"contents": "1"}, headers=htmx).content.decode()


def test_the_page_opens_without_reading_a_file(
    printed: Acting, sheet: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_asked: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(agree, "_digest", opened)
    monkeypatch.setattr(contents, "_learn", opened)
    shown = page(printed.people.ivan, sheet.head)
    monkeypatch.undo()
    assert "Genuine" in shown and "The history names 2 contents" in shown


def test_contents_are_read_at_a_press(printed: Acting, sheet: Document) -> None:
    assert "2 contents read: they are, byte by byte, what was stored." in checked(
        printed.people.ivan, sheet.head
    )


def test_a_changed_document_is_named_at_the_press_also_when_it_was_read_before(
    printed: Acting, sheet: Document
) -> None:
    checked(printed.people.ivan, sheet.head)
    path = files.path_of(sheet.sha256)
    kept = path.read_bytes()
    path.write_bytes(kept + b" ")
    said = checked(printed.people.ivan, sheet.head)
    path.write_bytes(kept)
    assert "the printed document “Approval sheet P-2026-001.pdf” was changed" in said
    assert "byte by byte" not in said


def test_what_takes_long_is_read_in_pieces(
    printed: Acting, sheet: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "AT_ONCE", -1.0)
    monkeypatch.setattr(contents, "_learn", lambda _sha256: "same")
    said = checked(printed.people.ivan, sheet.head)
    assert "Read so far: 1 of 2." in said and 'hx-trigger="load delay:200ms"' in said


def test_a_line_says_what_it_is_in_the_readers_language_and_which_language_it_is_in(
    printed: Acting, sheet: Document
) -> None:
    Document.objects.filter(pk=sheet.pk).update(language="ru", name="Лист согласования.pdf")
    shown = page(printed.people.ivan, sheet.head)
    assert "Approval sheet<span" in shown and "Русский ·" in shown
