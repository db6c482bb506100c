"""The drawing process: what people wrote and attached is turned into PDF here, apart from the platform.

`python -m flows.printing.child` reads a request from its input and answers on its output, both framed by
`pack`; files are named by their paths. It knows no settings, no keys and no database, fetches nothing, and
has at most 1 GB of memory and 30 seconds; whatever goes wrong here ends this process only.
"""

from __future__ import annotations

import io
import json
import resource
import struct
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from time import monotonic, process_time
from typing import Any, BinaryIO

from flows.on_white import on_white

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
    """HTML to PDF: the first of several that fits one page, or the first at all. Answers `missing`
    (characters replaced), `warnings` (of the renderer) and `pages`."""
    from pypdfium2 import PdfDocument

    made = list[tuple[dict[str, Any], bytes]]()
    for part in parts:
        told, content = _drawn(part.decode())
        pages = len(PdfDocument(content)) if content.startswith(b"%PDF-") else 0
        made.append(({**told, "pages": pages}, content))
        if pages == 1:
            return made[-1]
        if process_time() > SECONDS / 3:
            break
    return made[0]


def prepare(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """Leaves to PDFs, one after another, each in a file of its own (`target`); what cannot be printed becomes
    a page that says why, in the words of `said`. After so many `seconds` no other one is begun: the rest is
    left. A target is there whole or not at all."""
    until, made = monotonic() + head["seconds"], 0
    for leaf in head["leaves"]:
        if made and monotonic() > until:
            break
        target = Path(leaf["target"])
        half = target.with_suffix(".half")
        half.write_bytes(_prepared(leaf, head["said"]))
        half.replace(target)
        made += 1
    return {"made": made}, b""


def bind(head: dict[str, Any], parts: list[bytes]) -> tuple[dict[str, Any], bytes]:
    """The PDFs that `prepare` made, one behind the other, in the file `target`; answers its `pages`."""
    from pypdfium2 import PdfDocument

    whole = PdfDocument.new()
    for path in head["files"]:
        with closing(PdfDocument(path)) as part:
            whole.import_pages(part)
    pages = len(whole)
    whole.save(head["target"])
    return {"pages": pages}, b""


class NotPrinted(Exception):
    """Why a file is not printed, as a word of `said`."""


def _prepared(leaf: dict[str, Any], said: dict[str, str]) -> bytes:
    why = leaf["kind"]
    if why not in said:
        try:
            return MAKERS[leaf["kind"]](leaf)
        except NotPrinted as error:
            why = str(error)
        except Exception:
            why = "broken"
    return _notice(leaf["name"], said[why])


def _page_set(leaf: dict[str, Any]) -> bytes:
    """Of HTML of ours."""
    told, content = _drawn(Path(leaf["source"]).read_text())
    if told["errors"] or not content.startswith(b"%PDF-"):
        raise NotPrinted("undrawn")
    return content


def _pdf(leaf: dict[str, Any]) -> bytes:
    """The pages of a PDF, written anew: what is broken in it shows here and not where all are bound."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        source = PdfDocument(leaf["source"])
    except PdfiumError as error:
        raise NotPrinted("locked" if "password" in str(error).lower() else "broken") from error
    if not len(source):
        raise NotPrinted("broken")
    if len(source) > leaf["most_pages"]:
        raise NotPrinted("long")
    alone, out = PdfDocument.new(), io.BytesIO()
    alone.import_pages(source)
    alone.save(out)
    return out.getvalue()


def _picture(leaf: dict[str, Any]) -> bytes:
    """A picture, one A4 page for each frame."""
    import pillow_heif
    from PIL import Image, ImageSequence
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.invariant = 1
    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    out = io.BytesIO()
    canvas = Canvas(out)
    with Image.open(leaf["source"]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise NotPrinted("broken")
        frames = ImageSequence.Iterator(image) if image.format == "TIFF" else (image,)
        for number, frame in enumerate(frames):
            if number < MOST_FRAMES:
                _place(canvas, frame)
    canvas.save()
    return out.getvalue()


MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "html": _page_set,
    "pdf": _pdf,
    "image": _picture,
}


def _drawn(html: str) -> tuple[dict[str, Any], bytes]:
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
    made, out = drawable(html), io.BytesIO()
    result = pisa.CreatePDF(
        made.text, dest=out, encoding="utf-8", resource_policy=policy, raise_exception=True
    )
    return {"missing": made.missing, "warnings": int(result.warn), "errors": int(result.err)}, out.getvalue()


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
    on_white(upright).save(jpeg, "JPEG", quality=85)
    canvas.setPageSize(size)
    canvas.drawImage(ImageReader(jpeg), (size[0] - width) / 2, (size[1] - height) / 2, width, height)
    canvas.showPage()


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


JOBS: dict[str, Job] = {"draw": draw, "prepare": prepare, "bind": bind}


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
