"""Who gets a document; in another language; together with the files it is an annex to."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from designer.packages.install import install
from designer.queries import forget_versions
from flows import actions, files
from flows.models import Document, PrintOrder
from flows.printing.pdf import join, pages_of
from flows.printing.taking import ordered
from org.models import Employee
from outbox import jobs
from tests.flows.acting import Acting
from tests.flows.conftest import PURCHASE
from tests.personas import grant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def with_files(printed: Acting) -> int:
    """Approved, with a PDF of one page and a photo, and printed."""
    ivan, case = printed.people.ivan, printed.draft("ivan")
    photo = BytesIO()
    Image.new("RGB", (300, 200), "navy").save(photo, "JPEG")
    for name, content in (("offer.pdf", join([b""])), ("photo.jpg", photo.getvalue())):
        actions.attach(case=case, actor=ivan, field="papers", name=name, content=BytesIO(content))
    printed.send("ivan", case)
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    jobs.carry_slow()
    return case


def browser(who: int) -> Client:
    client = Client()
    client.force_login(Employee.objects.get(pk=who))
    return client


def test_whoever_sees_all_that_it_prints_gets_it(printed: Acting, with_files: int) -> None:
    made = Document.objects.all()[0]
    answer = browser(printed.people.galina).get(reverse("flows:document", args=[with_files, made.pk]))
    assert answer.getvalue() == files.path_of(made.sha256).read_bytes()
    assert answer["Content-Disposition"] == 'attachment; filename="Approval sheet P-2026-001.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_who_may_not_see_a_printed_field_has_no_document(printed: Acting, with_files: int) -> None:
    """dan, who pays, sees neither urgency nor budget."""
    made, client = Document.objects.all()[0], browser(printed.people.dan)
    assert client.get(reverse("flows:case", args=[with_files])).status_code == 200
    assert client.get(reverse("flows:document", args=[with_files, made.pk])).status_code == 404
    order = reverse("flows:print_document", args=[with_files, "sheet"])
    assert client.post(order).status_code == 404
    assert client.get(reverse("flows:documents", args=[with_files])).content.strip() == b""
    assert not PrintOrder.objects.exists()


def test_a_document_of_another_request_is_not_there(printed: Acting, with_files: int) -> None:
    made, other = Document.objects.all()[0], printed.sent("ivan")
    answer = browser(printed.people.ivan).get(reverse("flows:document", args=[other, made.pk]))
    assert answer.status_code == 404


def test_it_is_printed_with_its_files_in_one(printed: Acting, with_files: int) -> None:
    client = browser(printed.people.ivan)
    answer = client.post(reverse("flows:print_document", args=[with_files, "sheet"]), {"with_files": "1"})
    order = PrintOrder.objects.get()
    assert answer["Location"] == reverse("flows:print_order", args=[order.pk])
    assert jobs.carry_slow(), "in one piece or, on a slow machine, in more"
    order.refresh_from_db()
    assert (order.state, order.pages) == ("made", 3)
    assert order.name == "Approval sheet P-2026-001 with files.pdf"
    content = client.get(reverse("flows:print_order_file", args=[order.pk])).getvalue()
    assert pages_of(content) == 3


def test_a_photo_of_an_iphone_is_a_page_of_it(printed: Acting) -> None:
    pillow_heif.register_heif_opener()
    ivan, case, photo = printed.people.ivan, printed.draft("ivan"), BytesIO()
    Image.new("RGB", (640, 480), "navy").save(photo, "HEIF")
    for name, content in (("offer.pdf", join([b"", b""])), ("IMG_0001.HEIC", photo.getvalue())):
        actions.attach(case=case, actor=ivan, field="papers", name=name, content=BytesIO(content))
    printed.send("ivan", case)
    printed.chain(case, "tamara", "galina", "fedor", "egor")
    browser(ivan).post(reverse("flows:print_document", args=[case, "sheet"]), {"with_files": "1"})
    while PrintOrder.objects.get().state == "waiting":
        assert jobs.carry_slow()
    made = PrintOrder.objects.get()
    pages = PdfReader(BytesIO(files.path_of(made.sha256).read_bytes())).pages
    assert (made.state, made.pages, len(pages)) == ("made", 4, 4)
    assert [len(page.images) for page in pages][-1] == 1, "the photo itself, no page that says why not"


def test_what_was_printed_opens_in_a_tab_of_its_own(printed: Acting, with_files: int) -> None:
    client, made = browser(printed.people.ivan), Document.objects.all()[0]
    client.post(reverse("flows:print_document", args=[with_files, "sheet"]))
    jobs.carry_slow()
    order = reverse("flows:print_order_file", args=[PrintOrder.objects.get().pk])
    for address in (reverse("flows:document", args=[with_files, made.pk]), order):
        opened, taken = client.get(f"{address}?open=1"), client.get(address)
        assert [one["Content-Type"] for one in (opened, taken)] == ["application/pdf"] * 2
        assert opened["Content-Disposition"].startswith("inline")
        assert taken["Content-Disposition"].startswith("attachment")
        assert {one["Content-Security-Policy"] for one in (opened, taken)} == {"default-src 'none'; sandbox"}
        assert {one["X-Content-Type-Options"] for one in (opened, taken)} == {"nosniff"}
        assert all(one["Cache-Control"].startswith("private, no-store") for one in (opened, taken))


def test_the_picture_on_the_sheet_leads_to_its_verification(printed: Acting, with_files: int) -> None:
    made = Document.objects.get(code="sheet")
    with pypdfium2.PdfDocument(files.path_of(made.sha256)) as paper:
        found = zxingcpp.read_barcodes(paper[len(paper) - 1].render(scale=4).to_pil())
    assert [one.text for one in found] == [f"{settings.BASE_URL}{reverse('flows:verify', args=[made.head])}"]


def test_it_is_printed_in_the_other_language_on_demand(printed: Acting, with_files: int) -> None:
    client = browser(printed.people.galina)
    client.post(reverse("flows:print_document", args=[with_files, "sheet"]), {"language": "ru"})
    jobs.carry_slow()
    order = PrintOrder.objects.get()
    assert order.language == "ru"
    assert order.name == "Лист согласования P-2026-001.pdf"
    assert Document.objects.filter(case=with_files, code="sheet").count() == 2


def test_rights_that_are_gone_when_it_is_printed_count(printed: Acting, with_files: int) -> None:
    given = grant("karim", "see")
    client = browser(printed.people.karim)
    client.post(reverse("flows:print_document", args=[with_files, "sheet"]))
    given.delete()
    assert jobs.carry_slow() == 0
    assert PrintOrder.objects.get().state == "waiting"


def test_before_the_last_approval_it_is_refused(printed: Acting) -> None:
    case = printed.sent("ivan")
    answer = browser(printed.people.ivan).post(reverse("flows:print_document", args=[case, "sheet"]))
    assert answer.status_code == 409
    assert not PrintOrder.objects.exists()


SECRET = """documents:
  - {code: sheet, label: Sheet, kind: approval_sheet, fields: [subject, amount], annex_to: papers}
