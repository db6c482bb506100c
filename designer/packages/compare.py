"""What a new version may not change, and what the company lacks for it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from designer.conditions.tree import PersonTest
from designer.document.fields import EmployeeField
from designer.document.findings import Finding, Report, gettext_noop
from designer.document.process import Catalog, ProcessDocument
from designer.document.route import FixedPerson, FixedPosition, Group, NearestRole, UnitRef, Until
from designer.part import Part
from org.snapshot import OrgSnapshot

TYPE_KEPT = gettext_noop(
    "“{code}” was of type {old} in version {number}: a field keeps its type for ever. Use a new code."
)
KIND_KEPT = gettext_noop(
    "“{code}” was of kind {old} in version {number}: a step keeps its kind for ever. Use a new code."
)
LIST_KEPT = gettext_noop(
    "“{code}” was picked from the list “{old}” in version {number}: a field keeps its list. Use a new code."
)
ATTRIBUTE_KEPT = gettext_noop("The attribute “{code}” of this list is of type {old} here: it keeps its type.")
NO_ROLE = gettext_noop("The company has no role “{code}”.")
NO_UNIT = gettext_noop("The company has no unit “{code}”.")
NO_EMPLOYEE = gettext_noop("The company has no employee “{code}”.")
NO_POSITION = gettext_noop("The company has no position “{code}”.")


def changed_types(document: ProcessDocument, earlier: Iterable[tuple[int, ProcessDocument]]) -> list[Finding]:
    """Codes that mean something of another type than in an earlier version: values of running requests
    could not be read any more. Dropping a code is fine."""
    report = Report()
    steps = _paths_of_steps(document)
    fields = {
        field.code: f"form.sections.{at}.fields.{number}"
        for at, section in enumerate(document.form.sections)
        for number, field in enumerate(section.fields)
    }
    for number, old in earlier:
        for code in fields.keys() & old.fields.keys():
            _field(old.fields[code], document.fields[code], fields[code], number, report)
        for code in steps.keys() & old.steps.keys():
            if old.steps[code].kind != document.steps[code].kind:
                report.add(steps[code], KIND_KEPT, code=code, old=old.steps[code].kind, number=number)
    return report.findings


def changed_attributes(at: int, catalog: Catalog, there: Sequence[dict[str, Any]]) -> list[Finding]:
    """Attributes of a list that are there already, with another type."""
    report, known = Report(), {one["code"]: one["type"] for one in there}
    for number, attribute in enumerate(catalog.attributes):
        old = known.get(attribute.code, attribute.type)
        if old != attribute.type:
            report.add(f"catalogs.{at}.attributes.{number}", ATTRIBUTE_KEPT, code=attribute.code, old=old)
    return report.findings


def lacking(document: ProcessDocument, org: OrgSnapshot) -> list[Finding]:
    """Roles, units, positions and employees that the document names and the company does not have."""
    report = Report()
    roles = {position.role for position in org.positions.values()}
    known: dict[str, tuple[Iterable[str | None], str]] = {
        "role": (roles, NO_ROLE),
        "unit": (org.units, NO_UNIT),
        "employee": (org.employees, NO_EMPLOYEE),
        "position": (org.positions, NO_POSITION),
    }
    for path, kind, code in _named(document, ""):
        if code not in known[kind][0]:
            report.add(path, known[kind][1], code=code)
    return list(dict.fromkeys(report.findings))


def _field(old: Any, new: Any, path: str, number: int, report: Report) -> None:
    before, now = _type(old), _type(new)
    if before != now:
        report.add(f"{path}.type", TYPE_KEPT, code=new.code, old=before, number=number)
    elif new.type == "item" and old.catalog != new.catalog:
        report.add(f"{path}.catalog", LIST_KEPT, code=new.code, old=old.catalog, number=number)


def _type(field: Any) -> str:
    return f"computed {field.result}" if field.type == "computed" else str(field.type)


def _paths_of_steps(document: ProcessDocument) -> dict[str, str]:
    return dict(_steps(document.route, "route"))


def _steps(nodes: Any, path: str) -> Iterator[tuple[str, str]]:
    for at, node in enumerate(nodes):
        if hasattr(node, "step"):
            yield node.step, f"{path}.{at}"
            continue
        for number, one in enumerate(node.paths):
            yield from _steps(one.steps, f"{path}.{at}.paths.{number}.steps")


def _named(part: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """(path, kind, code) for every role, unit, position and employee named below."""
    if isinstance(part, tuple):
        for at, one in enumerate(part):
            yield from _named(one, f"{path}.{at}")
    if isinstance(part, Part):
        for name, kind, code in _names(part):
            yield f"{path}.{name}" if path else name, kind, code
        for name in type(part).model_fields:
            yield from _named(getattr(part, name), f"{path}.{name}" if path else name)


def _names(part: Part) -> Iterator[tuple[str, str, str]]:
    """(name inside the part, kind, code)."""
    match part:
        case NearestRole(role=str(role)) | Until(role=str(role)) | Group(role=str(role)):
            yield "role", "role", role
        case Group(employees=employees):
            yield from (("employees", "employee", one) for one in employees)
        case UnitRef(code=str(unit)):
            yield "code", "unit", unit
        case FixedPerson(employee=employee):
            yield "employee", "employee", employee
        case FixedPosition(position=position):
            yield "position", "position", position
        case PersonTest(holds_role=roles, works_in=units):
            yield from (("holds_role", "role", one) for one in roles)
            yield from (("works_in", "unit", one) for one in units)
        case EmployeeField(roles=roles, units=units):
            yield from (("roles", "role", one) for one in roles)
            yield from (("units", "unit", one) for one in units)
