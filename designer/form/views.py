"""What is on a form: for the requester, and for whoever a step asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from designer.document.fields import Field, Section
from designer.document.process import ProcessDocument
from designer.document.route import Step
from designer.form.settling import Settled


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field on somebody's form. `shown` False: on the page, hidden until a rule shows it (only where the
    person may change what the rule depends on)."""

    field: Field
    editable: bool
    required: bool
    shown: bool = True


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section with the fields that this person gets."""

    section: Section
    fields: tuple[FieldView, ...]


def requester_form(settled: Settled) -> tuple[SectionView, ...]:
    """The form of a draft: every field asked of the requester, hidden ones included, so that a tick shows
    them without asking the server. Computed fields are there to be read."""

    def view(field: Field) -> FieldView | None:
        if field.asked_of == "steps":
            return None
        shown = field.code in settled.shown
        return FieldView(field, field.type != "computed", field.code in settled.required, shown)

    return _sections(settled.scope.document, view)


def step_form(step: Step, settled: Settled) -> tuple[SectionView, ...]:
    """What a step sees, edits and must fill. Hidden fields are left out, and fields that the step may not
    see are not there at all."""
    visible = settled.scope.document.seen_by(step)

    def view(field: Field) -> FieldView | None:
        if field.code not in visible or field.code not in settled.shown:
            return None
        editable = field.code in step.edits and field.type != "computed"
        must = field.code in step.must_fill or (editable and field.code in settled.required)
        return FieldView(field, editable, editable and must)

    return _sections(settled.scope.document, view)


def _sections(
    document: ProcessDocument, view: Callable[[Field], FieldView | None]
) -> tuple[SectionView, ...]:
    views = (
        SectionView(section, tuple(found for field in section.fields if (found := view(field))))
        for section in document.form.sections
    )
    return tuple(section for section in views if section.fields)
