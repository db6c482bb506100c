"""A folder of the store in which something long is made piece by piece, by a plan that is laid down first."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from flows import files


class Pieces:
    """What all that is made so has in common. `PLAN` is the file of the plan, `LIST` that of its pieces in
    it; the plan holds a `name`, too."""

    PLAN: ClassVar[str]
    LIST: ClassVar[str]

    def __init__(self, name: str) -> None:
        self.folder = files.work_folder(name)

    @property
    def is_laid_out(self) -> bool:
        return (self.folder / self.PLAN).exists()

    @property
    def name(self) -> str:
        return str(self._plan()["name"])

    @property
    def total(self) -> int:
        return len(self._plan()[self.LIST])

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self) -> None:
        """An empty folder: what was half laid out is laid out anew."""
        self.remove()
        files.make_folder(self.folder)

    def _lay_down(self, plan: Mapping[str, Any]) -> None:
        """From now on it is laid out."""
        self._write(self.PLAN, plan)

    def _plan(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads((self.folder / self.PLAN).read_text())
        return plan

    def _write(self, name: str, found: Mapping[str, Any]) -> None:
        """The whole file, or what was there before."""
        path: Path = self.folder / name
        half = path.with_suffix(".half")
        half.write_text(json.dumps(found, ensure_ascii=False))
        half.replace(path)
