"""What a file would change: the company as it would be, compared with the stored one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from django.utils.translation import gettext as _

from org.actions import departure
from org.imports.report import Options, RowError
from org.imports.rows import ImportRow, Parsed
from org.queries import build
from org.records import (
    KINDS,
    AbsenceRecord,
    Change,
    Company,
    EmployeeRecord,
    PositionRecord,
    RoleRecord,
    differences,
)
from org.records.checks import problems
from org.standins import reviewed
from org.texts import sentence

_PERSON = ("last_name", "first_name", "patronymic", "email", "hired", "dismissed")


@dataclass
class Plan:
    """`changes` in the order of `KINDS`; `mentioned` are the keys that the file names, per kind."""

    changes: list[Change]
    after: Company
    mentioned: dict[str, set[Any]]
    errors: list[RowError]
    warnings: list[RowError]


@dataclass
class _Draft:
    """The company as the good rows would leave it, while it is being made."""

    parsed: Parsed
    rows: list[ImportRow]
    after: Company
    today: date
    entered_by: str | None
    errors: list[tuple[ImportRow, RowError]] = field(default_factory=list)
    warnings: list[RowError] = field(default_factory=list)

    def wrong(self, row: ImportRow, name: str, text: str) -> None:
        self.errors.append((row, row.error(name, text)))


def make_plan(
    company: Company, parsed: Parsed, options: Options, today: date, entered_by: str | None
) -> Plan:
    """Rows in error are left out, and so is what depends on them, until the rest is right."""
    rows, errors = list(parsed.rows), list(parsed.errors)
    while True:
        draft = _Draft(parsed, rows, company.fork(), today, entered_by)
        _overlay(draft)
        _check(draft)
        if not draft.errors:
            break
        errors += [error for _row, error in draft.errors]
        bad = {id(row) for row, _error in draft.errors}
        rows = [row for row in rows if id(row) not in bad]
    _leave_if_missing(draft, options)
    _judge_absences(draft)
    order = {error: n for n, error in enumerate(dict.fromkeys(errors))}
    mentioned: dict[str, set[Any]] = {}
    for row in rows:
        mentioned.setdefault(row.kind, set()).add(row.key)
    return Plan(_changes(company, draft.after), draft.after, mentioned, list(order), draft.warnings)


def _changes(before: Company, after: Company) -> list[Change]:
    found = []
    for name in KINDS:
        stored = before.of(name)
        for key, record in after.of(name).items():
            if stored.get(key) is not record and (change := differences(name, stored.get(key), record)):
                found.append(change)
    return found


# -- the company as it would be ------------------------------------------------------------------------------


def _overlay(draft: _Draft) -> None:
    by_kind: dict[str, list[ImportRow]] = {}
    for row in draft.rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind in KINDS:
        for row in by_kind.get(kind, ()):
            _put(draft, row)
    _heads(draft, by_kind.get("position", []))
    _new_roles(draft, by_kind.get("position", []))
    _holders(draft, by_kind.get("employee", []))
    _leave(draft)


def _put(draft: _Draft, row: ImportRow) -> None:
    kind = KINDS[row.kind]
    stored = draft.after.of(row.kind).get(row.key)
    base = stored if stored is not None else kind.record(**dict(zip(kind.key, row.key, strict=True)))
    record: Any = replace(base, **row.values)
    if isinstance(record, EmployeeRecord):
        record = _standing(draft, cast("EmployeeRecord | None", stored), record)
    if isinstance(record, AbsenceRecord):
        record = _absence(draft, row, record, new=stored is None)
    if isinstance(record, RoleRecord) and not record.name_en:
        record = replace(record, name_en=record.name_ru or record.code)
    draft.after.put(row.kind, record)


def _standing(draft: _Draft, stored: EmployeeRecord | None, record: EmployeeRecord) -> EmployeeRecord:
    """Whoever was dismissed by today is not active; somebody deactivated by hand stays so until the export
    takes a date of dismissal back."""
    left = record.dismissed is not None and record.dismissed <= draft.today
    back = stored is not None and stored.dismissed is not None and record.dismissed is None
    return replace(record, is_active=not left and (record.is_active or back))


def _absence(draft: _Draft, row: ImportRow, record: AbsenceRecord, *, new: bool) -> AbsenceRecord:
    """Always saved, also when nobody is known by the substitute's number."""
    entered_by = draft.entered_by if new else record.entered_by
    record = replace(record, withdrawn=False, entered_by=entered_by)
    named = record.named_substitute
    if named is not None and draft.after.employee(named) is None:
        text = _("There is no employee with the personnel number “%s”: saved without a substitute.") % named
        draft.warnings.append(row.error("named_substitute", text))
        record = replace(record, named_substitute=None)
    return record


def _heads(draft: _Draft, rows: list[ImportRow]) -> None:
    """`is_head` makes a position the head of its unit, unless the units sheet says otherwise."""
    said = {
        row.key[0]: row.values["head"] for row in draft.rows if row.kind == "unit" and row.values.get("head")
    }
    for row in rows:
        if not row.extra.get("is_head"):
            continue
        post = cast(PositionRecord, draft.after.position(row.key[0]))
        unit = draft.after.unit(post.unit)
        if said.setdefault(post.unit, post.code) != post.code:
            draft.wrong(
                row,
                "is_head",
                _("The head of %(unit)s is %(head)s already.") % {"unit": post.unit, "head": said[post.unit]},
            )
        elif unit is not None and unit.head != post.code:
            draft.after.put("unit", replace(unit, head=post.code))


