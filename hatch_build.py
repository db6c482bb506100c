"""A wheel holds the catalogues compiled, which git does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Compiles them where they are; what lies beside the packages is packed after that."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for path in sorted(Path(self.root, "locale").glob("*/LC_MESSAGES/django.po")):
            with path.open("rb") as catalogue, path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(catalogue, locale=path.parts[-3]))
