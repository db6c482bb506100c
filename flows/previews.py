"""Pictures of attached files: the first page of a PDF or a photo, made by the worker, kept by content."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from common import clock
from flows import files
from flows.errors import NoSuchFile
from flows.models import Attachment, Preview
from outbox.actions import Wanted, put, put_all, wake

KIND = "preview"
PICTURED = ("pdf", "image")
"""Kinds of files of which there is something to see."""
SECONDS = 25
PROGRAM = ("-m", "flows.first_page")
AT_ONCE = 200
GIVEN_UP = "given_up"
"""The problem of a picture that was tried too often: nobody waits for it, and it may be tried again."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What there is to see of a file. `image` is empty while it is being made, and for ever with a
    `problem`; width and height are in pixels."""

    image: str = ""
    width: int = 0
    height: int = 0
    pages: int = 0
    problem: str = ""

    @property
    def awaited(self) -> bool:
        return not self.image and not self.problem


def want(sha256: str, kind: str) -> None:
    """In the transaction that attaches a file: a picture of it is wanted, at once."""
    payload = {"sha256": sha256, "kind": kind}
    if kind in PICTURED and put(key=f"{KIND}:{sha256}", kind=KIND, payload=payload):
        wake(KIND)


@transaction.atomic(durable=True)
def want_missing() -> int:
    """Want those that nobody has made: files of before, or whose item was given up. How many are new."""
    made = Preview.objects.filter(sha256=OuterRef("sha256"))
    found = Attachment.objects.filter(~Exists(made), kind__in=PICTURED, removed_at=None)
    missing = dict(found.order_by("-pk").values_list("sha256", "kind")[:AT_ONCE])
    return put_all(
        [
            Wanted(f"{KIND}:{sha256}", KIND, {"sha256": sha256, "kind": kind})
            for sha256, kind in missing.items()
        ]
    )


def make(sha256: str, kind: str) -> Preview:
    """Make the picture of a content, unless there is one. Called outside any transaction."""
    known = Preview.objects.filter(sha256=sha256).first()
    if known is not None and known.problem != GIVEN_UP:
        return known
    with TemporaryDirectory() as folder:
        target = Path(folder) / "picture"
        told = _draw(kind, files.path_of(sha256), target)
        image = "" if told.get("problem") else files.keep_made(target.read_bytes())
    row, _new = Preview.objects.update_or_create(
        sha256=sha256,
        defaults={
            "image": image,
            "width": told.get("width", 0),
            "height": told.get("height", 0),
            "pages": told.get("pages", 0),
            "problem": told.get("problem", ""),
            "made_at": clock.now(),
        },
    )
    return row


def give_up(sha256: str) -> None:
    """Whoever looks at the file is told that there is nothing to see."""
    Preview.objects.get_or_create(sha256=sha256, defaults={"problem": GIVEN_UP, "made_at": clock.now()})


def _draw(kind: str, source: Path, target: Path) -> Mapping[str, Any]:
    """Draw in a process of its own: whatever a file does there ends that process only."""
    if not source.exists():
        return {"problem": "broken"}
    command = [sys.executable, *PROGRAM, kind, str(source), str(target)]
    home = Path(__file__).resolve().parent.parent
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(home), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command, cwd=home, env=env, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"problem": "too_large"}
    if done.returncode != 0:
        return {"problem": "too_large"}
    told: Mapping[str, Any] = json.loads(done.stdout)
    return told


def pictures_of(contents: Iterable[str]) -> dict[str, Picture]:
    """What there is to see of these contents. One statement, none for nothing."""
    wanted = set(contents)
    found = Preview.objects.filter(sha256__in=wanted) if wanted else ()
    return {
        one.sha256: Picture(one.image, one.width, one.height, one.pages, _sentence(one.problem))
        for one in found
    }


def picture_of(attachment: Attachment) -> str:
    """The content of a file's picture; empty while it is being made. Raises NoSuchFile when there will be
    none."""
    if attachment.kind not in PICTURED:
        raise NoSuchFile
    row = Preview.objects.filter(sha256=attachment.sha256).first()
    if row is not None and not row.image:
        raise NoSuchFile
    return row.image if row is not None else ""


def _sentence(problem: str) -> str:
    """Why there is nothing to see, politely."""
    match problem:
        case "":
            return ""
        case "encrypted":
            return _("It is protected by a password, so it cannot be shown here. Download it to read it.")
        case "too_large":
            return _("It is too large to be shown here. Download it to see it.")
    return _("It cannot be shown here. Download it, or ask for another copy.")
