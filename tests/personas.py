"""A small company that committing tests write into the database, with fixed people.

HQ company              CEO    anna
├─ FIN department       CFO    boris
│  └─ ACC division      CHACC  clara     accountants dan (ACC1), dina (ACC2)
└─ SAL department       SAL-D  egor      auditor vera (AUD), lawyer lev (LAW)
   └─ KZN branch        KZN-D  fedor
      └─ KZN-S division KZN-SH galina
         └─ KZN-T team  KZN-TH tamara    ivan (KZN-1), karim (KZN-2), pavel owns the process (KZN-3)

A request of ivan's climbs tamara → galina → fedor → egor.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from common import clock
from org.models import (
    Absence,
    Assistant,
    Authority,
    Employee,
    ExchangeRate,
    Grant,
    OrgRevision,
    Position,
    Role,
    Unit,
)

NOW = datetime(2026, 11, 17, 7, 0, tzinfo=UTC)
"""Tuesday, 10:00 in Moscow."""

UNITS = (
    ("HQ", "company", None, "CEO"),
    ("FIN", "department", "HQ", "CFO"),
    ("ACC", "division", "FIN", "CHACC"),
    ("SAL", "department", "HQ", "SAL-D"),
    ("KZN", "branch", "SAL", "KZN-D"),
    ("KZN-S", "division", "KZN", "KZN-SH"),
    ("KZN-T", "team", "KZN-S", "KZN-TH"),
)
POSITIONS = (
    ("CEO", "HQ", "ceo", "anna"),
    ("CFO", "FIN", "cfo", "boris"),
    ("CHACC", "ACC", "chief_accountant", "clara"),
    ("ACC1", "ACC", "accountant", "dan"),
    ("ACC2", "ACC", "accountant", "dina"),
    ("SAL-D", "SAL", "department_director", "egor"),
    ("AUD", "SAL", None, "vera"),
    ("LAW", "HQ", "lawyer", "lev"),
    ("KZN-D", "KZN", "branch_director", "fedor"),
    ("KZN-SH", "KZN-S", None, "galina"),
    ("KZN-TH", "KZN-T", None, "tamara"),
    ("KZN-1", "KZN-T", None, "ivan"),
    ("KZN-2", "KZN-T", None, "karim"),
    ("KZN-3", "KZN-T", None, "pavel"),
)


@dataclass(frozen=True)
class People:
    """The ids of the personas by name: `people.ivan`."""

    ids: dict[str, int]

    def __getattr__(self, name: str) -> int:
        try:
            return self.ids[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def name_of(self, pk: int) -> str:
        return next(name for name, one in self.ids.items() if one == pk)


def found_company() -> People:
    """Write the company; the ids of its people."""
    with transaction.atomic():
        codes = dict.fromkeys(role for _p, _u, role, _h in POSITIONS if role)
        roles = {code: Role.objects.create(code=code, name_en=code) for code in codes}
        units = _units()
        people = {holder: _employee(holder) for _p, _u, _r, holder in POSITIONS}
        for code, unit, role, holder in POSITIONS:
            place = Position.objects.create(
                code=code, title=code, unit=units[unit], role=roles.get(role or ""), holder=people[holder]
            )
            Employee.objects.filter(pk=people[holder].pk).update(main_position=place)
            Unit.objects.filter(head=None, code__in=[u[0] for u in UNITS if u[3] == code]).update(head=place)
        _rules(roles)
        bump()
    return People({name: one.pk for name, one in people.items()})


def _units() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for code, kind, parent, _head in UNITS:
        found[code] = Unit.objects.create(code=code, name=code, kind=kind, parent=found.get(parent or ""))
    return found


def _employee(name: str) -> Employee:
    person = Employee(code=name, last_name=name.title(), first_name="", email=f"{name}@example.com")
    person.set_unusable_password()
    person.save()
    return person


def _rules(roles: dict[str, Role]) -> None:
    for role, limit in (("branch_director", 100_000), ("department_director", 500_000), ("ceo", None)):
        Authority.objects.create(role=roles[role], limit=None if limit is None else Decimal(limit))
    ExchangeRate.objects.create(currency="USD", day=date(2026, 11, 1), value=Decimal(90))


def bump() -> None:
    """The company changed: snapshots are read anew."""
    number = OrgRevision.objects.values_list("number", flat=True).first() or 0
    OrgRevision.objects.update_or_create(id=1, defaults={"number": number + 1, "stamp": secrets.token_hex(8)})


def away(who: str, substitute: str | None = None, days: tuple[int, int] = (16, 30)) -> Absence:
    """Absent in November 2026, written past the rules of entering absences."""
    ids = dict(Employee.objects.values_list("code", "pk"))
    absence = Absence.objects.create(
        employee_id=ids[who],
        starts=date(2026, 11, days[0]),
        ends=date(2026, 11, days[1]),
        substitute_id=ids[substitute] if substitute else None,
    )
    bump()
    return absence


def assistant(who: str, boss: str, since: date | None = None, until: date | None = None) -> int:
    """Let somebody assist a boss; one whom nobody knows is taken on first, without a position. His id."""
    known = Employee.objects.filter(code=who).first()
    person = known if known is not None else _employee(who)
    boss_id = Employee.objects.values_list("pk", flat=True).get(code=boss)
    Assistant.objects.create(boss_id=boss_id, assistant=person, since=since, until=until)
    bump()
    return person.pk


def grant(who: str, right: str = "see", process: str = "", unit: str | None = None) -> Grant:
    """A grant over everything, a process or a unit with all below it."""
    return Grant.objects.create(
        employee=Employee.objects.get(code=who),
        right=right,
        process=process,
        unit=Unit.objects.get(code=unit) if unit else None,
    )


def at_work() -> Iterator[None]:
    """The clock stands at `NOW`; for a fixture."""
    with clock.frozen(NOW):
        yield


def change(model: Any, code: str, **values: Any) -> None:
    """Change one record of the company past its rules."""
    model.objects.filter(code=code).update(**values)
    bump()


def note_company() -> None:
    """Enter the company, written past the ledger above, into the log as it stands."""
    from org.ledger import Noted, note_all
    from org.records import KINDS, Company, differences

    said: list[Noted] = []
    with transaction.atomic():
        for name, kind in KINDS.items():
            for one in Company().of(name).values():
                added = differences(name, None, one)
                fields = {f.field: (f.old, f.new) for f in added.fields} if added else {}
                said.append(Noted(name, kind.code_of(one), "added", fields))
        note_all(said, actor_id=None)
