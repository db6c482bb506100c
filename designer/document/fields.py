"""The fields of a form."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field as Limit

from designer.conditions.tree import Condition, Operand
from designer.document.base import Code, Currency, Number, OrgCode, Part, Text

FileKind = Literal["pdf", "image", "word", "excel", "csv", "text", "zip", "eml"]
UnitKind = Literal["company", "legal_entity", "branch", "department", "division", "team"]


class FieldBase(Part):
    """What every field has. `required` may depend on a condition; a field that is not `shown` is neither
    asked nor required; `cleared_when` empties it. `default` is a stored value of the field's type.
    `asked_of` steps: it is not on the requester's form and is filled in at a later step that `edits` it."""

    code: Code
    label: Text
    help: Text | None = None
    asked_of: Literal["requester", "steps"] = "requester"
    required: bool | Condition = False
    shown: Condition | None = None
    cleared_when: Condition | None = None


class TextField(FieldBase):
    """One line."""

    type: Literal["text"]
    max_length: int = Limit(default=200, ge=1, le=500)
    default: str | None = None


class LongTextField(FieldBase):
    """Several lines."""

    type: Literal["long_text"]
    max_length: int = Limit(default=4_000, ge=1, le=20_000)
    default: str | None = None


class NumberField(FieldBase):
    """A decimal number."""

    type: Literal["number"]
    decimals: int = Limit(default=2, ge=0, le=6)
    min: Number | None = None
    max: Number | None = None
    unit_label: Text | None = None
    default: Number | None = None


class MoneyField(FieldBase):
    """An amount with its currency; the first currency is offered."""

    type: Literal["money"]
    currencies: tuple[Currency, ...] = Limit(default=("RUB",), min_length=1, max_length=30)
    min: Number | None = None
    max: Number | None = None


class DateField(FieldBase):
    """A calendar date."""

    type: Literal["date"]


class DateTimeField(FieldBase):
    """A moment, entered in the time zone of the requester's unit."""

    type: Literal["datetime"]


class YesNoField(FieldBase):
    """A tick."""

    type: Literal["yes_no"]
    default: bool = False


class Option(Part):
    """One of the answers of a choice."""

    code: Code
    label: Text


class ChoiceField(FieldBase):
    """One of a few options."""

    type: Literal["choice"]
    options: tuple[Option, ...] = Limit(min_length=1, max_length=100)
    default: Code | None = None


class ChoicesField(FieldBase):
    """Several of a few options."""

    type: Literal["choices"]
    options: tuple[Option, ...] = Limit(min_length=1, max_length=100)
    default: tuple[Code, ...] = ()


class ItemField(FieldBase):
    """An item of a list."""

    type: Literal["item"]
    catalog: Code


class EmployeeField(FieldBase):
    """An employee. `benefits`: whoever stands here may not approve the request (ROUTING, principle 6)."""

    type: Literal["employee"]
    roles: tuple[OrgCode, ...] = ()
    units: tuple[OrgCode, ...] = ()
    benefits: bool = False


class UnitField(FieldBase):
    """A unit. `starts_route`: the route starts at this unit (ROUTING 10)."""

    type: Literal["unit"]
    kinds: tuple[UnitKind, ...] = ()
    starts_route: bool = False


class RequestField(FieldBase):
    """A link to another request that the reader may see."""

    type: Literal["request"]
    processes: tuple[Code, ...] = ()


class FilesField(FieldBase):
    """Files, by content: `accept` names kinds, checked by what the file is, not by what it is called."""

    type: Literal["files"]
    accept: tuple[FileKind, ...] = ("pdf", "image", "word", "excel", "csv", "text", "zip", "eml")
    min_count: int = Limit(default=0, ge=0, le=50)
    max_count: int = Limit(default=20, ge=1, le=50)
    max_megabytes: int = Limit(default=25, ge=1, le=50)


class ComputedField(FieldBase):
    """A value worked out from others; never typed."""

    type: Literal["computed"]
    result: Literal["number", "money", "date", "text"]
    value: Operand


Field = Annotated[
    TextField
    | LongTextField
    | NumberField
    | MoneyField
    | DateField
    | DateTimeField
    | YesNoField
    | ChoiceField
    | ChoicesField
    | ItemField
    | EmployeeField
    | UnitField
    | RequestField
    | FilesField
    | ComputedField,
    Limit(discriminator="type"),
]


class Section(Part):
    """Fields under one heading."""

    code: Code
    label: Text
    fields: tuple[Field, ...] = Limit(min_length=1, max_length=100)


class Check(Part):
    """Run on sending: when `must` does not hold, `message` is shown at `field`. `when` restricts it."""

    code: Code
    field: Code
    must: Condition
    message: Text
    when: Condition | None = None


class Form(Part):
    """The form: sections of fields, and checks across them."""

    sections: tuple[Section, ...] = Limit(min_length=1, max_length=30)
    checks: tuple[Check, ...] = Limit(default=(), max_length=100)
