"""The inputs that a reader gets on a request: the requester's form, or what a step of his may edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from designer.document.fields import Field
from designer.form import FieldView, requester_form, step_form
from designer.part import Text
from flows.cards.asks import possible
from flows.cards.reading import Reading
from flows.forms import Input, InputSection, build_sections
from flows.forms.inputs import Filling, build_input
from flows.models import Task


def filling_of(
    read: Reading,
    values: Mapping[str, Any],
    typed: Mapping[str, Any] | None = None,
    errors: Mapping[str, Sequence[Text]] | None = None,
) -> Filling:
    """What the inputs show."""
    zone = read.zone_of_request
    return Filling(
        values, read.language, zone, read.names, typed or {}, errors or {}, read.files, read.place_of_clock
    )


def form_sections(read: Reading, filling: Filling) -> tuple[InputSection, ...]:
    """The requester's form."""
    return build_sections(requester_form(read.settled), filling)


def editable_views(read: Reading) -> Iterator[FieldView]:
    """Every field that the reader may fill in now."""
    if possible(read).edit:
        yield from (view for one in requester_form(read.settled) for view in one.fields)
    for one in read.assignments:
        step = read.document.steps.get(one.task.step)
        if one.employee_id == read.reader.pk and step is not None and one.task.kind != Task.Kind.ATTENTION:
            yield from (
                view for part in step_form(step, read.settled) for view in part.fields if view.editable
            )


def editable_field(read: Reading, code: str) -> Field | None:
    """A field that the reader may fill in now."""
    return next(
        (view.field for view in editable_views(read) if view.field.code == code and view.editable), None
    )


def input_on_page(read: Reading, code: str, problems: Sequence[str] = ()) -> Input | None:
    """One input as it is now, with what is wrong."""
    view = next((one for one in editable_views(read) if one.field.code == code), None)
    filling = filling_of(read, read.case.values, errors={code: tuple(problems)} if problems else {})
    return build_input(view, filling) if view else None