"""


def test_hidden_files_are_not_printed_with_what_he_sees(act: Acting) -> None:
    """boris sees all that the sheet prints, and not the papers it is an annex to."""
    head, _documents, rest = PURCHASE.partition("documents:\n")
    install(text=head + SECRET + rest.partition("\n")[2])
    forget_versions()
    case, content = act.draft("ivan", off_budget=True, why="Need"), BytesIO(join([b""]))
    actions.attach(case=case, actor=act.people.ivan, field="papers", name="hidden.pdf", content=content)
    act.send("ivan", case)
    act.chain(case, "tamara", "galina", "fedor", "egor")
    act.approve("boris", case, values={"opinion": "Fine"})
    asked, client = reverse("flows:print_document", args=[case, "sheet"]), browser(act.people.boris)
    assert client.post(asked, {"with_files": "1"}).status_code == 404
    assert not PrintOrder.objects.exists()
    client.post(asked)
    PrintOrder.objects.update(params={"case": case, "document": "sheet", "with_files": True})
    jobs.carry_slow()
    assert (PrintOrder.objects.get().state, PrintOrder.objects.get().sha256) == ("waiting", "")
    PrintOrder.objects.update(params={"case": case, "document": "sheet", "with_files": False})
    assert ordered(PrintOrder.objects.get()).name == "Sheet P-2026-001.pdf"
