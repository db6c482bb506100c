"""Marks of a request: what whoever decides must see beside the amount, and why it is so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from designer.document import ProcessDocument


@dataclass(frozen=True, slots=True)
class Why:
    """What the process asks for to explain a mark: `Why urgent`, and what was said."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A tick that is set, or what was chosen. `usual`: the choice that is offered first."""

    text: str
    usual: bool = False

    @property
    def tone(self) -> str:
        return "" if self.usual else "warn"


@dataclass(frozen=True, slots=True)
class Marking:
    """One request read for its marks. `seen` are the codes that the reader may see; `label` and `shown` say a
    field's name and its value in his language."""

    document: ProcessDocument
    values: Mapping[str, Any]
    seen: Collection[str]
    label: Callable[[str], str]
    shown: Callable[[str], str]

    def marks(self) -> tuple[Mark, ...]:
        """In the order of the process; an unset tick says nothing."""
        found = (self._mark(code) for code in self.document.parts.marks if self._says(code))
        return tuple(mark for mark in found if mark.text)

    def whys(self) -> tuple[Why, ...]:
        """Of what is marked now: of a tick that is set, of a choice that is not the usual one."""
        found = []
        for one in self.document.parts.reasons:
            if self._says(one.of) and self._says(one.field) and not self._usual(one.of):
                found.append(Why(self.label(one.field), self.shown(one.field)))
        return tuple(found)

    def _says(self, code: str) -> bool:
        return code in self.document.fields and code in self.seen and bool(self.values.get(code))

    def _usual(self, code: str) -> bool:
        field = self.document.fields[code]
        return field.type == "choice" and self.values.get(code) == field.default

    def _mark(self, code: str) -> Mark:
        if self.document.fields[code].type == "yes_no":
            return Mark(self.label(code))
        return Mark(self.shown(code), self._usual(code))
