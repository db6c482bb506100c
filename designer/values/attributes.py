"""The attributes of list items: typed in, stored and shown like the fields of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from designer.document.fields import (
    DateField,
    EmployeeField,
    Field,
    NumberField,
    TextField,
    UnitField,
    YesNoField,
)
from designer.part import Text

_FIELDS: Mapping[str, Callable[[str, Text], Field]] = {
    "text": lambda code, label: TextField(type="text", code=code, label=label, max_length=500),
    "number": lambda code, label: NumberField(type="number", code=code, label=label, decimals=6),
    "yes_no": lambda code, label: YesNoField(type="yes_no", code=code, label=label),
    "employee": lambda code, label: EmployeeField(type="employee", code=code, label=label),
    "unit": lambda code, label: UnitField(type="unit", code=code, label=label),
    "date": lambda code, label: DateField(type="date", code=code, label=label),
}


def attribute_field(attribute: Mapping[str, object]) -> Field:
    """The form field that an attribute `{code, label, type}` behaves like."""
    label = attribute["label"]
    assert isinstance(label, str | dict)
    return _FIELDS[str(attribute["type"])](str(attribute["code"]), label)
