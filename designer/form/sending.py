"""What stands in the way of sending, or of completing a step, field by field."""

from __future__ import annotations

from collections.abc import Container, Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from designer.conditions.errors import SENTENCES, CannotEvaluate
from designer.conditions.evaluate import evaluate
from designer.document.fields import Check, EmployeeField, Field, ItemField, UnitField
from designer.document.route import Step
from designer.form.settling import Settled, is_missing
from designer.part import Text, say
from designer.route.facts import Stored
from designer.values.parse import Unreadable, parse
from org.reasons import Reason
from org.snapshot import OrgSnapshot

Problems = dict[str, tuple[Text, ...]]
"""Field code → texts; generic ones are in the language in force, those of the process are its own texts."""

Items = Container[tuple[str, str]]
"""(list, item) pairs that may be chosen now."""


def check_sending(settled: Settled, items: Items) -> Problems:
    """Empty when the request may be sent: every field of the requester is filled in as it must be, of its
    type, and names something that exists; every check holds. `items` are the active list items among those
    the values name. Links to other requests are checked by whoever can see requests."""
    asked = [f for f in settled.scope.document.fields.values() if f.asked_of == "requester"]
    return _check(settled, asked, frozenset(), items)


def check_step(step: Step, settled: Settled, items: Items) -> Problems:
    """Empty when what the step edits is as it must be: filled in where the step must fill it."""
    edited = [settled.scope.document.fields[code] for code in step.edits]
    return _check(settled, edited, frozenset(step.must_fill), items)


def _check(settled: Settled, fields: list[Field], must: frozenset[str], items: Items) -> Problems:
    found: dict[str, list[Text]] = {}
    for field in fields:
        sentences = list(_field_problems(settled, field, must, items))
        if sentences:
            found[field.code] = sentences
    codes = {field.code for field in fields}
    for check in settled.scope.document.form.checks:
        # A field that is wrong by itself needs no second sentence.
        if check.field in codes and check.field in settled.shown and check.field not in found:
            failed = _check_failed(settled, check)
            if failed:
                found.setdefault(check.field, []).append(failed)
    return {code: tuple(sentences) for code, sentences in found.items()}


def _field_problems(settled: Settled, field: Field, must: frozenset[str], items: Items) -> Iterable[Text]:
    code = field.code
    if code in settled.doubts:
        yield say_reason(settled, settled.doubts[code])
    if code in settled.doubts or code not in settled.shown:
        return
    stored = settled.sent.get(code)
    if is_missing(field, stored):
        too_few = field.type == "files" and bool(stored)
        if code in settled.required or code in must or too_few:
            yield _missing(field)
        return
    if field.type == "computed":
        return
    try:
        parse(field, stored)
    except Unreadable as error:
        yield error.sentence
        return
    yield from _reference_problems(settled.scope.org, field, stored, items)


def _missing(field: Field) -> str:
    if field.type == "files":
        least = max(1, field.min_count)
        return ngettext("Attach a file.", "Attach at least {least} files.", least).format(least=least)
    return _("This must be ticked.") if field.type == "yes_no" else _("Fill this in.")


def _reference_problems(org: OrgSnapshot, field: Field, stored: Stored, items: Items) -> Iterable[str]:
    if isinstance(field, ItemField) and (field.catalog, stored) not in items:
        yield _("This is not in the list, or no longer: choose again.")
    if isinstance(field, EmployeeField):
        yield from _employee_problems(org, field, stored)
    if isinstance(field, UnitField):
        unit = org.units.get(stored)
        if unit is None or not unit.active or (field.kinds and unit.kind not in field.kinds):
            yield _("This unit cannot be chosen here.")


def _employee_problems(org: OrgSnapshot, field: EmployeeField, stored: str) -> Iterable[str]:
    person = org.employees.get(stored)
    if person is None or not person.active:
        yield _("There is no such employee, or no longer.")
        return
    positions = [org.positions[code] for code in org.positions_of.get(stored, ())]
    if field.roles and not any(position.role in field.roles for position in positions):
        yield _("This employee has none of the roles asked for here.")
    units = {unit.code for position in positions for unit in org.path_up(position.unit)}
    if field.units and not units & set(field.units):
        yield _("This employee works in none of the units asked for here.")


def _check_failed(settled: Settled, check: Check) -> Text | None:
    try:
        if check.when is not None and not evaluate(check.when, settled.scope):
            return None
        return None if evaluate(check.must, settled.scope) else check.message
    except CannotEvaluate as error:
        return say_reason(settled, error.reason)


def say_reason(settled: Settled, reason: Reason) -> str:
    """The sentence of a reason why something could not be evaluated, with the labels of its fields."""
    params = dict(reason.params)
    field = settled.scope.document.fields.get(params.get("field", ""))
    if field is not None:
        params["field"] = say(field.label, get_language() or "en")
    return _(SENTENCES[reason.code]).format(**params)
