"""After a test that committed: the database as the migrations left it, seeds and rights included.

Django's own way, a flush, is ten times slower and loses what data migrations wrote.
"""

from collections.abc import Callable
from dataclasses import dataclass

import psycopg
from psycopg import sql

Connect = Callable[[], psycopg.Connection]
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


@dataclass(frozen=True)
class Seeds:
    """What a fresh database holds: rows of the tables that are not empty, and a fingerprint of each."""

    tables: tuple[str, ...]
    rows: dict[str, bytes]
    fingerprints: dict[str, str]

    @classmethod
    def read(cls, connect: Connect) -> "Seeds":
        """Read them from a database that nobody has written to yet."""
        with connect() as conn:
            tables = tuple(row[0] for row in conn.execute(TABLES))
            rows = {table: _rows(conn, table) for table in _filled(conn, tables)}
            return cls(tables, rows, _fingerprints(conn, tuple(rows)))

    def restore(self, connect: Connect) -> None:
        """Empty what was filled, as the owner: the app role cannot remove events."""
        with connect() as conn, conn.transaction():
            conn.execute("SET LOCAL lock_timeout = '20s'")
            conn.execute("SET CONSTRAINTS ALL DEFERRED")
            now = _fingerprints(conn, tuple(self.rows))
            changed = {table for table, seen in self.fingerprints.items() if now[table] != seen}
            filled = [table for table in _filled(conn, self.tables) if table not in self.rows]
            for table in (*filled, *changed):
                conn.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table in changed:
                with conn.cursor().copy(_copy(table, "FROM STDIN")) as copy:
                    copy.write(self.rows[table])


def _filled(conn: psycopg.Connection, tables: tuple[str, ...]) -> list[str]:
    parts = [
        sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(t), sql.Identifier(t))
        for t in tables
    ]
    return [row[0] for row in conn.execute(sql.SQL(" UNION ALL ").join(parts))] if parts else []


def _fingerprints(conn: psycopg.Connection, tables: tuple[str, ...]) -> dict[str, str]:
    part = sql.SQL("SELECT {}, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t")
    parts = [part.format(sql.Literal(t), sql.Identifier(t)) for t in tables]
    return dict(conn.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()) if parts else {}


def _rows(conn: psycopg.Connection, table: str) -> bytes:
    with conn.cursor().copy(_copy(table, "TO STDOUT")) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy(table: str, direction: str) -> sql.Composed:
    return sql.SQL("COPY {} " + direction).format(sql.Identifier(table))  # type: ignore[arg-type]
