"""The approval sheet: whose sign-offs are in force, in the words of the process, on one page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from pypdfium2 import PdfDocument

from common import clock
from flows.actions.paper import Sheet as Paper
from flows.actions.paper import enter_from_paper
from flows.models import Case, Document
from flows.printing.documents import make
from flows.printing.glyphs import drawable
from flows.printing.paper import Head, Line, Sheet, SignOff
from flows.printing.pdf import html_of
from flows.printing.sheet import TEMPLATE, print_sheet
from org.models import Employee, Position
from tests.flows.acting import Acting, press, revision
from tests.flows.printing.conftest import Reading, content
from tests.permissions.office import PDF
from tests.personas import NOW, assistant, away, change

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = Head(
    title="Лист согласования № INV-LE-AUTO-2026-0001",
    subtitle="Счёт на оплату",
    intro="Приложение к счёту № 77 от 20 ноября 2026 г.",
    closing="",
    lines=(
        *(Line("Поставщик", "Общество с ограниченной ответственностью «Ромашка и партнёры» " * 2),) * 3,
        *(Line(f"Поле {n}", "Значение") for n in range(9)),
    ),
    zone="Москва, UTC+03:00",
    head="9f3a77c102be" + "0" * 52,
    events=40,
    url="https://placet.example/verify/" + "9f" * 32,
    orientation="portrait",
)
SIGNED = SignOff(
    position="Заместитель генерального директора по экономике и финансам",
    name="Константинопольская-Рождественская А. А.",
    verdict="Согласовано с замечаниями",
    at="23.11.2026, 09:30",
    beside=("за Преображенскую-Вознесенскую М. В.",),
    has_remarks=True,
)


def test_it_says_what_was_approved_and_by_whom(approved: int, read: Reading) -> None:
    found = read(approved)
    assert "Approval sheet No. P-2026-001 Annex to “Chairs” of Ivan Requester Ivan, KZN-T" in found
    assert "Subject Chairs Amount RUB 100.00 Supplier Acme" in found
    assert (
        "Position Name Decision Date and time KZN-TH Tamara Approved 17 Nov 2026, 10:00 KZN-SH Galina"
        in found
    )
    assert "Kept for five years. Dates and times: Moscow, UTC+03:00." in found
    head = Case.objects.get(pk=approved).head.upper()
    assert f"Code: {head[:4]}-{head[4:8]}-{head[8:12]}" in found
    assert "Page 1 of 1" in found


def test_in_russian_it_is_russian(approved: int, read: Reading) -> None:
    found = read(approved, language="ru")
    assert "Лист согласования № P-2026-001 Приложение к «Chairs» от Ivan" in found
    assert "Должность" in found
    assert "100,00 ₽" in found
    assert "UTC+03:00" in found


def test_a_substitute_signs_for_the_absent_one(printed: Acting, read: Reading) -> None:
    away("fedor", "lev")
    case = printed.sent("ivan")
    printed.chain(case, "tamara", "galina", "lev", "egor")
    assert "KZN-D Lev for Fedor Approved" in read(case)


def test_who_holds_a_position_for_the_time_being_is_acting(printed: Acting, read: Reading) -> None:
    change(Position, "KZN-SH", acting=Employee.objects.get(code="karim"))
    case = printed.sent("ivan")
    printed.chain(case, "tamara", "karim", "fedor", "egor")
    assert "KZN-SH Karim acting Approved" in read(case)


def test_remarks_are_said_to_be_attached(printed: Acting, read: Reading) -> None:
    case = printed.sent("ivan")
    printed.remark("tamara", case, "Which colour?")
    printed.chain(case, "galina", "fedor", "egor")
    found = read(case)
    assert "Tamara Approved with remarks remarks attached" in found
    assert found.count("remarks attached") == 1
    assert "Which colour?" not in found


def test_a_decision_from_paper_names_who_entered_it(printed: Acting, read: Reading) -> None:
    case = printed.sent("ivan")
    assistant("vera", "tamara")
    sheet = Paper("approve", NOW.date(), revision(case), BytesIO(PDF), "scan.pdf")
    boss, vera = printed.people.tamara, printed.people.vera
    enter_from_paper(task=printed.task("tamara", case), boss=boss, actor=vera, sheet=sheet, press=press())
    printed.chain(case, "galina", "fedor", "egor")
    assert "Tamara on paper, entered by Vera Approved" in read(case)


def test_a_sign_off_that_fell_is_not_there(printed: Acting, read: Reading) -> None:
    case = printed.sent("ivan")
    printed.approve("tamara", case)
    printed.return_("galina", case)
    with clock.frozen(NOW + timedelta(hours=1)):
        printed.save("ivan", case, subject="Armchairs")
        printed.send("ivan", case)
        printed.chain(case, "tamara", "galina", "fedor", "egor")
        found = read(case)
    assert "Subject Armchairs" in found
    assert (found.count("Tamara"), found.count("11:00"), "10:00" in found) == (1, 4, False)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("count", [1, 15])
def test_it_is_one_page(count: int, language: str) -> None:
    printed = print_sheet(Sheet(HEAD, (SIGNED,) * count), language)
    assert (printed.pages, printed.warnings) == (1, 0)


def test_what_does_not_fit_goes_on_in_letters_that_can_be_read() -> None:
    assert print_sheet(Sheet(HEAD, (SIGNED,) * 60), "ru").pages > 1


def test_it_can_lie_on_its_side() -> None:
    wide = print_sheet(Sheet(replace(HEAD, orientation="landscape"), (SIGNED,)), "ru")
    size = PdfDocument(wide.content)[0].get_size()
    assert size[0] > size[1]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_our_own_words_need_no_other_font(language: str) -> None:
    said = html_of(TEMPLATE, {"sheet": Sheet(HEAD, (SIGNED,))}, language)
    assert drawable(said, alone=True).missing == 0


def test_its_picture_opens_the_page_that_verifies_it(approved: int, read: Reading) -> None:
    read(approved)
    row = Document.objects.get()
    shown = PdfDocument(content(row))[0].render(scale=2).to_pil()
    head = Case.objects.get(pk=approved).head
    codes = [one.text for one in zxingcpp.read_barcodes(shown)]
    assert [one.partition("/verify/")[2] for one in codes] == [f"{head}/"]
    assert row.head == head


def test_markup_and_placeholders_of_people_are_printed_as_they_are_written(
    printed: Acting, read: Reading
) -> None:
    nasty = "<b>x</b> {number} {{7*7}} {0.__class__} %(x)s <img src=x>"
    case = printed.sent("ivan", subject=nasty, off_budget=True, why=nasty)
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    printed.approve("boris", case, values={"opinion": "Fine"})
    found = read(case)
    assert found.count("<b>x</b> {number} {{7*7}} {0.__class__} %(x)s <img src=x>") == 3


def test_a_huge_text_is_printed(printed: Acting) -> None:
    words = "Очень подробное обоснование. " * 120
    case = printed.sent("ivan", off_budget=True, why=words + "x" * 400)
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    printed.approve("boris", case, values={"opinion": "Fine"})
    made = make(case, "sheet", "ru")
    assert made is not None
    assert made.pages >= 1
