"""PDF: from a template, from several PDFs, from a picture. The work is done in a process of its own
(`flows.printing.child`), so neither a hostile file nor a huge text can take the platform along."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from pypdf import PdfReader

from flows.printing import child
from flows.printing.glyphs import OWN, STYLES, fallback

PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "PLACET_FALLBACK_FONT")
"""All that the drawing process gets of the environment: no keys, no database."""
MOST_PAGES = 200
"""Of a file that is printed together with others."""


class CannotPrint(RuntimeError):
    """The drawing process gave up: for want of time or memory, or over what it was given."""


@dataclass(frozen=True)
class Printed:
    """A PDF. `warnings` counts what does not look as it was written: characters that no font has, and what
    the renderer complained of; nothing of ours may have any."""

    content: bytes
    pages: int
    warnings: int


@dataclass(frozen=True)
class Leaf:
    """One thing on its way into a PDF: the file `source` becomes the PDF `target`. `kind`: html or own (that
    is, a PDF) of ours, pdf (of at most `MOST_PAGES`), image, or why nothing is printed (see `_sentences`)."""

    name: str
    kind: str
    source: Path
    target: Path

    @property
    def is_there(self) -> bool:
        return self.target.exists()

    @property
    def hopeless(self) -> Path:
        """There when it took the drawing process along."""
        return self.target.with_suffix(".hopeless")

    @property
    def is_hopeless(self) -> bool:
        return self.hopeless.exists()

    def told(self) -> dict[str, Any]:
        """What the drawing process is told of it."""
        kind, most = (self.kind, MOST_PAGES) if self.kind != "own" else ("pdf", sys.maxsize)
        paths = {"source": str(self.source), "target": str(self.target)}
        return {
            "name": self.name,
            "kind": "broken" if self.is_hopeless else kind,
            "most_pages": most,
            **paths,
        }


@dataclass(frozen=True)
class Face:
    """A font file for `@font-face`."""

    family: str
    path: str
    weight: str = "normal"
    style: str = "normal"


def render(template: str, context: Mapping[str, Any], language: str) -> Printed:
    """A template as PDF, in that language; it extends `print/base.html`. Everything in the context is
    escaped. In the worker only: it takes about a second. Raises CannotPrint."""
    return draw(html_of(template, context, language))


def render_fitting(
    template: str, context: Mapping[str, Any], looks: Sequence[Mapping[str, Any]], language: str
) -> Printed:
    """The same in the first look in which it fits one page, else in the first. Raises CannotPrint."""
    return draw(*(html_of(template, {**context, **look}, language) for look in looks))


def html_of(template: str, context: Mapping[str, Any], language: str) -> str:
    """What `render` draws."""
    with translation.override(language):
        return render_to_string(template, {**context, "language": language, "faces": faces()})


def draw(*htmls: str) -> Printed:
    """HTML as PDF: of several the first that fits one page, else the first. Raises CannotPrint."""
    told, content = _ask({"job": "draw"}, [one.encode() for one in htmls])
    if told["errors"] or not content.startswith(b"%PDF-"):
        raise CannotPrint("The renderer answered with errors.")
    return Printed(content, told["pages"], told["missing"] + told["warnings"])


def prepare(leaves: Sequence[Leaf], seconds: float) -> None:
    """Turn into PDF those that are not there yet, in one drawing process, for about so many seconds: the
    first one at least, or it is known from then on that it takes the drawing process along. What cannot be
    printed becomes a page that says so. Raises CannotPrint when not even that can be made."""
    left = [one for one in leaves if not one.is_there]
    if not left:
        return
    given_up = left[0].is_hopeless
    head = {"job": "prepare", "seconds": seconds, "said": _sentences()}
    try:
        _ask({**head, "leaves": [one.told() for one in left]}, [])
    except CannotPrint:
        if given_up:
            raise
        if not left[0].is_there:
            left[0].hopeless.touch()


def bind(leaves: Sequence[Leaf], target: Path) -> int:
    """Prepared leaves one behind the other in one file; how many pages. Raises CannotPrint."""
    files = [str(one.target) for one in leaves]
    return int(_ask({"job": "bind", "files": files, "target": str(target)}, [])[0]["pages"])


def join(parts: Sequence[bytes], names: Sequence[str] = ()) -> bytes:
    """A few PDFs in one. One that is protected or cannot be read becomes a page that says so, under its name.
    Raises CannotPrint."""
    return _joined([("pdf", one) for one in parts], names)


def picture_page(content: bytes, name: str = "") -> bytes:
    """A picture (of any kind that may be attached, photos of phones too) as an A4 page; a page for each frame
    of a TIFF. One that cannot be read becomes a page that says so."""
    return _joined([("image", content)], [name])


def _joined(parts: Sequence[tuple[str, bytes]], names: Sequence[str]) -> bytes:
    with TemporaryDirectory() as place:
        folder, leaves = Path(place), list[Leaf]()
        for number, (kind, content) in enumerate(parts):
            (folder / f"{number}.in").write_bytes(content)
            name = names[number] if number < len(names) else ""
            leaves.append(Leaf(name, kind, folder / f"{number}.in", folder / f"{number}.pdf"))
        while not all(one.is_there for one in leaves):
            prepare(leaves, child.SECONDS / 2)
        bind(leaves, folder / "whole")
        return (folder / "whole").read_bytes()


def pages_of(content: bytes) -> int:
    """How many pages a PDF of ours has."""
    return len(PdfReader(BytesIO(content)).pages)


def faces() -> list[Face]:
    """The fonts of every document: PT Sans in four styles, and the font for what it lacks."""
    own = [Face("PTS", str(OWN / name), weight, style) for (weight, style), name in STYLES.items()]
    other = fallback()
    return [*own, Face("OTHER", str(other))] if other else own


def _sentences() -> dict[str, str]:
    return {
        "locked": _("This PDF is protected by a password and cannot be printed here."),
        "broken": _("This file cannot be read and is not printed here."),
        "long": _("This file has too many pages to be printed here: open it in the request."),
        "apart": _("This kind of file is not printed: open it in the request."),
        "large": _("There is no room for this file in the print: open it in the request."),
        "undrawn": _("This page could not be printed: open it on the screen."),
    }


def _ask(head: Mapping[str, Any], parts: Sequence[bytes]) -> tuple[dict[str, Any], bytes]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", child.__name__],
            input=child.pack(dict(head), parts),
            capture_output=True,
            cwd=settings.ROOT,
            env=environment,
            timeout=child.SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        raise CannotPrint(_last_line(error.stderr)) from error
    except subprocess.TimeoutExpired as error:
        raise CannotPrint("It took too long.") from error
    told, (content,) = child.unpack(done.stdout)
    return told, content


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "The drawing process died."
