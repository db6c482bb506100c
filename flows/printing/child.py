"""The drawing process: what people wrote and attached is turned into PDF here, apart from the platform.

`python -m flows.printing.child` reads a request from its input and answers on its output, both
framed by `pack`. It knows no settings, no keys and no database, fetches nothing, and has at most 1 GB of
memory and 30 seconds; whatever goes wrong here ends this process only.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

MEMORY = 1024**3
SECONDS = 30
LENGTH = struct.Struct(">Q")
MARGIN = 28
"""Around a picture, in points."""
SHARP = 200
"""Dots per inch of a picture on its page."""
MOST_PIXELS = 200_000_000
MOST_FRAMES = 100

Job = Callable[[dict[str, Any], list[bytes]], tuple[dict[str, Any], bytes]]


def pack(head: dict[str, Any], parts: Sequence[bytes]) -> bytes:
    """A JSON head and binary parts, each after its length."""
    first = json.dumps(head).encode()
    return b"".join(LENGTH.pack(len(one)) + one for one in (first, *parts))


def unpack(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """The reverse of `pack`."""
    parts, at = list[bytes](), 0
    while at < len(data):
        (size,) = LENGTH.unpack_from(data, at)
        parts.append(data[at + LENGTH.size : at + LENGTH.size + size])
        at += LENGTH.size + size
    return json.loads(parts[0]), parts[1:]


def draw(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """HTML to PDF. Answers `missing` (characters replaced) and `warnings` (of the renderer)."""
    from reportlab import rl_config
    from xhtml2pdf import pisa
    from xhtml2pdf.config.resources import ResourceAccessPolicy

    from flows.printing.glyphs import OWN, drawable, fallback

    other = fallback()
    policy = ResourceAccessPolicy.server(
        OWN,
        extra_roots=(other.parent,) if other else (),
        allow_remote=False,
        max_render_seconds=SECONDS - 5,
        max_document_bytes=8_000_000,
    )
    rl_config.invariant = 1
    made, out = drawable(parts[0].decode()), io.BytesIO()
    result = pisa.CreatePDF(
        made.text, dest=out, encoding="utf-8", resource_policy=policy, raise_exception=True
    )
    return {"missing": made.missing, "warnings": int(result.warn), "errors": int(result.err)}, out.getvalue()


def join(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """Several PDFs to one. What cannot be read is a page that says so (`locked`, `broken` in the head)."""
    from pypdf import PdfWriter

    writer, bad = PdfWriter(), list[int]()
    for number, part in enumerate(parts):
        pages, sentence = _pages(part, head)
        if sentence:
            bad.append(number)
            pages = _pages(_notice(head["names"][number], sentence), head)[0]
        for page in pages:
            writer.add_page(page)
    writer.add_metadata({"/Producer": "Placet", "/Title": head.get("title", "")})
    return {"bad": bad, "pages": len(writer.pages)}, _written(writer)


def picture(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """A picture to a PDF, one A4 page for each frame."""
    import pillow_heif
    from PIL import Image, ImageSequence
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.invariant = 1
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    out = io.BytesIO()
    canvas = Canvas(out)
    with Image.open(io.BytesIO(parts[0])) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        frames = ImageSequence.Iterator(image) if image.format == "TIFF" else (image,)
        for number, frame in enumerate(frames):
            if number < MOST_FRAMES:
                _place(canvas, frame)
    canvas.save()
    return {}, out.getvalue()


def _place(canvas: Any, frame: Any) -> None:
    """One picture on its page, as large as it fits, the way up that it was taken; never enlarged above its
    natural size at 72 dots per inch."""
    from PIL import ImageOps
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.utils import ImageReader

    if frame.format == "JPEG":
        frame.draft("RGB", (int(A4[1] / 72 * SHARP), int(A4[1] / 72 * SHARP)))
    upright = ImageOps.exif_transpose(frame)
    size = landscape(A4) if upright.width > upright.height else A4
    room = (size[0] - 2 * MARGIN, size[1] - 2 * MARGIN)
    upright.thumbnail((int(room[0] / 72 * SHARP), int(room[1] / 72 * SHARP)))
    scale = min(room[0] / upright.width, room[1] / upright.height, 1)
    width, height = upright.width * scale, upright.height * scale
    jpeg = io.BytesIO()
    _opaque(upright).save(jpeg, "JPEG", quality=85)
    canvas.setPageSize(size)
    canvas.drawImage(ImageReader(jpeg), (size[0] - width) / 2, (size[1] - height) / 2, width, height)
    canvas.showPage()


def _opaque(image: Any) -> Any:
    """On white paper."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    return image.convert("RGB")


def _pages(part: bytes, head: dict[str, Any]) -> tuple[list[Any], str]:
    """The pages of a PDF; or none, and why."""
    from pypdf import PdfReader, PdfWriter

    try:
        reader = PdfReader(io.BytesIO(part))
        if reader.is_encrypted and not reader.decrypt(""):
            return [], head["locked"]
        pages = list(reader.pages)
        alone = PdfWriter()
        for page in pages:
            alone.add_page(page)
        _written(alone)
    except Exception:
        return [], head["broken"]
    return (pages, "") if pages else ([], head["broken"])


def _written(writer: Any) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _notice(name: str, sentence: str) -> bytes:
    """An A4 page that says why a file is not here."""
    from reportlab import rl_config
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from flows.printing.glyphs import OWN, drawable

    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont("PTS", str(OWN / "PT_Sans-Web-Regular.ttf")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("PTS", 11)
    for line, text in enumerate((name, sentence)):
        canvas.drawCentredString(A4[0] / 2, A4[1] * 0.6 - line * 18, drawable(text, alone=True).text[:90])
    canvas.save()
    return out.getvalue()


JOBS: dict[str, Job] = {"draw": draw, "join": join, "picture": picture}


def limit() -> None:
    """Bounds on this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(entrance: BinaryIO, exit_: BinaryIO) -> None:
    """One request, one answer."""
    limit()
    head, parts = unpack(entrance.read())
    told, content = JOBS[head["job"]](head, parts)
    exit_.write(pack(told, [content]))


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
