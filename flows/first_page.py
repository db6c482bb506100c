"""The drawing of one preview: the first page of a PDF or a photo, as a small picture and nothing else.

`python -m flows.first_page KIND SOURCE TARGET` runs apart from the platform: no settings, no database, at
most 1 GB of memory and 20 seconds. It writes a WebP to TARGET and prints what it made as JSON; what cannot
be drawn is said by a word: `encrypted`, `too_large` or `broken`."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from flows.on_white import on_white

MEMORY = 1024**3
SECONDS = 20
MOST_PIXELS = 120_000_000
"""A phone's largest photo has about a hundred million."""
WIDEST, TALLEST = 1400, 2000
"""The picture fits into this box: an A4 page stays readable when it is zoomed."""
QUALITY = 80


class NotDrawn(Exception):
    """Why there is no picture, as a word."""


def draw(kind: str, source: str, target: str) -> dict[str, Any]:
    """Draw the file `source` (of kind `pdf` or `image`) into `target`; the picture's size and how many pages
    the file has. Raises NotDrawn."""
    image, pages = _page(source) if kind == "pdf" else _photo(source)
    made = _anew(image)
    made.thumbnail((WIDEST, TALLEST))
    made.save(target, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=None)
    return {"width": made.width, "height": made.height, "pages": pages}


def _page(source: str) -> tuple[Any, int]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise NotDrawn("encrypted" if "password" in str(error).lower() else "broken") from error
    pages = len(document)
    if not pages:
        raise NotDrawn("broken")
    page = document[0]
    width, height = page.get_size()
    if width < 1 or height < 1:
        raise NotDrawn("broken")
    return page.render(scale=min(WIDEST / width, TALLEST / height, 4)).to_pil(), pages


def _photo(source: str) -> tuple[Any, int]:
    import pillow_heif
    from PIL import Image, ImageOps

    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = Image.open(source, formats=("JPEG", "PNG", "WEBP", "HEIF"))
        if image.width * image.height > MOST_PIXELS:
            raise NotDrawn("too_large")
        image.draft("RGB", (TALLEST, TALLEST))
        return ImageOps.exif_transpose(image), 1
    except Image.DecompressionBombError as error:
        raise NotDrawn("too_large") from error


def _anew(image: Any) -> Any:
    """The same picture and nothing else of its file: no place, no camera, no name of anybody goes along."""
    from PIL import Image

    drawn = Image.new("RGB", image.size, "white")
    drawn.paste(on_white(image))
    return drawn


def main(kind: str, source: str, target: str) -> None:
    """One drawing within its bounds; whatever goes wrong is a word, too."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = draw(kind, source, target)
    except NotDrawn as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {"problem": "too_large"}
    except Exception:
        answer = {"problem": "broken"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:4])
