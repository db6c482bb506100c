"""A page of a list. One row more than fits is read, so that no list is counted to know that there is more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from common.text import number_in

Row = TypeVar("Row")
SIZE = 25
LAST = 400


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """`number` counts from 1."""

    rows: tuple[Row, ...]
    number: int
    more: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.more else 0


def page_number(raw: str | None) -> int:
    """The number of a page as an address gives it; anything else is the first."""
    return min(max(number_in((raw or "").strip(), 5) or 1, 1), LAST)


def slice_of(found: Any, number: int, row: Callable[[Any], Row], size: int = SIZE) -> Slice[Row]:
    """One page of a query."""
    start = (number - 1) * size
    read: Sequence[Any] = list(found[start : start + size + 1])
    return Slice(tuple(row(one) for one in read[:size]), number, len(read) > size)
