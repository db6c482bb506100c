"""The few statements by which the engine reads and writes, prepared once per shape.

The ORM spends more time making a statement than PostgreSQL carrying it out (PERFORMANCE.md); an act is a
dozen of them. Tables and columns still come from the models, so there is one description of the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from psycopg.types.json import Jsonb
from viewflow.workflow.fields import FlowReferenceField, TaskReferenceField, TokenField

M = TypeVar("M", bound=models.Model)
N = TypeVar("N", bound=models.Model)
Row = Mapping[str, Any]
Part = tuple[str, Sequence[Any]]
"""A statement with its parameters."""


def select(model: type[M], where: str, params: Sequence[Any]) -> list[M]:
    """Instances of the model, as by the ORM. `where` is what follows WHERE, written by a programmer."""
    names, columns, loaders = _shape(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {_table(model)} WHERE {where}", params)
        rows = cursor.fetchall()
    return [model.from_db(connection.alias, names, _load(row, loaders)) for row in rows]


def joined(
    left: type[M], right: type[N], on: str, where: str, params: Sequence[Any]
) -> list[tuple[M, N | None]]:
    """Pairs of a left join, as by the ORM; the right one None where there is none."""
    names, columns, loaders = _shape(left)
    more, more_columns, more_loaders = _shape(right)
    found = rows(
        f"SELECT {columns}, {more_columns} FROM {_table(left)} LEFT JOIN {_table(right)} ON {on} "
        f"WHERE {where} ORDER BY 1",
        params,
    )
    cut = len(names)
    return [
        (
            left.from_db(connection.alias, names, _load(row[:cut], loaders)),
            None
            if row[cut] is None
            else right.from_db(connection.alias, more, _load(row[cut:], more_loaders)),
        )
        for row in found
    ]


def rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query written by a programmer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def run(sql: str, params: Sequence[Any]) -> None:
    """Carry out one statement written by a programmer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def insert(model: type[models.Model], new: Sequence[Row]) -> list[int]:
    """Add rows in one statement, all with the same columns; their keys, in order."""
    if not new:
        return []
    names = tuple(new[0])
    params = [_adapt(model, name, row[name]) for row in new for name in names]
    return [row[0] for row in rows(_insert_sql(model, names, len(new)), params)]


def update(instance: models.Model, *names: str) -> None:
    """Write these columns of one row."""
    run(*change(instance, names))


def together(parts: Sequence[Part]) -> None:
    """Carry out several statements as one, each but the last as a part of its WITH. They see the same state,
    and none sees what another one changes: only for rows that do not depend on each other."""
    *first, (last, params) = parts
    inner = ", ".join(f"part{at} AS ({sql})" for at, (sql, _params) in enumerate(first))
    given = [value for _sql, values in first for value in values]
    run(f"WITH {inner} {last}" if first else last, [*given, *params])


def insertion(model: type[models.Model], row: Row) -> Part:
    """The statement that adds one row."""
    names = tuple(row)
    return _insert_sql(model, names, 1), [_adapt(model, name, row[name]) for name in names]


def change(instance: models.Model, names: Sequence[str]) -> Part:
    """The statement that writes these columns of one row."""
    model = type(instance)
    params = [_adapt(model, name, getattr(instance, _attname(model, name))) for name in names]
    return _update_sql(model, tuple(names)), [*params, instance.pk]


@cache
def _shape(
    model: type[models.Model],
) -> tuple[tuple[str, ...], str, tuple[tuple[int, Callable[[Any], Any]], ...]]:
    fields = model._meta.concrete_fields
    loaders = tuple((at, load) for at, field in enumerate(fields) if (load := _loader(field)) is not None)
    table = _table(model)
    columns = ", ".join(f'{table}."{field.column}"' for field in fields)
    return tuple(field.attname for field in fields), columns, loaders


def _loader(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return lambda raw: raw if raw is None else json.loads(raw)
    if isinstance(field, FlowReferenceField | TaskReferenceField | TokenField):
        return lambda raw: field.from_db_value(raw, None, connection)
    return None


def _load(row: Sequence[Any], loaders: tuple[tuple[int, Callable[[Any], Any]], ...]) -> list[Any]:
    loaded = list(row)
    for at, load in loaders:
        loaded[at] = load(loaded[at])
    return loaded


@cache
def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


@cache
def _attname(model: type[models.Model], name: str) -> str:
    return _field(model, name).attname


def _adapt(model: type[models.Model], name: str, value: Any) -> Any:
    field = _field(model, name)
    if isinstance(field, models.JSONField):
        return None if value is None else Jsonb(value)
    if isinstance(field, FlowReferenceField | TaskReferenceField | TokenField):
        return field.get_prep_value(value)
    return value


def _table(model: type[models.Model]) -> str:
    return f'"{model._meta.db_table}"'


def _columns(model: type[models.Model], names: tuple[str, ...]) -> str:
    return ", ".join(f'"{_field(model, name).column}"' for name in names)


@cache
def _insert_sql(model: type[models.Model], names: tuple[str, ...], count: int) -> str:
    row = f"({', '.join(['%s'] * len(names))})"
    rows_ = ", ".join([row] * count)
    return f"INSERT INTO {_table(model)} ({_columns(model, names)}) VALUES {rows_} RETURNING id"


@cache
def _update_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{_field(model, name).column}" = %s' for name in names)
    return f"UPDATE {_table(model)} SET {columns} WHERE id = %s"
