"""The story of part 1: an urgent invoice of an employee deep in a dealer centre, until it is paid.

Told twice: on the shipped package, and on a copy in which every code, field key, stage, role and template
name is another word. Nothing but the browser is used once the company and the package are there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.office import Desk, Office
from tests.browser.renamed import install_renamed
from tests.running import Platform

LEBEDEV, ROMANOVA, MOROZOV, DMITRIEVA, SERGEEVA = "00092", "00091", "00088", "00011", "00087"
SUPPLIER = "ООО «Автодеталь Плюс»"
REMARK, ANSWER = "Which car is it for?", "For the tow truck; added to the comment."
REASON = "The amount differs from the invoice."
SENT = "Sent. You see here at any time whom it waits for."
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture(params=["shipped", pytest.param("renamed", marks=pytest.mark.check)])
def process(request: pytest.FixtureRequest, demo: Platform, tmp_path: Path) -> str:
    """The name of the process in the menu."""
    return "Invoices" if request.param == "shipped" else install_renamed(demo, tmp_path, "Bills")


@pytest.fixture
def office(chromium: Browser, demo: Platform) -> Iterator[Office]:
    """An office in which no script may fail and none be refused."""
    found = Office(chromium, demo.address)
    yield found
    for context in chromium.contexts:
        context.close()
    assert found.wrong == []


def test_an_urgent_invoice_is_approved_end_to_end(office: Office, process: str, tmp_path: Path) -> None:
    requester = office.log_in(LEBEDEV)
    invoice = sends_an_urgent_invoice(requester, process, tmp_path)
    the_managers_act_in_turn(office, invoice)
    answers_and_sends_again(requester, invoice)
    the_director_approves(office, invoice)
    accounting_pays(office, invoice)
    sees_that_it_is_paid(requester, invoice)


def sends_an_urgent_invoice(requester: Desk, process: str, folder: Path) -> str:
    requester.start(process)
    requester.choose("Supplier", SUPPLIER)
    requester.fill("Number of the invoice", "A-117")
    requester.fill("Date of the invoice", "2026-11-20")
    requester.fill("Amount", "1 250 000,50")
    requester.choose("Payer", "ООО «Меридиан Казань»")
    requester.choose("Cash-flow item", "Purchase of spare parts")
    requester.tick("Urgent")
    requester.fill("Why urgent", "The tow truck stands still.")
    (folder / "invoice.pdf").write_bytes(PDF)
    requester.attach("Invoice (PDF or picture)", folder / "invoice.pdf")
    first, second, third, last = requester.check_route()
    assert "Романова Т. П." in first
    assert "Морозов А. А. for Егоров А. А." in second
    assert "Дмитриева Е. А." in third
    assert "Сергеева Н. Р." in last
    requester.press("Send")
    requester.is_told(SENT)
    assert "asked now" in requester.place("Романова Т. П.").inner_text()
    return requester.name_of_request()


def the_managers_act_in_turn(office: Office, invoice: str) -> None:
    head = office.log_in(ROMANOVA)
    head.open_task(invoice)
    head.sees("Why you: Head of Сервис, level 1 above the requester")
    head.approve_with_remark(REMARK)
    head.has_no_task(invoice)
    substitute = office.log_in(MOROZOV)
    substitute.open_task(invoice)
    substitute.sees("for Егоров А. А.")
    substitute.approve()
    director = office.log_in(DMITRIEVA)
    director.open_task(invoice)
    director.sees(REMARK)
    director.return_it(REASON)


def answers_and_sends_again(requester: Desk, invoice: str) -> None:
    requester.open_task(invoice)
    requester.sees(REASON)
    requester.page.get_by_role("link", name="Change and send again").click()
    requester.answer_remark(ANSWER)
    requester.sees("taken into account")
    requester.fill("Comment", "For the tow truck.")
    requester.check_route()
    assert "Asked again: returned or declined it" in requester.place("Дмитриева Е. А.").inner_text()
    assert "Not asked again" in requester.place("Романова Т. П.").inner_text()
    assert "Not asked again" in requester.place("Морозов А. А.").inner_text()
    requester.press("Send again")
    requester.is_told(SENT)


def the_director_approves(office: Office, invoice: str) -> None:
    director = office.log_in(DMITRIEVA)
    director.open_task(invoice)
    director.sees(ANSWER)
    director.approve()


def accounting_pays(office: Office, invoice: str) -> None:
    accountant = office.log_in(SERGEEVA)
    accountant.open_task(invoice)
    accountant.press("Take it")
    accountant.press("Paid")
    accountant.sees("Fill this in.")
    accountant.fill("Paid on", "2026-11-23")
    accountant.fill("Number of the payment order", "77")
    accountant.press("Paid")
    accountant.is_told("Done.")


def sees_that_it_is_paid(requester: Desk, invoice: str) -> None:
    requester.open_own(invoice)
    requester.sees("completed")
    places = [requester.place(name).inner_text() for name in ("Романова", "Морозов", "Дмитриева", "Сергеева")]
    said = ["Approved with remarks", "Approved", "Approved", "Paid"]
    assert [word in place for word, place in zip(said, places, strict=True)] == [True] * 4
    requester.has_no_task(invoice)
