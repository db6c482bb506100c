"""Writes changes into the tables: inserts first, links between new rows afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models as db

from org.devices import apply_shut_out
from org.models import Employee, Unit
from org.records.changes import Change
from org.records.company import stored
from org.records.kinds import KINDS, Kind, linked_at_once

BATCH = 1000


def write(changes: Sequence[Change]) -> None:
    """Write all changes. Rows are found again by their keys; call it under the lock of the revision."""
    by_kind: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_kind[change.kind].append(change)
    ids = _Ids()
    for name, kind in KINDS.items():
        _insert(kind, [c for c in by_kind[name] if c.old is None], ids)
    for name, kind in KINDS.items():
        if by_kind[name]:
            _update(kind, by_kind[name], ids)
    apply_shut_out([change.name for change in by_kind["employee"] if _left(change)])


def _left(change: Change) -> bool:
    """Whether somebody no longer works here."""
    return change.old is not None and not getattr(change.new, "is_active", True)


class _Ids:
    """Code → primary key, per kind, read when first needed and again after inserts."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, int]] = {}

    def of(self, kind: str, code: str | None) -> int | None:
        if code is None:
            return None
        if kind not in self._known:
            self._known[kind] = dict(KINDS[kind].model._default_manager.values_list("code", "pk"))
        return self._known[kind][code]

    def forget(self, kind: str) -> None:
        self._known.pop(kind, None)


def _insert(kind: Kind, changes: Iterable[Change], ids: _Ids) -> None:
    rows = []
    for change in changes:
        row = kind.model()
        for name in kind.columns:
            if name not in kind.refs or linked_at_once(kind, name):
                _set(kind, row, name, getattr(change.new, name), ids)
        if isinstance(row, Employee):
            row.set_unusable_password()
            row.fill_keys()
        rows.append(row)
    if rows:
        kind.model._default_manager.bulk_create(rows, batch_size=BATCH)
        ids.forget(kind.name)


def _set(kind: Kind, row: db.Model, name: str, value: Any, ids: _Ids) -> None:
    if name in kind.refs:
        setattr(row, f"{name}_id", ids.of(kind.refs[name], value))
    else:
        setattr(row, name, stored(value))


def _update(kind: Kind, changes: Sequence[Change], ids: _Ids) -> None:
    """Changed fields of old rows, and the links of new ones."""
    rows = _rows(kind, changes)
    touched: set[str] = set()
    dirty = []
    for change in changes:
        row = rows[kind.key_of(change.new)]
        names = {name for name in _late(kind, change) if name in kind.columns}
        for name in names:
            _set(kind, row, name, getattr(change.new, name), ids)
        if isinstance(row, Employee):
            row.fill_keys()
            names |= {"sort_key", "search_key"} if names else set()
        touched |= names
        dirty += [row] if names else []
        _link(kind, row, change, ids)
    if dirty:
        kind.model._default_manager.bulk_update(dirty, sorted(touched), batch_size=BATCH)


def _late(kind: Kind, change: Change) -> set[str]:
    names = {field.field for field in change.fields}
    if change.old is not None:
        return names
    return {n for n in names if n in kind.many or (n in kind.refs and not linked_at_once(kind, n))}


def _rows(kind: Kind, changes: Sequence[Change]) -> dict[tuple[Any, ...], Any]:
    """The stored rows by key: only those asked for when they are found by one code, else the table."""
    found = kind.model._default_manager.all()
    if kind.key == ("code",):
        found = found.filter(code__in=[kind.key_of(change.new)[0] for change in changes])
    columns = [f"{name}__code" if name in kind.refs else name for name in kind.key]
    keys = {pk: _plain(rest) for pk, *rest in found.values_list("pk", *columns)}
    return {keys[row.pk]: row for row in found}


def _plain(parts: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(tuple(part) if isinstance(part, list) else part for part in parts)


def _link(kind: Kind, row: db.Model, change: Change, ids: _Ids) -> None:
    for name, target in kind.many.items():
        if isinstance(row, Unit) and any(field.field == name for field in change.fields):
            getattr(row, name).set([ids.of(target, code) for code in getattr(change.new, name)])
