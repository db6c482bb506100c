"""What is hidden from somebody leaves by no door: a word is planted in a hidden field and in the name of a
hidden file, and looked for in everything that the platform gives him."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from designer.packages.install import install
from designer.queries import forget_versions
from flows import actions
from flows.files import path_of
from flows.models import Attachment, Case, Document, Event, PrintOrder
from flows.printing import contents
from flows.printing.documents import make
from flows.printing.pdf import join
from flows.telling import words
from flows.telling.find import Order, find
from flows.telling.said import pack
from org.models import Employee
from outbox import jobs
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.mailserver import Mails, html_of, mail_server, subject_of, text_of
from tests.personas import assistant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.check]

PLANTED = "Xylophone"
HISTORY = """documents:
  - code: sheet
    label: Sheet
    kind: approval_sheet
    fields: [subject, amount]
    annex_to: papers
    after: managers
"""
PAGES: dict[str, Callable[[int], str]] = {
    "card": lambda case: reverse("flows:case", args=[case]),
    "documents": lambda case: reverse("flows:documents", args=[case]),
    "tasks": lambda case: reverse("flows:tasks"),
    "decided": lambda case: reverse("flows:decided"),
    "notices": lambda case: reverse("flows:notices"),
    "bell": lambda case: reverse("flows:notice_count"),
    "board": lambda case: reverse("flows:process", args=["purchase"]) + "?whose=all",
    "list": lambda case: reverse("flows:process_list", args=["purchase"]) + "?whose=all",
    "workbook": lambda case: reverse("flows:process_xlsx", args=["purchase"]) + "?whose=all",
    "csv": lambda case: reverse("flows:process_csv", args=["purchase"]) + "?whose=all",
    "search": lambda case: reverse("flows:process_list", args=["purchase"]) + "?whose=all&q=xylo",
    "verify": lambda case: reverse("flows:verify", args=[Document.objects.get(case=case).head]),
    "pile": lambda case: reverse("flows:boss_tasks", args=[boss()]),
    "prepare": lambda case: reverse("flows:boss_task", args=[boss(), task(case)]),
    "paper": lambda case: reverse("flows:boss_paper", args=[boss(), task(case)]),
}


def boss() -> int:
    return Employee.objects.get(code="boris").pk


def task(case: int) -> int:
    return Case.objects.get(pk=case).tasks.get(finished=None).pk


def browser(who: str) -> Client:
    client = Client()
    client.force_login(Employee.objects.get(code=who), backend="org.backends.EmployeeBackend")
    return client


def said_in(answer: Any) -> str:
    """Everything that somebody can read in an answer: what is packed is unpacked."""
    content = answer.getvalue() if answer.streaming else answer.content
    if content.startswith(b"%PDF-"):
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return " ".join(archive.read(one).decode(errors="replace") for one in archive.namelist())
    return str(content.decode(errors="replace"))


@pytest.fixture
def mails(act: Acting) -> Iterator[Mails]:
    with mail_server() as found:
        yield found


@pytest.fixture
def case(act: Acting, mails: Mails) -> int:
    """ivan's request in its second round, asked of boris, who sees five fields, and whom zoe assists; the
    hidden field was changed between the rounds."""
    head, _documents, rest = PURCHASE.partition("documents:\n")
    install(text=head + HISTORY + rest.partition("\n")[2])
    forget_versions()
    act.people.ids["zoe"] = assistant("zoe", "boris")
    found = act.draft("ivan", secret=f"{PLANTED} 1", note="Look", off_budget=True, why="Need")
    content = BytesIO(join([b""]))
    actions.attach(case=found, actor=act.people.ivan, field="papers", name=f"{PLANTED}.pdf", content=content)
    act.send("ivan", found)
    act.chain(found, "tamara", "galina", "fedor", "egor")
    act.return_("boris", found)
    act.save("ivan", found, secret=f"{PLANTED} 2")
    act.send("ivan", found, ask="everybody")
    act.chain(found, "tamara", "galina", "fedor", "egor")
    make(found, "sheet", "en")
    jobs.carry()
    return found


@pytest.mark.parametrize("who", ["boris", "zoe"])
@pytest.mark.parametrize("door", PAGES)
def test_no_page_and_no_table_says_it(door: str, who: str, case: int) -> None:
    answer = browser(who).get(PAGES[door](case))
    found = said_in(answer)
    assert answer.status_code in (200, 404)
    assert PLANTED not in found.replace("xylo", "")


@pytest.mark.parametrize("door", ["card"])
def test_it_is_there_for_who_may_see_it(door: str, case: int) -> None:
    assert PLANTED in said_in(browser("ivan").get(PAGES[door](case)))


def pressed(who: str, case: int) -> list[str]:
    """What the check of all contents says, press for press."""
    client, said, go_on = browser(who), list[str](), ""
    while not said or go_on:
        typed = {"contents": "1", "go_on": go_on}
        answer = client.post(PAGES["verify"](case), typed, headers={"HX-Request": "true"})
        said.append(answer.content.decode())
        found = re.search(r'name="go_on" value="([^"]*)"', said[-1])
        go_on = found[1] if found else ""
    return said


@pytest.mark.parametrize("who", ["boris", "zoe"])
def test_no_check_of_contents_says_how_many_are_hidden_or_how_large(
    who: str, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "AT_ONCE", -1.0)
    sheet = Document.objects.get(case=case)
    size = filesizeformat(sheet.size)
    assert f"You may see 1 content, {size}." in said_in(browser(who).get(PAGES["verify"](case)))
    assert "You may see 2 contents" in said_in(browser("ivan").get(PAGES["verify"](case)))
    said = pressed(who, case)
    assert len(said) == 2 and re.search(r"Read so far: [01] of 1\.", said[0])
    assert "1 content read" in said[1] and "So is whatever else the history names." in said[1]


@pytest.mark.parametrize("who", ["boris", "zoe"])
def test_a_check_of_contents_says_without_its_name_that_a_hidden_one_is_gone(who: str, case: int) -> None:
    path = path_of(Attachment.objects.get(case=case).sha256)
    away = path.rename(path.with_suffix(".away"))
    try:
        hidden, shown = pressed(who, case)[-1], pressed("ivan", case)[-1]
    finally:
        away.rename(path)
    assert "something that you may not see is missing or was changed" in hidden
    assert "byte by byte" not in hidden and PLANTED not in hidden
    assert f"the content of the file “{PLANTED}.pdf” is missing" in shown


@pytest.mark.parametrize("about", sorted(words._SENTENCES))
def test_no_notice_of_any_kind_says_it(about: str, act: Acting, case: int) -> None:
    """Mail, bell and digest are made of this."""
    for who in ("boris", "zoe"):
        for event in Event.objects.filter(case=case):
            found = find(Order(case, event.number, act.people.ids[who], about, "budget/p:CFO"))
            assert found is None or PLANTED not in repr(pack(found.said)), event.kind


def test_no_mail_says_it(case: int, mails: Mails) -> None:
    found = [*mails.to("boris"), *mails.to("zoe")]
    assert found, "he was told"
    assert not [one for one in found if PLANTED in subject_of(one) + text_of(one) + html_of(one)]


@pytest.mark.parametrize("who", ["boris", "zoe"])
def test_no_printed_paper_says_it(who: str, case: int) -> None:
    client = browser(who)
    client.post(reverse("flows:folder", args=[boss()]))
    client.post(reverse("flows:print_document", args=[case, "sheet"]))
    client.post(reverse("flows:print_document", args=[case, "sheet"]), {"with_files": "1"})
    while PrintOrder.objects.filter(state="waiting").exists() and jobs.carry_slow():
        continue
    made = PrintOrder.objects.filter(state="made")
    found = [said_in(client.get(reverse("flows:print_order_file", args=[one.pk]))) for one in made]
    assert found and "Chairs" in found[0]
    assert not [one for one in found if PLANTED in one]


def test_no_copy_says_it(act: Acting, case: int) -> None:
    """Whoever copies a request sees all of his copy: nothing hidden goes into it."""
    browser("boris").post(reverse("flows:copy", args=[case]))
    copies = Case.objects.filter(copied_from=case)
    assert not [one for one in copies if PLANTED in repr(one.values)]
