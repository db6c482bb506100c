"""What a request is about, in a few lines: enough to decide on a small screen without scrolling."""

from __future__ import annotations

from flows.cards.model import DataRow
from flows.cards.reading import Reading


def brief_of(read: Reading) -> tuple[DataRow, ...]:
    """The fields that the process names as its summary, those that this reader may see and that say
    something."""
    codes = [code for code in read.document.parts.summary if code in read.fields]
    shown = ((code, read.shown(code, read.case.values.get(code))) for code in codes)
    return tuple(DataRow(read.label(code), text) for code, text in shown if text)


def marks_of(read: Reading) -> tuple[str, ...]:
    """What is not as usual: a tick that is set, a choice other than the one that is offered first."""
    found = []
    for code in read.document.parts.marks:
        field, value = read.document.fields.get(code), read.case.values.get(code)
        if field is None or code not in read.fields or value in (None, False):
            continue
        if field.type == "yes_no":
            found.append(read.label(code))
        elif field.type == "choice" and value != field.default:
            found.append(read.shown(code, value))
    return tuple(found)
