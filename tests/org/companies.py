"""Generated companies, dirty as real ones are. `companies()` draws one; `statistics` says what it is like.

The planner's property tests draw from here too; `test_companies.py` asserts how often each dirt comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from org.resolve import may_substitute
from org.snapshot import Absence, Authority, Employee, OrgSnapshot, Position, Rate, Role, Unit

TODAY = date(2026, 11, 17)
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
ROLES = ("ceo", "cfo", "department_director", "branch_director", "accountant", "lawyer")
KIND_AT = {1: "company", 2: "department", 3: "branch", 4: "division"}


@dataclass(frozen=True)
class Drawn:
    """A company, one of its employees as the requester, and the unit where his request starts."""

    org: OrgSnapshot
    requester: str
    unit: str


@dataclass(frozen=True)
class Statistics:
    depth: int
    vacancy_on_path: bool
    double_position: bool
    absences: bool
    cycle: bool


@st.composite
def companies(draw: st.DrawFn) -> Drawn:
    """A company of depth 1 to 7. Drawn by one seed: a company is a whole, its parts do not shrink alone."""
    return build(draw(st.integers(0, 2**32 - 1)))


def build(seed: int) -> Drawn:
    """The company of this seed; the same for ever."""
    dice = Random(seed)
    units = _units(dice, depth=dice.choice((1, 2, 3, 4, 5, 5, 6, 7)))
    positions = _positions(dice, units)
    org = _company(dice, units, _filled(dice, positions))
    org = _absent(dice, org)
    requester = dice.choice(sorted(org.positions_of) or sorted(org.employees))
    return Drawn(org, requester, _start(dice, org, requester))


def _units(dice: Random, depth: int) -> dict[str, Unit]:
    units = {"U1": Unit("U1", "U1", "company", None, "U1-H")}
    level = ["U1"]
    for below in range(2, depth + 1):
        level = [
            _unit(dice, units, parent, below) for parent in level for _ in range(dice.choice((1, 1, 2)))
        ][:6]
    if dice.random() < 0.12 and len(units) > 2:
        _tie_a_cycle(dice, units)
    return units


def _unit(dice: Random, units: dict[str, Unit], parent: str, level: int) -> str:
    code = f"U{len(units) + 1}"
    head = None if dice.random() < 0.06 else f"{code}-H"
    served_by = (dice.choice(sorted(units)),) if dice.random() < 0.15 else ()
    kind = KIND_AT.get(level, "team")
    units[code] = Unit(code, code, kind, parent, head, served_by=served_by, active=dice.random() > 0.02)
    return code


def _tie_a_cycle(dice: Random, units: dict[str, Unit]) -> None:
    """As it can only come from outside: saving one is refused."""
    from dataclasses import replace

    low = dice.choice(sorted(units)[1:])
    top = low
    while units[top].parent not in (None, "U1"):
        top = units[top].parent or top
    units[top] = replace(units[top], parent=low)


def _positions(dice: Random, units: dict[str, Unit]) -> dict[str, Position]:
    found = {}
    for unit in units.values():
        if unit.head is not None:
            found[unit.head] = Position(unit.head, unit.head, unit.code, _role_of_head(dice, unit))
        for number in range(dice.choice((0, 1, 1, 2, 3))):
            code = f"{unit.code}-{number}"
            role = dice.choice((None, None, None, "accountant", "lawyer"))
            found[code] = Position(code, code, unit.code, role)
    return found or {"U1-1": Position("U1-1", "U1-1", "U1")}


def _role_of_head(dice: Random, unit: Unit) -> str | None:
    roles = {
        "company": "ceo",
        "department": dice.choice(("department_director", "cfo")),
        "branch": "branch_director",
    }
    return roles.get(unit.kind)


def _filled(dice: Random, positions: dict[str, Position]) -> dict[str, Position]:
    """Most have a holder; some are vacant, some have somebody acting, some people hold two."""
    from dataclasses import replace

    people: list[str] = []
    for code in positions:
        holder = acting = None
        if dice.random() > 0.13:
            again = people and dice.random() < 0.06
            holder = dice.choice(people) if again else f"e{len(people) + 1}"
            people += [] if holder in people else [holder]
        if people and dice.random() < 0.05:
            acting = dice.choice(people)
        positions[code] = replace(positions[code], holder=holder, acting=acting if acting != holder else None)
    return positions


def _company(dice: Random, units: dict[str, Unit], positions: dict[str, Position]) -> OrgSnapshot:
    mains: dict[str, str] = {}
    for code, position in positions.items():
        if position.holder is not None:
            mains.setdefault(position.holder, code)
    employees = {code: Employee(code, code, dice.random() > 0.03, main) for code, main in mains.items()}
    employees = employees or {"e1": Employee("e1", "e1")}
    limits = {"branch_director": 100_000, "department_director": 500_000, "cfo": 5_000_000, "ceo": None}
    return OrgSnapshot(
        revision=1,
        units=units,
        positions=positions,
        employees=employees,
        authorities=tuple(Authority(role=r, limit=Decimal(n) if n else None) for r, n in limits.items()),
        rates=(Rate("USD", date(2026, 1, 1), Decimal(80)),),
        roles={role: Role(role, role) for role in ROLES},
    )


def _absent(dice: Random, org: OrgSnapshot) -> OrgSnapshot:
    """Absences around today; the substitute is one that saving would accept, or nobody."""
    from dataclasses import replace

    absences = []
    for code in sorted(org.employees):
        if dice.random() < 0.12:
            starts = TODAY + timedelta(days=dice.randint(-10, 4))
            named = _substitute(dice, org, code)
            processes = ("invoice",) if dice.random() < 0.15 else ()
            ends = starts + timedelta(days=dice.randint(0, 20))
            absences.append(Absence(code, starts, ends, named, processes, named))
    return replace(org, absences=tuple(absences))


def _substitute(dice: Random, org: OrgSnapshot, code: str) -> str | None:
    allowed = [who for who in sorted(org.employees) if may_substitute(org, who, code) is None]
    return dice.choice(allowed) if allowed and dice.random() < 0.8 else None


def _start(dice: Random, org: OrgSnapshot, requester: str) -> str:
    """Mostly the unit of his main position; sometimes one that a field names (ROUTING 10)."""
    held = org.positions_of.get(requester)
    if held and dice.random() < 0.9:
        return org.positions[held[0]].unit
    return dice.choice(sorted(org.units))


def statistics(drawn: Drawn) -> Statistics:
    org = drawn.org
    path = list(org.path_up(drawn.unit))
    return Statistics(
        depth=max(len(list(org.path_up(unit))) for unit in org.units),
        vacancy_on_path=any(u.head is not None and org.in_post(u.head) is None for u in path),
        double_position=any(len(codes) > 1 for codes in org.positions_of.values()),
        absences=any(org.absence_at(code, NOW) is not None for code in org.employees),
        cycle=any(_in_a_circle(org, unit) for unit in org.units),
    )


def _in_a_circle(org: OrgSnapshot, unit: str) -> bool:
    last = list(org.path_up(unit))[-1]
    return last.parent is not None
