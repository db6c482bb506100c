"""Checks of the form: codes, limits, defaults, conditions, computed values."""

from __future__ import annotations

from collections.abc import Iterator

from designer.conditions.walk import fields_read
from designer.document.checks.context import Context
from designer.document.fields import (
    ChoiceField,
    ChoicesField,
    ComputedField,
    Field,
    FilesField,
    ItemField,
    LongTextField,
    MoneyField,
    NumberField,
    TextField,
)
from designer.document.findings import gettext_noop

RESERVED = frozenset({"requester"})

IS_RESERVED = gettext_noop("The code “{code}” is reserved.")
LIMITS_CROSSED = gettext_noop("The least ({least}) is more than the most ({most}).")
BAD_DEFAULT = gettext_noop("The default does not fit the field.")
SEVERAL_STARTS = gettext_noop("Only one field can say where the route starts; another is “{code}”.")
WRONG_RESULT = gettext_noop("This gives {kind}, not {result}.")
FROM_ITSELF = gettext_noop("“{code}” is computed from itself.")
NEVER_ASKED = gettext_noop("“{code}” is asked of steps, but no step edits it.")
COMPUTED_BY_STEP = gettext_noop("A computed field is never filled in: leave “asked_of” out.")


def check_form(context: Context) -> None:
    """Everything under `form`."""
    document = context.document
    sections = document.form.sections
    context.unique((section.code for section in sections), "form.sections")
    context.unique((field.code for section in sections for field in section.fields), "form.sections")
    context.unique((check.code for check in document.form.checks), "form.checks")
    for path, field in paths_of_fields(context):
        _field(field, path, context)
    _route_starts(context)
    _computed_from_itself(context)
    for at, check in enumerate(document.form.checks):
        path = f"form.checks.{at}"
        context.field(check.field, f"{path}.field")
        context.condition(check.must, f"{path}.must")
        context.condition(check.when, f"{path}.when")


def paths_of_fields(context: Context) -> Iterator[tuple[str, Field]]:
    """(path, field) for every field of the form."""
    for at, section in enumerate(context.document.form.sections):
        for number, field in enumerate(section.fields):
            yield f"form.sections.{at}.fields.{number}", field


def _field(field: Field, path: str, context: Context) -> None:
    if field.code in RESERVED:
        context.report.add(f"{path}.code", IS_RESERVED, code=field.code)
    context.condition(field.required, f"{path}.required")
    context.condition(field.shown, f"{path}.shown")
    context.condition(field.cleared_when, f"{path}.cleared_when")
    _asked(field, path, context)
    if isinstance(field, NumberField | MoneyField | FilesField):
        _limits(field, path, context)
    if isinstance(field, TextField | LongTextField | NumberField | ChoiceField | ChoicesField):
        _default(field, path, context)
    if isinstance(field, ChoiceField | ChoicesField):
        context.unique((option.code for option in field.options), f"{path}.options")
    if isinstance(field, ItemField) and context.document.catalog(field.catalog) is None:
        known = [catalog.code for catalog in context.document.catalogs]
        context.report.unknown(f"{path}.catalog", "catalog", field.catalog, known)
    if isinstance(field, ComputedField):
        _computed(field, path, context)


def _asked(field: Field, path: str, context: Context) -> None:
    if field.asked_of != "steps":
        return
    if field.type == "computed":
        context.report.add(f"{path}.asked_of", COMPUTED_BY_STEP)
    elif not any(field.code in step.edits for step in context.document.steps.values()):
        context.report.add(f"{path}.asked_of", NEVER_ASKED, code=field.code)


def _limits(field: NumberField | MoneyField | FilesField, path: str, context: Context) -> None:
    if isinstance(field, FilesField):
        least, most, name = field.min_count, field.max_count, "min_count"
        if least > most:
            context.report.add(f"{path}.{name}", LIMITS_CROSSED, least=least, most=most)
    elif field.min is not None and field.max is not None and field.min > field.max:
        context.report.add(f"{path}.min", LIMITS_CROSSED, least=field.min, most=field.max)


def _default(
    field: TextField | LongTextField | NumberField | ChoiceField | ChoicesField, path: str, context: Context
) -> None:
    if field.default is not None and not _fits(field):
        context.report.add(f"{path}.default", BAD_DEFAULT)


def _fits(field: TextField | LongTextField | NumberField | ChoiceField | ChoicesField) -> bool:
    if isinstance(field, NumberField):
        return _number_fits(field)
    if isinstance(field, ChoiceField):
        return field.default in [option.code for option in field.options]
    if isinstance(field, ChoicesField):
        return set(field.default) <= {option.code for option in field.options}
    lines = field.type == "long_text" or "\n" not in (field.default or "")
    return lines and len(field.default or "") <= field.max_length


def _number_fits(field: NumberField) -> bool:
    number = field.default
    if number is None:
        return True
    exponent = number.normalize().as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    in_limits = (field.min is None or number >= field.min) and (field.max is None or number <= field.max)
    return in_limits and decimals <= field.decimals and abs(number) < 10**15


def _computed(field: ComputedField, path: str, context: Context) -> None:
    kind = context.operand(field.value, f"{path}.value")
    texts = ("text", "choice", "item", "employee", "unit", "request", "written")
    kind = "text" if kind in texts else kind
    if kind and kind != field.result:
        context.report.add(f"{path}.value", WRONG_RESULT, kind=kind, result=field.result)


def _route_starts(context: Context) -> None:
    starting = [
        (path, field.code)
        for path, field in paths_of_fields(context)
        if field.type == "unit" and field.starts_route
    ]
    for path, _code in starting[1:]:
        context.report.add(f"{path}.starts_route", SEVERAL_STARTS, code=starting[0][1])


def _computed_from_itself(context: Context) -> None:
    reads = {
        field.code: [code for code in fields_read(field.value) if code in context.document.fields]
        for _path, field in paths_of_fields(context)
        if isinstance(field, ComputedField)
    }
    for path, field in paths_of_fields(context):
        if field.code in reads and field.code in _reached(field.code, reads):
            context.report.add(f"{path}.value", FROM_ITSELF, code=field.code)


def _reached(start: str, reads: dict[str, list[str]]) -> set[str]:
    seen: set[str] = set()
    ahead = list(reads[start])
    while ahead:
        code = ahead.pop()
        if code not in seen:
            seen.add(code)
            ahead.extend(reads.get(code, ()))
    return seen
