"""PDF: from a template, from several PDFs, from a picture. The work is done in a process of its own
(`flows.printing.child`), so neither a hostile file nor a huge text can take the platform along."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
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
GRACE = 5


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


def html_of(template: str, context: Mapping[str, Any], language: str) -> str:
    """What `render` draws."""
    with translation.override(language):
        return render_to_string(template, {**context, "language": language, "faces": faces()})


def draw(html: str) -> Printed:
    """HTML as PDF. Raises CannotPrint."""
    told, content = _ask({"job": "draw"}, [html.encode()])
    if told["errors"] or not content.startswith(b"%PDF-"):
        raise CannotPrint("The renderer answered with errors.")
    return Printed(content, pages_of(content), told["missing"] + told["warnings"])


def join(parts: Sequence[bytes], names: Sequence[str] = (), title: str = "") -> bytes:
    """Several PDFs in one. One that is protected or cannot be read becomes a page that says so, under its
    name. Quick enough for a request. Raises CannotPrint."""
    called = [*names, *[""] * (len(parts) - len(names))]
    head = {"job": "join", "title": title, **_sentences()}
    try:
        return _ask({**head, "names": called}, parts)[1]
    except CannotPrint:
        sound = [_sound(head, part, name) for part, name in zip(parts, called, strict=True)]
        return _ask({**head, "names": called}, sound)[1]


def picture_page(content: bytes, kind: str = "image", name: str = "") -> bytes:
    """A picture (of any kind that may be attached, photos of phones too) as an A4 page; a page for each frame
    of a TIFF. One that cannot be read becomes a page that says so. `kind` is `flows.sniff`'s."""
    if kind == "image":
        try:
            return _ask({"job": "picture"}, [content])[1]
        except CannotPrint:
            pass
    return join([b""], [name])


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
    }


def _sound(head: Mapping[str, Any], part: bytes, name: str) -> bytes:
    """The part alone, or nothing when it takes the drawing process along."""
    try:
        return _ask({**head, "names": [name]}, [part])[1]
    except CannotPrint:
        return b""


def _ask(head: Mapping[str, Any], parts: Sequence[bytes]) -> tuple[dict[str, Any], bytes]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", child.__name__],
            input=child.pack(dict(head), parts),
            capture_output=True,
            cwd=settings.ROOT,
            env=environment,
            timeout=child.SECONDS + GRACE,
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
