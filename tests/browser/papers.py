"""Papers as people have them: an invoice, a photo, a scan; and what a printed PDF says."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def invoice(file: Path, *texts: str) -> Path:
    """A PDF with one page for each text."""
    canvas = Canvas(str(file), pagesize=A4)
    for text in texts:
        canvas.drawString(72, 760, text)
        canvas.showPage()
    canvas.save()
    return file


def photo(file: Path, text: str) -> Path:
    """What a phone takes, as a JPEG."""
    picture = Image.new("RGB", (1200, 1600), "#d9d4c7")
    ImageDraw.Draw(picture).text((120, 120), text, fill="black", font_size=64)
    picture.save(file, "JPEG", quality=80)
    return file


def pages(content: bytes) -> list[str]:
    """The text of each page, its white space made one."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def qr_codes(content: bytes) -> set[str]:
    """What the QR codes of a PDF say."""
    drawn = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(content)]
    return {found.text for picture in drawn for found in zxingcpp.read_barcodes(picture)}
