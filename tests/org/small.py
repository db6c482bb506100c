"""A company small enough to keep in mind. Position codes are those of the units' heads unless said.

HQ company            CEO      anna
├─ FIN department     CFO      boris
│  └─ ACC division    CHACC    clara     ACC1 accountant dan
└─ SAL department     SAL-D    egor
   └─ KZN branch      KZN-D    fedor     KZN-ACC accountant hasan
      └─ KZN-S division KZN-SH galina    KZN-S1 ivan, KZN-S2 karim
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from org.snapshot import Absence, Authority, Employee, OrgSnapshot, Position, Role, Unit

NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
_UNITS = (
    ("HQ", "company", None, "CEO"),
    ("FIN", "department", "HQ", "CFO"),
    ("ACC", "division", "FIN", "CHACC"),
    ("SAL", "department", "HQ", "SAL-D"),
    ("KZN", "branch", "SAL", "KZN-D"),
    ("KZN-S", "division", "KZN", "KZN-SH"),
)
_POSITIONS = (
    ("CEO", "HQ", "ceo", "anna"),
    ("CFO", "FIN", "cfo", "boris"),
    ("CHACC", "ACC", "chief_accountant", "clara"),
    ("ACC1", "ACC", "accountant", "dan"),
    ("SAL-D", "SAL", "department_director", "egor"),
    ("KZN-D", "KZN", "branch_director", "fedor"),
    ("KZN-ACC", "KZN", "accountant", "hasan"),
    ("KZN-SH", "KZN-S", None, "galina"),
    ("KZN-S1", "KZN-S", None, "ivan"),
    ("KZN-S2", "KZN-S", None, "karim"),
)


def company() -> OrgSnapshot:
    return OrgSnapshot(
        revision=1,
        units={code: Unit(code, code, kind, parent, head) for code, kind, parent, head in _UNITS},
        positions={code: Position(code, code, unit, role, holder) for code, unit, role, holder in _POSITIONS},
        employees={
            holder: Employee(holder, holder.title(), True, code) for code, _unit, _role, holder in _POSITIONS
        },
        authorities=(
            Authority(role="branch_director", limit=Decimal(100_000)),
            Authority(role="department_director", limit=Decimal(500_000)),
            Authority(role="cfo", limit=Decimal(5_000_000)),
            Authority(role="ceo"),
        ),
        roles={role: Role(role, role) for _c, _u, role, _h in _POSITIONS if role},
    )


def with_position(org: OrgSnapshot, code: str, **changes: Any) -> OrgSnapshot:
    """The position changed, or added when `unit` and `title` are given."""
    old = org.positions.get(code) or Position(code, changes["title"], changes["unit"])
    return replace(org, positions={**org.positions, code: replace(old, **changes)})


def with_unit(org: OrgSnapshot, code: str, **changes: Any) -> OrgSnapshot:
    old = org.units.get(code) or Unit(code, code, changes["kind"])
    return replace(org, units={**org.units, code: replace(old, **changes)})


def vacant(org: OrgSnapshot, *codes: str) -> OrgSnapshot:
    for code in codes:
        org = with_position(org, code, holder=None)
    return org


def away(org: OrgSnapshot, who: str, substitute: str | None = None, *processes: str) -> OrgSnapshot:
    """Absent from 16 to 30 November."""
    absence = Absence(who, date(2026, 11, 16), date(2026, 11, 30), substitute, processes, substitute)
    return replace(org, absences=(*org.absences, absence))
