"""Database ids ↔ codes of the company. Routing speaks in codes only, tables in ids."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from flows.errors import NoSuchEmployee
from org.models import Employee, Position, Unit
from org.snapshot import OrgSnapshot

KEPT = 3
_cache: OrderedDict[int, tuple[OrgSnapshot, Staff]] = OrderedDict()


@dataclass(frozen=True)
class Staff:
    """Both directions for employees, and for units and positions."""

    ids: dict[str, int]
    codes: dict[int, str]
    unit_ids: dict[str, int]
    unit_codes: dict[int, str]
    position_ids: dict[str, int]
    position_codes: dict[int, str]

    def code(self, employee: int) -> str:
        """Raises NoSuchEmployee."""
        try:
            return self.codes[employee]
        except KeyError:
            raise NoSuchEmployee from None


def staff(org: OrgSnapshot) -> Staff:
    """The ids behind a snapshot's codes; read once for a snapshot."""
    known = _cache.get(id(org))
    if known is not None and known[0] is org:
        return known[1]
    found = _read()
    _cache[id(org)] = (org, found)
    while len(_cache) > KEPT:
        _cache.popitem(last=False)
    return found


def _read() -> Staff:
    ids, unit_ids, position_ids = (_pairs(model) for model in (Employee, Unit, Position))
    return Staff(ids, _turned(ids), unit_ids, _turned(unit_ids), position_ids, _turned(position_ids))


def _pairs(model: Any) -> dict[str, int]:
    return dict(model.objects.order_by().values_list("code", "pk"))


def _turned(pairs: dict[str, int]) -> dict[int, str]:
    return {pk: code for code, pk in pairs.items()}
