"""Drawing, joining and picturing: every glyph, nothing fetched, and nothing that a file does hurts."""

from __future__ import annotations

import socket
from io import BytesIO
from threading import Thread

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdfium2 import PdfDocument

from flows.printing.glyphs import covered, drawable
from flows.printing.pdf import CannotPrint, draw, html_of, join, pages_of, picture_page

STYLES = "<p>обычный <b>жирный</b> <i>курсив</i> <b><i>жирный курсив</i></b></p>"


def page(body: str) -> str:
    """The base of every document with this body."""
    return html_of("print/base.html", {"title": "Проба"}, "ru").replace("</body>", f"{body}</body>")


def text(content: bytes) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(content)).pages).split())


def test_russian_in_four_styles_with_its_fonts_inside() -> None:
    made = draw(page(STYLES))
    assert made.warnings == 0
    assert "обычный жирный курсив жирный курсив" in text(made.content)
    resources = PdfReader(BytesIO(made.content)).pages[0]["/Resources"]["/Font"]
    fonts = [one.get_object() for one in resources.values()]
    inside = {
        one["/BaseFont"].partition("+")[2] for one in fonts if "/FontFile2" in one.get("/FontDescriptor", {})
    }
    assert (
        inside >= {"PTSans-Web-Regular", "PTSans-Bold", "PTSans-Italic", "PTSans-BoldItalic"}
        or len(inside) == 4
    )


def test_the_same_text_is_the_same_bytes() -> None:
    assert draw(page(STYLES)).content == draw(page(STYLES)).content


def test_a_character_that_no_font_has_is_seen_and_counted() -> None:
    made = draw(page("<p>№ 5 中文 ₽</p>"))
    assert made.warnings == 2
    assert drawable("中").text in ("□", "¤")
    assert f"№ 5 {drawable('中文').text} ₽" in text(made.content)


def test_what_is_invisible_leaves_no_trace() -> None:
    assert drawable("a\u202eb\u200dc\ufe0f\u0000d") == drawable("abcd")
    assert drawable("1\u202f000").text == "1\u00a0000"
    assert drawable("и\u0306").text == "й"


@pytest.mark.parametrize("sign", "№«»₽€—–…·•ёЁқғҳіїєў“”„≥≤×")
def test_a_sign_of_our_languages_is_in_our_own_font(sign: str) -> None:
    assert ord(sign) in covered(alone=True)


HOSTILE = (
    '<img src="{url}">',
    '<link rel="stylesheet" href="{url}">',
    "<style>@import url({url}); p {{ background: url({url}) }}</style>",
    '<object data="{url}"></object><iframe src="{url}"></iframe>',
    '<img src="file:///etc/passwd"><img src="/etc/passwd">',
)


def test_nothing_is_fetched_whatever_stands_there() -> None:
    """Even raw markup, which no text of anybody becomes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(20)
        called: list[object] = []
        Thread(target=lambda: called.append(_accepted(server)), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        for one in HOSTILE:
            try:
                assert "root:" not in text(draw(page(one.format(url=url))).content)
            except CannotPrint:
                continue
        assert called == []


def _accepted(server: socket.socket) -> object:
    try:
        return server.accept()[1]
    except OSError:
        return None


def test_a_table_that_would_eat_all_memory_ends_the_drawing_process_only() -> None:
    with pytest.raises(CannotPrint):
        draw(page('<table><tr><td colspan="10000000">x</td></tr></table>'))


def test_a_picture_stands_upright_on_one_page() -> None:
    taken = Image.new("RGB", (4000, 3000), "white")
    turned = Image.Exif()
    turned[0x112] = 6
    photo = BytesIO()
    taken.save(photo, "JPEG", exif=turned)
    made = picture_page(photo.getvalue())
    box = PdfReader(BytesIO(made)).pages[0].mediabox
    assert (pages_of(made), box.height > box.width) == (1, True)
    assert len(made) < 500_000


def test_a_photo_of_a_phone_is_printed_too() -> None:
    import pillow_heif

    pillow_heif.register_heif_opener()
    photo = BytesIO()
    Image.new("RGB", (800, 600), "navy").save(photo, "HEIF")
    shown = PdfDocument(picture_page(photo.getvalue()))[0].render().to_pil()
    assert shown.getpixel((shown.width // 2, shown.height // 2))[2] > 100


def test_what_cannot_be_read_is_a_page_that_says_so() -> None:
    locked = PdfWriter()
    locked.add_blank_page(200, 200)
    locked.encrypt("secret")
    sealed = BytesIO()
    locked.write(sealed)
    whole = draw(page("<p>Sheet</p>")).content
    made = join([whole, sealed.getvalue(), b"%PDF-1.4 no", whole], ["", "locked.pdf", "torn.pdf", ""])
    assert pages_of(made) == 4
    assert "locked.pdf This PDF is protected by a password" in text(made)
    assert "torn.pdf This file cannot be read" in text(made)
    assert "cannot be read" in text(picture_page(b"no picture"))


def test_a_code_can_be_read_from_paper() -> None:
    url = "https://placet.example/verify/" + "9f" * 32
    made = draw(page(f'<pdf:barcode value="{url}" type="qr" barwidth="2.5cm" barheight="2.5cm" />'))
    shown = PdfDocument(made.content)[0].render(scale=2).to_pil()
    assert [one.text for one in zxingcpp.read_barcodes(shown)] == [url]
