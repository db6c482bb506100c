"""Pictures of files: made apart, by content, without what a camera notes; a bad file ends nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pillow_heif
import pypdf
import pytest
from django.test import Client
from PIL import Image

from common import clock
from flows import actions, files, jobs, previews
from flows.models import Attachment, Preview
from outbox.jobs import carry_slow, deliver
from outbox.models import Item
from tests.flows.acting import Acting
from tests.flows.screens.conftest import browser_of

__all__ = ["browser_of"]
pytestmark = pytest.mark.django_db(transaction=True)

WHERE = {0x8825: {1: "N", 2: (55.0, 45.0, 0.0)}}
TURNED = 6
"""A camera held upright: the picture lies on its side and is turned when it is shown."""


def pdf(pages: int = 2, password: str = "") -> bytes:
    written, writer = io.BytesIO(), pypdf.PdfWriter()
    for _number in range(pages):
        writer.add_blank_page(595, 842)
    if password:
        writer.encrypt(password)
    writer.write(written)
    return written.getvalue()


def photo(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000), turned: int = 1) -> bytes:
    image, exif, written = Image.new("RGB", size, "navy"), Image.Exif(), io.BytesIO()
    image.paste("orange", (0, 0, size[0] // 4, size[1] // 4))
    exif[0x0112] = turned
    exif[0x8825] = WHERE[0x8825]
    if kind == "HEIF":
        pillow_heif.register_heif_opener()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def attach(act: Acting, content: bytes, name: str) -> Attachment:
    case = act.draft("ivan")
    return actions.attach(
        case=case, actor=act.people.ivan, field="papers", name=name, content=io.BytesIO(content)
    )


def made(row: Attachment) -> Preview:
    """As the worker makes it, from the item that attaching left in the outbox."""
    item = Item.objects.get(key=f"preview:{row.sha256}")
    item.state, item.attempts = Item.State.SENDING, 1
    item.save()
    assert deliver(item)
    return Preview.objects.get(sha256=row.sha256)


def opened(picture: Preview) -> Image.Image:
    return Image.open(files.path_of(picture.image))


def test_the_first_page_of_a_pdf_becomes_a_picture(act: Acting) -> None:
    picture = made(attach(act, pdf(pages=3), "a.pdf"))
    assert (picture.width, picture.height, picture.pages, picture.problem) == (1400, 1982, 3, "")
    assert opened(picture).size == (1400, 1982)
    assert opened(picture).format == "WEBP"


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("HEIF", "a.heic")])
def test_a_photo_is_shown_the_way_up_it_was_taken_and_tells_no_place(
    kind: str, name: str, act: Acting
) -> None:
    row = attach(act, photo(kind, turned=1 if kind == "HEIF" else TURNED), name)
    picture = made(row)
    assert row.kind == "image"
    assert (picture.width, picture.height) == ((1400, 933) if kind == "HEIF" else (1333, 2000))
    shown = opened(picture)
    assert dict(shown.getexif()) == {}
    assert "exif" not in shown.info
    corner = shown.convert("RGB").getpixel((20, 20) if kind == "HEIF" else (shown.width - 20, 20))
    assert corner == pytest.approx((255, 165, 0), abs=12)


def test_a_photo_is_handed_out_as_it_came(act: Acting, browser_of: Callable[[str], Client]) -> None:  # noqa: F811
    content = photo("HEIF")
    row = attach(act, content, "a.heic")
    answer = browser_of("ivan").get(f"/requests/{row.case_id}/files/{row.pk}/")
    assert b"".join(answer.streaming_content) == content
    assert "a.heic" in answer["Content-Disposition"]


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (pdf(password="secret"), "locked.pdf", "encrypted"),
        (b"%PDF-1.7\nnothing of the sort", "broken.pdf", "broken"),
        (b"\xff\xd8\xff" + b"\x00" * 50, "broken.jpg", "broken"),
        (photo("PNG", (12_000, 11_000)), "bomb.png", "too_large"),
    ],
)
def test_what_cannot_be_shown_says_so(content: bytes, name: str, problem: str, act: Acting) -> None:
    picture = made(attach(act, content, name))
    assert (picture.image, picture.problem) == ("", problem)
    told = previews.pictures_of([picture.sha256])[picture.sha256]
    assert "Download it" in told.problem
    assert not told.awaited


def test_a_drawing_that_takes_all_memory_ends_alone(act: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    row = attach(act, pdf(), "a.pdf")
    monkeypatch.setattr(previews, "PROGRAM", ["-c", "x = bytearray(1)\nraise SystemExit(9)"])
    assert made(row).problem == "too_large"


def test_the_same_content_is_drawn_once(act: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(pages=1)
    first, second = attach(act, content, "a.pdf"), attach(act, content, "b.pdf")
    assert Item.objects.filter(kind="preview").count() == 1
    picture = made(first)
    monkeypatch.setattr(previews, "_draw", None)
    assert previews.make(second.sha256, "pdf") == picture


def test_a_file_without_a_picture_wants_none(act: Acting) -> None:
    case = act.draft("ivan")
    actions.attach(
        case=case, actor=act.people.ivan, field="", name="a.txt", content=io.BytesIO(b"Hello there")
    )
    assert not Item.objects.filter(kind="preview").exists()


def test_pictures_of_old_files_are_wanted_by_the_job(act: Acting) -> None:
    row = attach(act, pdf(pages=1), "a.pdf")
    Item.objects.all().delete()
    assert (jobs.missing_previews(), jobs.missing_previews()) == (1, 0)
    made(row)
    Item.objects.all().delete()
    assert jobs.missing_previews() == 0


def test_one_that_is_given_up_is_awaited_no_more_and_may_be_made_after_all(act: Acting) -> None:
    row = attach(act, pdf(), "plan.pdf")
    Item.objects.filter(kind=previews.KIND).update(state="sending", attempts=5, claimed_at=clock.now())
    with clock.frozen(clock.now() + timedelta(minutes=10)):
        carry_slow()
    assert Preview.objects.get().problem == "given_up"
    assert not previews.pictures_of([row.sha256])[row.sha256].awaited
    assert previews.want_missing() == 0
    assert previews.make(row.sha256, row.kind).problem == ""
    assert Preview.objects.get().pages == 2


def test_a_picture_is_shown_to_whoever_may_see_the_file(
    act: Acting,
    browser_of: Callable[[str], Client],  # noqa: F811
) -> None:
    row = attach(act, pdf(pages=1), "a.pdf")
    address = f"/requests/{row.case_id}/files/{row.pk}/preview/"
    assert browser_of("ivan").get(address).status_code == 202
    made(row)
    answer = browser_of("ivan").get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Cache-Control"].startswith("private")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert browser_of("egor").get(address).status_code == 404
    files.sweep()
    assert browser_of("ivan").get(address).status_code == 200


def test_a_picture_of_a_hidden_field_is_hidden_too(
    act: Acting,
    browser_of: Callable[[str], Client],  # noqa: F811
) -> None:
    row = attach(act, pdf(pages=1), "a.pdf")
    made(row)
    act.save("ivan", row.case_id, off_budget=True, why="It broke")
    act.send("ivan", row.case_id)
    act.chain(row.case_id, "tamara", "galina", "fedor", "egor")
    address = f"/requests/{row.case_id}/files/{row.pk}/preview/"
    assert browser_of("boris").get(address).status_code == 404
    assert browser_of("egor").get(address).status_code == 200
