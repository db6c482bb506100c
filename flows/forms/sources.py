"""Where a form gets names and items from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from designer.queries import ItemKey, offered_items
from flows.forms.inputs import LONG_LIST
from flows.names import Names


@dataclass(frozen=True)
class FormSources(Names):
    """Names behind codes, with the labels of `known` items read at once, and the items of short lists."""

    known: dict[ItemKey, str] = field(default_factory=dict)

    def item(self, catalog: str, code: str) -> str:
        return self.known.get((catalog, code)) or super().item(catalog, code)

    def items(self, catalog: str) -> Sequence[tuple[str, str]]:
        """(code, label) in order; one more than a short list holds tells that it is long."""
        return [(one.code, one.text(self.language)) for one in offered_items(catalog, most=LONG_LIST + 1)]
