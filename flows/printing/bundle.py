"""Something long to print: many pages of ours and files of people, made in pieces that are each short, kept
in a folder of the store until they are bound into one PDF.

However often the worker stops, or is killed, what is made stays made; and no content goes through the memory
of the worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows import files
from flows.models import Attachment
from flows.printing.pdf import Leaf, bind, prepare
from flows.printing.pieces import Pieces

MOST_BYTES = 100 * 1024 * 1024
"""Of PDFs and pictures in one bundle."""
PICTURE_BYTES = 1024 * 1024
"""A picture is no larger once it has the size of its page."""
MOST_FILES = 200
WHOLE = "whole"


@dataclass(frozen=True)
class Part:
    """A page set of ours (`html`), a stored file by its content (`kind` own, pdf, image), or a page that says
    why one is not here (`kind` apart, large)."""

    name: str
    kind: str
    html: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Bundle:
    """What is bound, in this order; the name under which it is handed out."""

    name: str
    parts: tuple[Part, ...]


class Room:
    """What still goes into one bundle."""

    def __init__(self) -> None:
        self.bytes, self.files = MOST_BYTES, MOST_FILES

    def refuses(self, one: Attachment) -> str:
        """Why its pages do not go in: `apart`, `large`; or empty, and there is less room afterwards."""
        if one.kind not in ("pdf", "image"):
            return "apart"
        size = min(one.size, PICTURE_BYTES) if one.kind == "image" else one.size
        if size > self.bytes or not self.files:
            return "large"
        self.bytes, self.files = self.bytes - size, self.files - 1
        return ""


class Work(Pieces):
    """The folder in which a bundle is made."""

    PLAN, LIST = "plan.json", "parts"

    @property
    def leaves(self) -> list[Leaf]:
        return [self._leaf(number, **one) for number, one in enumerate(self._plan()["parts"])]

    def lay_out(self, bundle: Bundle) -> None:
        """Keep what is to be made; what was half laid out is laid out anew."""
        self._begin()
        for number, one in enumerate(bundle.parts):
            if one.html:
                (self.folder / f"{number}.html").write_text(one.html)
        parts = [{"name": one.name, "kind": one.kind, "sha256": one.sha256} for one in bundle.parts]
        self._lay_down({"name": bundle.name, "parts": parts})

    def go_on(self, seconds: float) -> int:
        """Make more of it for about so many seconds: how many parts there are. Raises CannotPrint."""
        leaves = self.leaves
        prepare(leaves, seconds)
        return sum(one.is_there for one in leaves)

    def finish(self) -> tuple[Path, int]:
        """All in one file; how many pages. Raises CannotPrint."""
        return self.folder / WHOLE, bind(self.leaves, self.folder / WHOLE)

    def _leaf(self, number: int, name: str, kind: str, sha256: str) -> Leaf:
        source = files.path_of(sha256) if sha256 else self.folder / f"{number}.html"
        return Leaf(name, kind, source, self.folder / f"{number}.pdf")


def works() -> Iterator[str]:
    """The names of those that are there, finished or not."""
    folder = files.work_folder("")
    return (one.name for one in folder.iterdir()) if folder.is_dir() else iter(())
