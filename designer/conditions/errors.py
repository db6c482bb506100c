"""What cannot be evaluated is an error, never *false* (ROUTING 34)."""

from __future__ import annotations

from collections.abc import Mapping

from org.reasons import Reason


def gettext_noop(text: str) -> str:
    """Marks a text for translation; it is translated where it is shown."""
    return text


SENTENCES: Mapping[str, str] = {
    "empty_value": gettext_noop("“{field}” is empty."),
    "empty_attribute": gettext_noop("“{attribute}” of the item in “{field}” is not filled in."),
    "unknown_field": gettext_noop("There is no field “{field}”."),
    "unknown_attribute": gettext_noop("The list has no attribute “{attribute}”."),
    "unknown_item": gettext_noop("“{item}” in “{field}” is not in the list."),
    "unknown_employee": gettext_noop("There is no employee “{employee}”."),
    "malformed_value": gettext_noop("“{field}” holds something that is not of its type."),
    "wrong_types": gettext_noop("{left} and {right} cannot be combined by “{op}”."),
    "not_a_person": gettext_noop("“{field}” does not hold an employee."),
    "division_by_zero": gettext_noop("A division by zero."),
    "out_of_range": gettext_noop("The result of a calculation is too large."),
    "no_rate": gettext_noop("There is no exchange rate for {currency}."),
    "not_counted": gettext_noop("Other requests of “{process}” were not counted."),
    "circular": gettext_noop("“{field}” is computed from itself."),
    "too_large": gettext_noop("A condition has more than {most} parts."),
}
"""Reason code → English sentence with its parameters; `{field}` is a field's code."""


class CannotEvaluate(Exception):
    """A condition or an operand has no answer; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    @classmethod
    def because(cls, code: str, **params: str | int) -> CannotEvaluate:
        """`CannotEvaluate.because("empty_value", field="amount")`."""
        return cls(Reason.of(code, **params))

    def __str__(self) -> str:
        template = SENTENCES.get(self.reason.code, self.reason.code)
        return template.format(**dict(self.reason.params))
