"""Whether a document is genuine: its code is known, its history unchanged, its bytes the same."""

from __future__ import annotations

import re
from datetime import UTC

import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from flows import actions, files
from flows.cards.reading import read_case
from flows.history import agree
from flows.models import Attachment, Case, Document
from flows.printing import contents
from flows.printing.documents import make
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


def checked(who: int, code: str, go_on: str = "") -> str:
    """The contents, read at a press."""
    address, htmx = reverse("flows:verify", args=[code]), {"HX-Request": "true"}
    answer = browser(who).post(address, {"contents": "1", "go_on": go_on}, headers=htmx)
    return answer.content.decode()


def onward(said: str) -> str:
    """What the form brings to the next press; nothing when all is read."""
    found = re.search(r'name="go_on" value="([^"]*)"', said)
    return found[1] if found else ""


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read, in its order, one content at a press."""
    found, verdict = list[str](), contents._verdict
    monkeypatch.setattr(contents, "AT_ONCE", -1.0)
    monkeypatch.setattr(contents, "_verdict", lambda sha256: found.append(sha256) or verdict(sha256))
    return found


def test_the_page_opens_without_reading_a_file(
    printed: Acting, sheet: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_asked: object) -> None:
        raise AssertionError("a file was read")

    monkeypatch.setattr(agree, "_digest", opened)
    monkeypatch.setattr(contents, "_verdict", opened)
    shown = page(printed.people.ivan, sheet.head)
    monkeypatch.undo()
    assert "Genuine" in shown and "You may see 2 contents" in shown


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


def test_what_takes_long_is_read_in_pieces_each_content_once(
    printed: Acting, sheet: Document, learned: list[str]
) -> None:
    """Whichever process answers: where the reading is, the page itself knows."""
    first = checked(printed.people.ivan, sheet.head)
    assert "Read so far: 1 of 2." in first and 'hx-trigger="load delay:200ms"' in first
    last = checked(printed.people.ivan, sheet.head, onward(first))
    assert "2 contents read" in last and not onward(last)
    assert sorted(learned) == sorted(Document.objects.values_list("sha256", flat=True))


def test_what_was_found_at_one_press_is_said_at_the_last(
    printed: Acting, sheet: Document, learned: list[str]
) -> None:
    first = checked(printed.people.ivan, sheet.head)
    first_read = Document.objects.get(sha256=learned[0])
    path = files.path_of(first_read.sha256)
    path.rename(path.with_suffix(".away"))
    first = checked(printed.people.ivan, sheet.head)
    path.with_suffix(".away").rename(path)
    last = checked(printed.people.ivan, sheet.head, onward(first))
    for said in (first, last):
        assert f"the printed document “{first_read.name}” is missing" in said
    assert "byte by byte" not in last and not onward(last)


def test_hundreds_of_contents_come_to_an_end(printed: Acting, sheet: Document, learned: list[str]) -> None:
    """As many presses as there are contents, and no more."""
    row = {"case_id": sheet.case_id, "kind": "pdf", "size": 1, "uploaded_by_id": printed.people.ivan}
    names = [f"{number:064x}" for number in range(400)]
    Attachment.objects.bulk_create(Attachment(sha256=one, name=one, **row) for one in names)
    read = read_case(sheet.case_id, Employee.objects.get(code="ivan"), "en", UTC)
    found, presses = contents.check_contents(read), 1
    while not found.is_done and presses < 500:
        found, presses = contents.check_contents(read, found.go_on), presses + 1
    assert (presses, found.read, found.total, len(found.problems)) == (402, 402, 402, 400)
    assert len(set(learned)) == len(learned)
    Attachment.objects.filter(sha256__in=names).delete()


def test_what_is_printed_meanwhile_is_read_too(printed: Acting, sheet: Document, learned: list[str]) -> None:
    first = checked(printed.people.ivan, sheet.head)
    make(sheet.case_id, "sheet", "ru")
    assert "Read so far: 1 of 3." in checked(printed.people.ivan, sheet.head, onward(first))


@pytest.mark.parametrize("whose", ["nobody's", "another's", "old"])
def test_a_position_that_is_not_his_own_begins_again(
    whose: str, printed: Acting, sheet: Document, learned: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = onward(checked(printed.people.galina, sheet.head))
    if whose == "old":
        monkeypatch.setattr(contents, "HOUR", -1)
    who = printed.people.ivan if whose == "another's" else printed.people.galina
    said = checked(who, sheet.head, "forged" + brought if whose == "nobody's" else brought)
    assert "Read so far: 1 of 2." in said
    assert learned[0] == learned[1]


def test_a_line_says_what_it_is_in_the_readers_language_and_which_language_it_is_in(
    printed: Acting, sheet: Document
) -> None:
    Document.objects.filter(pk=sheet.pk).update(language="ru", name="Лист согласования.pdf")
    shown = page(printed.people.ivan, sheet.head)
    assert "Approval sheet<span" in shown and "Русский ·" in shown
