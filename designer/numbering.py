"""Numbers of requests, gapless in each series: given inside the transaction that sends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from designer.document.process import Numbering, ProcessDocument
from designer.models import Series
from designer.route.facts import Stored


def next_number(
    process_id: int, document: ProcessDocument, values: Mapping[str, Stored], now: datetime
) -> str:
    """The next number, like `INV-MSK-2026-0014`. Its series stays locked until the caller's transaction ends:
    if that rolls back, the number is given to the next one. `now` is aware, in the zone whose year counts.
    The caller is in a transaction."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A number is given inside a transaction.")
    numbering = document.numbering
    series = str(values.get(numbering.series) or "") if numbering.series else ""
    last = _advance(process_id, series, now.year if numbering.yearly else 0)
    return number_text(numbering, series, now.year, last)


def number_text(numbering: Numbering, series: str, year: int, sequence: int) -> str:
    """The number as it is written."""
    text = numbering.pattern.replace("{year}", str(year))
    text = text.replace("{seq}", str(sequence).zfill(numbering.digits))
    return text.replace("{series}", series)


def _advance(process_id: int, series: str, year: int) -> int:
    """One statement that makes the series when it is new, locks it, and counts it up."""
    table = Series._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (process_id, series, year, last) VALUES (%s, %s, %s, 1) "
            f"ON CONFLICT (process_id, series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
            [process_id, series, year],
        )
        row = cursor.fetchone()
    return int(row[0])
