"""What a request is about, in a few lines: enough to decide on a small screen without scrolling."""

from __future__ import annotations

from flows.cards.model import DataRow
from flows.cards.reading import Reading
from flows.marks import Marking


def brief_of(read: Reading) -> tuple[DataRow, ...]:
    """The fields that the process names as its summary, those that this reader may see and that say
    something."""
    codes = [code for code in read.document.parts.summary if code in read.fields]
    shown = ((code, read.shown(code, read.case.values.get(code))) for code in codes)
    return tuple(DataRow(read.label(code), text) for code, text in shown if text)


def marking_of(read: Reading) -> Marking:
    """The request as this reader sees it."""
    values = read.case.values
    return Marking(
        read.document, values, read.fields, read.label, lambda code: read.shown(code, values.get(code))
    )
