"""Handing out what lies in the store. Whoever calls has asked already whether the reader may see it."""

from __future__ import annotations

from typing import Literal

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from flows.errors import NoSuchFile
from flows.files import path_of, place_of
from flows.sniff import HEAD, media_type_of

SEALED = "default-src 'none'; sandbox"
NAMELESS = "application/octet-stream"
PDF, ZIP = "application/pdf", "application/zip"
Shown = Literal["image/webp", "image/jpeg", "image/png"]


def hand_out(sha256: str, name: str, kind: str = "") -> HttpResponseBase:
    """The content as a download, as what it is: what somebody uploaded never runs on our address. `kind` is
    the media type where it is known to be of our own making. Raises NoSuchFile."""
    answer = _content(sha256, kind or media_type(sha256))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def open_pdf(sha256: str, name: str) -> HttpResponseBase:
    """A PDF of our own making, for a tab of its own, sealed like any other; a phone shows it at once. Raises
    NoSuchFile."""
    answer = _content(sha256, PDF)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    answer["Cache-Control"] = "private, no-store"
    return answer


def media_type(sha256: str) -> str:
    """What a stored content is, by its first bytes: a PDF or a picture, else nothing in particular. Raises
    NoSuchFile."""
    try:
        with open(path_of(sha256), "rb") as content:
            return media_type_of(content.read(HEAD)) or NAMELESS
    except FileNotFoundError as error:
        raise NoSuchFile from error


def show(sha256: str, kind: Shown) -> HttpResponseBase:
    """A picture of our own making, in the page. Raises NoSuchFile."""
    answer = _content(sha256, kind)
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def _content(sha256: str, kind: str) -> HttpResponseBase:
    """By the proxy where there is one that can, else by ourselves."""
    path = path_of(sha256)
    if not path.is_file():
        raise NoSuchFile
    answer: HttpResponseBase
    if settings.ACCEL:
        answer = HttpResponse(content_type=kind)
        answer["X-Accel-Redirect"] = settings.ACCEL + place_of(sha256)
    else:
        answer = FileResponse(path.open("rb"), content_type=kind)
    answer["Content-Security-Policy"] = SEALED
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
