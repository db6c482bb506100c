"""The typed tree a condition is stored as. There is no text language of formulas (DESIGN, Conditions)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from designer.part import Code, Currency, Number, OrgCode, Part, Scalar


class FieldValue(Part):
    """What the form's field holds."""

    field: Code


class Constant(Part):
    """A value written in the definition: yes/no, text, a date as `2026-11-21`, the code of an option, list
    item, unit or employee; several of them for `in`."""

    value: Scalar | Annotated[tuple[Scalar, ...], Field(min_length=1, max_length=200)]


class NumberConstant(Part):
    """A number written in the definition."""

    number: Number


class MoneyConstant(Part):
    """An amount of money written in the definition."""

    money: Number
    currency: Currency


class ItemAttribute(Part):
    """An attribute of the list item that a field of type `item` holds (supplier → blocked)."""

    item: Code
    attribute: Code


class Today(Part):
    """Today's date in the time zone of the requester's unit, moved by days."""

    today: int = Field(ge=-36_600, le=36_600)


class CountOf(Part):
    """How many files or options a field holds."""

    count_of: Code


class Arithmetic(Part):
    """Two or more operands, taken from left to right. Money and plain numbers multiply; money of one
    currency adds up; a date minus a date gives days."""

    calc: Literal["add", "subtract", "multiply", "divide"]
    of: tuple[Operand, ...] = Field(min_length=2, max_length=20)


class OtherRequests(Part):
    """Sum or count over other requests of a process, sent in the last `days` days, that agree with this
    one in the fields `same`. `total` names the field summed up; none means they are counted. `in_money`:
    that field is money, summed up in the company's currency."""

    others: Code
    days: int = Field(ge=1, le=3_660)
    same: tuple[Code, ...] = Field(default=(), max_length=5)
    total: Code | None = None
    in_money: bool = False


_OPERAND_KEYS = ("field", "value", "number", "money", "item", "today", "count_of", "calc", "others")


def _operand_kind(raw: Any) -> str | None:
    for key in _OPERAND_KEYS:
        if key in raw if isinstance(raw, dict) else hasattr(raw, key):
            return key
    return None


Operand = Annotated[
    Annotated[FieldValue, Tag("field")]
    | Annotated[Constant, Tag("value")]
    | Annotated[NumberConstant, Tag("number")]
    | Annotated[MoneyConstant, Tag("money")]
    | Annotated[ItemAttribute, Tag("item")]
    | Annotated[Today, Tag("today")]
    | Annotated[CountOf, Tag("count_of")]
    | Annotated[Arithmetic, Tag("calc")]
    | Annotated[OtherRequests, Tag("others")],
    Discriminator(
        _operand_kind,
        custom_error_type="operand",
        custom_error_message=(
            "Say what to compare, one of: field, value, number, money, item, today, count_of, calc, others."
        ),
    ),
]

Operator = Literal["eq", "ne", "lt", "le", "gt", "ge", "in", "not_in", "contains"]


class Compare(Part):
    """`left op right`. An empty left or right is an error, never *false* (ROUTING 34)."""

    left: Operand
    op: Operator
    right: Operand


class Filled(Part):
    """Is the field filled (`true`) or empty (`false`)?"""

    field: Code
    filled: bool


class PersonTest(Part):
    """About an employee: `requester` (whom the request is for), or whoever a field of type `employee`
    holds. Both tests may be given; then either suffices. `works_in` is a unit's code, the units below it
    included."""

    person: Code
    holds_role: tuple[OrgCode, ...] = Field(default=(), max_length=50)
    works_in: tuple[OrgCode, ...] = Field(default=(), max_length=50)

    @model_validator(mode="after")
    def _tests_something(self) -> PersonTest:
        if not (self.holds_role or self.works_in):
            raise PydanticCustomError("person_test", "Say which roles or units to look for.")
        return self


class All(Part):
    """Every one holds."""

    all: tuple[Condition, ...] = Field(min_length=1, max_length=50)


class AnyOf(Part):
    """At least one holds."""

    any: tuple[Condition, ...] = Field(min_length=1, max_length=50)


class Not(Part):
    """It does not hold."""

    not_: Condition = Field(alias="not")

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)


_CONDITION_KEYS = {
    "all": "all",
    "any": "any",
    "not": "not",
    "not_": "not",
    "left": "compare",
    "op": "compare",
    "filled": "filled",
    "person": "person",
}


def _condition_kind(raw: Any) -> str | None:
    for key, kind in _CONDITION_KEYS.items():
        if key in raw if isinstance(raw, dict) else hasattr(raw, key):
            return kind
    return None


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Compare, Tag("compare")]
    | Annotated[Filled, Tag("filled")]
    | Annotated[PersonTest, Tag("person")],
    Discriminator(
        _condition_kind,
        custom_error_type="condition",
        custom_error_message=(
            "A condition is one of: all, any, not, a comparison (left, op, right), filled, a person."
        ),
    ),
]

for _part in (Arithmetic, All, AnyOf, Not, Compare):
    _part.model_rebuild()
