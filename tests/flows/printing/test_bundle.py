"""What is long is printed in pieces: each short, none lost when the worker dies, nothing without bounds."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from common import clock
from flows import files
from flows.models import Attachment, PrintOrder
from flows.printing import bundle, orders, pdf
from flows.printing.bundle import Bundle, Part, Work
from flows.printing.pdf import html_of
from org.models import Employee
from outbox import jobs
from outbox.models import Item
from tests.flows.acting import Acting
from tests.flows.printing.conftest import bound

pytestmark = pytest.mark.django_db(transaction=True)


def page(text: str) -> Part:
    html = html_of("print/base.html", {"title": text}, "en").replace("</body>", f"<p>{text}</p></body>")
    return Part(text, "html", html)


def stored(pages: int) -> str:
    writer, out = PdfWriter(), BytesIO()
    for _number in range(pages):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return files.keep_made(out.getvalue())


def texts(content: bytes) -> list[str]:
    return [one.extract_text() for one in PdfReader(BytesIO(content)).pages]


@pytest.fixture
def order(act: Acting, monkeypatch: pytest.MonkeyPatch) -> PrintOrder:
    """Three pages for ivan, one in each piece."""
    made = Bundle("Three.pdf", tuple(page(one) for one in ("first", "second", "third")))
    monkeypatch.setattr(orders, "printers", {"three": lambda _order: made})
    monkeypatch.setattr(orders, "PIECE_SECONDS", 0.01)
    return orders.order(kind="three", by=act.people.ivan, params={}, language="en")


def pieces() -> list[tuple[str, int]]:
    """How far it was after each piece."""
    seen = []
    while Item.objects.exclude(state="sent").exists():
        jobs.carry_slow()
        row = PrintOrder.objects.get()
        seen.append((row.state, row.done))
    return seen


def test_it_is_printed_piece_by_piece_and_whole_in_the_end(order: PrintOrder) -> None:
    seen = pieces()
    assert seen[-1][0] == "made" and [done for _state, done in seen] == sorted(done for _state, done in seen)
    assert Item.objects.count() > 3, "every piece is an item of its own"
    order.refresh_from_db()
    assert (order.total, order.pages, order.name) == (3, 3, "Three.pdf")
    assert [one.split()[-1] for one in texts(files.path_of(order.sha256).read_bytes())] == [
        "first",
        "second",
        "third",
    ]
    assert list(bundle.works()) == [], "nothing of it is left over"


def test_a_piece_that_is_delivered_twice_adds_nothing(order: PrintOrder) -> None:
    item = Item.objects.get()
    for _delivery in range(3):
        orders.carry(item)
    pieces()
    order.refresh_from_db()
    assert (order.state, order.pages) == ("made", 3)


def test_what_takes_the_drawing_process_along_becomes_a_page_that_says_so(act: Acting) -> None:
    work = Work("test")
    work.lay_out(Bundle("", (Part("bomb.pdf", "pdf", sha256=stored(1)), page("behind it"))))
    work.leaves[0].hopeless.touch()
    assert work.go_on(30) == 2
    path, pages = work.finish()
    assert pages == 2
    assert "bomb.pdf" in texts(path.read_bytes())[0] and "cannot be read" in texts(path.read_bytes())[0]
    work.remove()


def test_a_drawing_process_that_dies_over_the_first_marks_it(
    act: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_asked: object) -> None:
        raise pdf.CannotPrint

    work = Work("test")
    work.lay_out(Bundle("", (page("one"), page("two"))))
    monkeypatch.setattr(pdf, "_ask", dies)
    assert work.go_on(1) == 0
    assert [one.is_hopeless for one in work.leaves] == [True, False]
    with pytest.raises(pdf.CannotPrint):
        work.go_on(1)
    work.remove()


def test_a_file_of_too_many_pages_is_named_instead(act: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 2)
    parts = (Part("short.pdf", "pdf", sha256=stored(2)), Part("long.pdf", "pdf", sha256=stored(3)))
    said = texts(bound(Bundle("", parts)))
    assert len(said) == 3
    assert "long.pdf" in said[2] and "too many pages" in said[2]


def test_what_there_is_no_room_for_is_named(act: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_FILES", 1)
    room = bundle.Room()
    rows = [Attachment(kind=kind, size=9) for kind in ("pdf", "pdf", "text")]
    assert [room.refuses(one) for one in rows] == ["", "large", "apart"]
    assert "no room" in texts(bound(Bundle("", (Part("b.pdf", "large"),))))[0]


def test_a_photo_takes_the_room_that_it_has_on_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_BYTES", 2 * bundle.PICTURE_BYTES)
    room = bundle.Room()
    sizes = [Attachment(kind="image", size=20 * bundle.PICTURE_BYTES) for _number in range(3)]
    assert [room.refuses(one) for one in sizes] == ["", "", "large"]


def test_one_that_is_given_up_says_so_and_can_be_ordered_again(order: PrintOrder, act: Acting) -> None:
    Item.objects.update(state="sending", attempts=orders.ATTEMPTS, claimed_at=clock.now())
    with clock.frozen(clock.now() + 2 * jobs.SLOW_STUCK):
        jobs.carry_slow()
    order.refresh_from_db()
    assert (order.state, Item.objects.get().state) == ("failed", "dead")
    client, where = Client(), reverse("flows:print_order", args=[order.pk])
    client.force_login(Employee.objects.get(pk=act.people.ivan))
    assert 'method="post"' in client.get(where).content.decode()
    again = client.post(where)
    newest = PrintOrder.objects.order_by("-pk")[0]
    assert (again["Location"], newest.state) == (reverse("flows:print_order", args=[newest.pk]), "waiting")


def test_what_one_waits_for_already_is_not_ordered_twice(order: PrintOrder, act: Acting) -> None:
    same = orders.order(kind="three", by=act.people.ivan, params={}, language="en")
    others = orders.order(kind="three", by=act.people.galina, params={}, language="en")
    assert same.pk == order.pk != others.pk
    assert Item.objects.count() == 2
