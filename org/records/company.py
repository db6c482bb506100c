"""All records of the company, read table by table when first asked for."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any, cast

from org.models import Unit
from org.reasons import Reason
from org.records.kinds import KINDS, EmployeeRecord, Key, Kind, PositionRecord, Record, UnitRecord


class Company:
    """Records by kind and key. A fork can be changed without touching the original, or the database."""

    def __init__(self, records: dict[str, dict[Key, Record]] | None = None) -> None:
        self._records = records if records is not None else {}
        self._emails: dict[str, list[str]] | None = None

    def of(self, kind: str) -> dict[Key, Record]:
        if kind not in self._records:
            self._records[kind] = read(KINDS[kind])
        return self._records[kind]

    def get(self, kind: str, *key: Any) -> Record | None:
        return self.of(kind).get(key)

    def unit(self, code: str | None) -> UnitRecord | None:
        return cast("UnitRecord | None", self.get("unit", code))

    def position(self, code: str | None) -> PositionRecord | None:
        return cast("PositionRecord | None", self.get("position", code))

    def employee(self, code: str | None) -> EmployeeRecord | None:
        return cast("EmployeeRecord | None", self.get("employee", code))

    def owners_of(self, email: str) -> list[str]:
        """The personnel numbers with this e-mail, which should be one."""
        if self._emails is None:
            self._emails = defaultdict(list)
            for record in self.of("employee").values():
                self._emails[cast(EmployeeRecord, record).email].append(cast(EmployeeRecord, record).code)
        return self._emails.get(email, [])

    def put(self, kind: str, record: Record) -> None:
        self.of(kind)[KINDS[kind].key_of(record)] = record
        self._emails = None

    def fork(self) -> Company:
        return _Fork(self)


class _Fork(Company):
    """Copies a table only when it is first asked for."""

    def __init__(self, origin: Company) -> None:
        super().__init__()
        self._origin = origin

    def of(self, kind: str) -> dict[Key, Record]:
        if kind not in self._records:
            self._records[kind] = dict(self._origin.of(kind))
        return self._records[kind]


def read(kind: Kind, **only: Any) -> dict[Key, Record]:
    """One query for the table (or for the rows that `only` picks), one for each many-to-many of it."""
    columns = [f"{name}__code" if name in kind.refs else name for name in kind.columns]
    rows = kind.model._default_manager.filter(**only).order_by("pk").values_list(*columns)
    many = {name: _read_many(name) for name in kind.many}
    found = {}
    for row in rows:
        values = {name: plain(value) for name, value in zip(kind.columns, row, strict=True)}
        values |= {name: tuple(sorted(links.get(values["code"], ()))) for name, links in many.items()}
        record = kind.record(**values)
        found[kind.key_of(record)] = record
    return found


def read_one(kind: Kind, pk: int) -> Record | None:
    """The record of one row, None when there is no such row."""
    return next(iter(read(kind, pk=pk).values()), None)


def _read_many(name: str) -> dict[str, list[str]]:
    links: dict[str, list[str]] = defaultdict(list)
    through = Unit._meta.get_field(name).remote_field.through  # type: ignore[union-attr]
    for source, target in through._default_manager.values_list("from_unit__code", "to_unit__code"):
        links[source].append(target)
    return links


def plain(value: Any) -> Any:
    """A stored value as the record holds it: lists become tuples, a stored reason a `Reason`."""
    if isinstance(value, list):
        return tuple(plain(item) for item in value)
    if isinstance(value, dict):
        return Reason.of(value["code"], **value["params"])
    if isinstance(value, Decimal):
        return value.normalize() if value else Decimal(0)
    return value


def stored(value: Any) -> Any:
    """The other way round, as JSON columns take it."""
    if isinstance(value, tuple):
        return [stored(item) for item in value]
    if isinstance(value, Reason):
        return {"code": value.code, "params": dict(value.params)}
    return value


def readable(value: Any) -> Any:
    """A value for the log: JSON-safe, and the same for equal values."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return str(value)
    return stored(value)
