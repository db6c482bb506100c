"""The approval history: every round with its reasons, remarks with their answers, files with checksums."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest

from flows import actions
from flows.models import Remark
from flows.printing.glyphs import drawable
from flows.printing.history import CHUNK, TEMPLATE, chunked, history_of
from flows.printing.paper import Act
from flows.printing.pdf import html_of
from flows.printing.reading import paper_reading, printing
from tests.flows.acting import Acting
from tests.flows.printing.conftest import Reading
from tests.permissions.office import PDF

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(printed: Acting) -> int:
    """Returned once, sent again, a remark answered, a word said beside it, and paid."""
    people, case = printed.people, printed.draft("ivan", secret="the CEO's idea")
    actions.attach(case=case, actor=people.ivan, field="papers", name="offer.pdf", content=BytesIO(PDF))
    printed.send("ivan", case)
    printed.return_("tamara", case, "Too dear")
    printed.save("ivan", case, subject="Stools", note="cheaper")
    printed.send("ivan", case)
    printed.remark("tamara", case, "Which colour?", "Delivery?")
    actions.comment(case=case, actor=people.galina, text="Between us", press="c")
    for one in Remark.objects.filter(case=case):
        actions.answer_remark(remark=one.pk, actor=people.ivan, answer="taken", text=f"Answer {one.number}")
    printed.chain(case, "galina", "fedor", "egor")
    printed.complete("dan", case, paid_on="2026-11-17")
    return case


def test_every_round_is_told_in_order(told: int, read: Reading) -> None:
    found = read(told, "history")
    for one in (
        "Round 1",
        "Sent the request",
        "Too dear",
        "Round 2",
        "Sent it again",
        "Approved with remarks",
    ):
        assert one in found
        found = found[found.index(one) :]
    assert "Subject: was “Chairs”, is “Stools”" in read(told, "history")
    assert "Paid on: 17 Nov 2026" in found


def test_remarks_stand_with_their_answers(told: int, read: Reading) -> None:
    found = read(told, "history")
    assert "Remark 1: Which colour?" in found
    assert (
        "1. Tamara 17 Nov 2026, 10:00 · round 2 Which colour? Answer: taken into account. Answer 1" in found
    )
    assert "2. Tamara" in found


def test_files_stand_with_their_checksums(told: int, read: Reading) -> None:
    found = read(told, "history").replace(" ", "")
    assert "offer.pdf" in found
    assert hashlib.sha256(PDF).hexdigest() in found


def test_pages_are_counted_and_the_head_is_whole(told: int, read: Reading) -> None:
    found = read(told, "history")
    pages = found.count("Page 1 of ")
    assert pages == 1
    assert paper_reading(told, "en").case.head in found


def test_what_it_does_not_print_is_not_in_it(told: int, read: Reading) -> None:
    found = read(told, "history")
    assert [one for one in ("idea", "cheaper", "Between us", "Note") if one in found] == []


def test_in_russian_our_own_words_need_no_other_font(told: int) -> None:
    for language in ("ru", "en"):
        read = paper_reading(told, language)
        layout = read.document.document("history")
        assert layout is not None
        history = history_of(printing(read, layout), layout)
        said = html_of(TEMPLATE, {"history": history}, language)
        assert drawable(said, alone=True).missing == 0


def test_a_long_history_is_cut_into_tables_that_are_drawn_quickly() -> None:
    acts = tuple(Act("today", "Ivan", str(number)) for number in range(250))
    assert [len(one) for one in chunked(acts)] == [CHUNK, CHUNK, 50]
    assert sum(chunked(acts), ()) == acts