def _new_roles(draft: _Draft, rows: list[ImportRow]) -> None:
    """A role first seen on a position is added under its code; a later file names it."""
    for row in rows:
        role = row.values.get("role")
        if role and draft.after.get("role", role) is None:
            draft.after.put("role", RoleRecord(role, name_en=role))


def _holders(draft: _Draft, rows: list[ImportRow]) -> None:
    """Rows of one person give him several positions; a position that the file describes (title and unit)
    and nobody claims becomes vacant."""
    claims: dict[str, ImportRow] = {}
    first: dict[str, ImportRow] = {}
    for row in rows:
        code, position = row.key[0], row.extra.get("position")
        _same_person(draft, first.setdefault(code, row), row)
        if position is None:
            continue
        if draft.after.position(position) is None:
            draft.wrong(row, "position", _("There is no position “%s”.") % position)
        elif claims.setdefault(position, row).key != row.key:
            draft.wrong(row, "position", _("The position is held by %s already.") % claims[position].key[0])
    _vacate(draft, claims)
    for position, row in claims.items():
        _hold(draft, position, row.key[0])


def _same_person(draft: _Draft, first: ImportRow, row: ImportRow) -> None:
    for name in _PERSON:
        if first.values.get(name) != row.values.get(name):
            words = {"row": first.number, "value": first.values.get(name) or "—"}
            draft.wrong(row, name, _("Row %(row)d has “%(value)s” for the same personnel number.") % words)


def _vacate(draft: _Draft, claims: dict[str, ImportRow]) -> None:
    if "employees" not in draft.parsed.sheets:
        return
    for row in (row for row in draft.rows if row.kind == "position"):
        described = {"title", "unit"} <= set(row.values)
        if not described or row.key[0] in claims or ("position", row.key[0]) in draft.parsed.spoilt:
            continue
        post = cast(PositionRecord, draft.after.position(row.key[0]))
        if post.holder is not None and not _claimed_badly(draft, post.code):
            draft.after.put("position", replace(post, holder=None))


def _claimed_badly(draft: _Draft, position: str) -> bool:
    """Claimed by a row that was left out for an error: it changes nothing, so the holder stays."""
    kept = {id(row) for row in draft.rows}
    return any(row.extra.get("position") == position and id(row) not in kept for row in draft.parsed.rows)


def _hold(draft: _Draft, position: str, code: str) -> None:
    post, person = draft.after.position(position), draft.after.employee(code)
    if post is None or person is None or not person.is_active:
        return
    if post.holder != code:
        acting = None if post.acting == code else post.acting
        draft.after.put("position", replace(post, holder=code, acting=acting))
    main = draft.after.position(person.main_position)
    if main is None or main.holder != code:
        draft.after.put("employee", replace(person, main_position=position))


def _check(draft: _Draft) -> None:
    for row in draft.rows:
        record = draft.after.of(row.kind)[row.key]
        for problem in problems(draft.after, row.kind, record):
            draft.wrong(row, problem.field, problem.sentence)


# -- who has left, and substitutes ---------------------------------------------------------------------------


def _leave(draft: _Draft) -> None:
    """Whoever the file says was dismissed gives up his positions."""
    people = (draft.after.employee(row.key[0]) for row in draft.rows if row.kind == "employee")
    departure(draft.after, [person for person in people if person is not None and not person.is_active])


def _leave_if_missing(draft: _Draft, options: Options) -> None:
    """With a complete sheet, so does whoever is not on it; a row in error still says that he is there."""
    named = {row.key[0] for row in draft.parsed.rows if row.kind == "employee"}
    named |= {code for kind, code in draft.parsed.spoilt if kind == "employee"}
    if not options.deactivate_missing or "employees" not in draft.parsed.sheets or None in named:
        return
    everybody = (cast(EmployeeRecord, record) for record in draft.after.of("employee").values())
    gone = [person for person in everybody if person.is_active and person.code not in named]
    departure(draft.after, [replace(p, is_active=False, dismissed=p.dismissed or draft.today) for p in gone])


def _judge_absences(draft: _Draft) -> None:
    rows = {row.key: row for row in draft.rows if row.kind == "absence"}
    absences = [cast(AbsenceRecord, draft.after.of("absence")[key]) for key in rows]
    people = {name for a in absences for name in (a.employee, a.named_substitute) if name is not None}
    judged = list(reviewed(draft.after, people))
    for absence in judged:
        draft.after.put("absence", absence)
    org = build(draft.after) if any(a.refused for a in judged) else None
    for absence in judged:
        row = rows.get(KINDS["absence"].key_of(absence))
        if row is not None and absence.refused is not None and org is not None:
            text = _("The absence is saved, the substitute is refused. %s") % sentence(absence.refused, org)
            draft.warnings.append(row.error("named_substitute", text))
