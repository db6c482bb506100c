"""The few statements by which the engine reads and writes, prepared once per shape.

The ORM spends more time making a statement than PostgreSQL carrying it out (PERFORMANCE.md); an act is a
dozen of them. Tables and columns still come from the models, so there is one description of the data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Lookup:
    """An expression that finds a value of a new row: `(SELECT …)`."""

    sql: str
    params: tuple[Any, ...]


# -- reading -----------------------------------------------------------------------------------------------


def select(model: type[M], where: str, params: Sequence[Any]) -> list[M]:
    """Instances of the model, as by the ORM. `where` is what follows WHERE, written by a programmer."""
    return loaded(model, rows(*selecting(model, where, params)))


def selecting(model: type[models.Model], where: str, params: Sequence[Any]) -> Part:
    """The query of `select`; its rows go to `loaded`."""
    return f"SELECT {_shape(model)[1]} FROM {_table(model)} WHERE {where}", params


def loaded(model: type[M], found: Sequence[Sequence[Any]]) -> list[M]:
    """The instances behind the rows of `selecting`."""
    names, _columns, loaders = _shape(model)
    return [model.from_db(connection.alias, names, _load(row, loaders)) for row in found]


def joining(
    left: type[models.Model], right: type[models.Model], on: str, where: str, params: Sequence[Any]
) -> Part:
    """The query of a left join; its rows go to `pairs`."""
    columns = f"{_shape(left)[1]}, {_shape(right)[1]}"
    return (
        f"SELECT {columns} FROM {_table(left)} LEFT JOIN {_table(right)} ON {on} WHERE {where} ORDER BY 1",
        params,
    )


def pairs(left: type[M], right: type[N], found: Sequence[Sequence[Any]]) -> list[tuple[M, N | None]]:
    """The pairs behind the rows of `joining`; the right one None where there is none."""
    cut = len(_shape(left)[0])
    return [
        (loaded(left, [row[:cut]])[0], None if row[cut] is None else loaded(right, [row[cut:]])[0])
        for row in found
    ]


def rows(sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query written by a programmer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def ask(queries: Sequence[Part]) -> list[list[tuple[Any, ...]]]:
    """The rows of several queries, sent one after another without waiting for the answers in between. Each
    sees what is committed when its turn comes: after the first has got its lock."""
    with _pipeline() as cursors:
        for sql, params in queries:
            cursors.enter_context(cursor := connection.cursor()).execute(sql, params)
            cursors.found.append(cursor)
        return [cursor.fetchall() for cursor in cursors.found]


# -- writing -----------------------------------------------------------------------------------------------


def tell(statements: Sequence[Part]) -> None:
    """Carry out several statements, sent one after another without waiting in between."""
    with _pipeline() as cursors:
        for sql, params in statements:
            cursors.enter_context(connection.cursor()).execute(sql, params)


def run(sql: str, params: Sequence[Any]) -> None:
    """Carry out one statement written by a programmer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def alone(key: str) -> None:
    """Whoever else takes this key waits for the end of this transaction: for what has no row to lock."""
    rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def together(parts: Sequence[Part]) -> list[Part]:
    """Several statements as one, each but the last as a part of its WITH. They see the same state, and none
    sees what another one changes: only for rows that do not depend on each other. Nothing for nothing."""
    if not parts:
        return []
    *first, (last, params) = parts
    inner = ", ".join(f"part{at} AS ({sql})" for at, (sql, _params) in enumerate(first))
    given = [value for _sql, values in first for value in values]
    return [(f"WITH {inner} {last}" if first else last, [*given, *params])]


def insertion(model: type[models.Model], new: Sequence[Row]) -> list[Part]:
    """The statement that adds rows, all with the same columns; none for no rows."""
    if not new:
        return []
    names = tuple(new[0])
    marks = tuple(v.sql if isinstance(v := new[0][name], Lookup) else "%s" for name in names)
    params = [param for row in new for name in names for param in _params(model, name, row[name])]
    return [(_insert_sql(model, names, marks, len(new)), params)]


def change(instance: models.Model, names: Sequence[str]) -> Part:
    """The statement that writes these columns of one row."""
    model = type(instance)
    params = [_adapt(model, name, getattr(instance, _attname(model, name))) for name in names]
    return _update_sql(model, tuple(names)), [*params, instance.pk]


def update(instance: models.Model, *names: str) -> None:
    """Write these columns of one row."""
    run(*change(instance, names))


class _Cursors(ExitStack):
    """The cursors of a pipeline; they live until its answers are read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []


@contextmanager
def _pipeline() -> Iterator[_Cursors]:
    connection.ensure_connection()
    with _Cursors() as cursors, connection.wrap_database_errors, connection.connection.pipeline():
        yield cursors


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


def _params(model: type[models.Model], name: str, value: Any) -> tuple[Any, ...]:
    return value.params if isinstance(value, Lookup) else (_adapt(model, name, value),)


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
def _insert_sql(model: type[models.Model], names: tuple[str, ...], marks: tuple[str, ...], count: int) -> str:
    new = ", ".join([f"({', '.join(marks)})"] * count)
    return f"INSERT INTO {_table(model)} ({_columns(model, names)}) VALUES {new}"


@cache
def _update_sql(model: type[models.Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{_field(model, name).column}" = %s' for name in names)
    return f"UPDATE {_table(model)} SET {columns} WHERE id = %s"
