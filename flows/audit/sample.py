"""A random sample that anybody can draw again: requests in the order of sha256 of the seed and their key.

The order key of a request is the SHA-256, in hexadecimal, of the UTF-8 text `<seed>:<key>`, the key being the
number in the request's address. Without bands the sample is the first n requests in that order. With bands
the population is sorted by amount (the largest first, without an amount last, equal ones by key) and cut into
four parts of equal size (the first ones one larger where it does not divide); from each the first n / 4,
rounded up, are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from common.spreadsheet import Table
from flows.audit.period import Period
from flows.lists.requests import RequestRow, request_row, with_waiting
from flows.models import Case

MOST = 500
BANDS = 4
LONGEST_SEED = 60
POPULATION = "sent_at >= %(begins)s AND sent_at < %(ends)s AND (%(process)s = 0 OR process_id = %(process)s)"
KEY = "encode(sha256(convert_to(%(seed)s || ':' || id, 'UTF8')), 'hex')"
PLAIN = f"""
SELECT id, {KEY} AS key, 0 AS band FROM flows_case WHERE {POPULATION} ORDER BY key, id LIMIT %(size)s
"""
BANDED = f"""
SELECT id, key, band FROM (
    SELECT id, key, band, row_number() OVER (PARTITION BY band ORDER BY key, id) AS place FROM (
        SELECT id, {KEY} AS key, ntile({BANDS}) OVER (ORDER BY amount DESC NULLS LAST, id) AS band
        FROM flows_case WHERE {POPULATION}
    ) AS banded
) AS placed
WHERE place <= %(each)s ORDER BY band, key, id
"""
COUNT = f"SELECT count(*) FROM flows_case WHERE {POPULATION}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sample of `size` requests sent in the period; `process` 0: of any process."""

    period: Period
    seed: str
    size: int
    process: int = 0
    banded: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """One request of the sample: its order key, and its band from 1, the one of the largest amounts."""

    key: str
    band: int
    row: RequestRow


@dataclass(frozen=True, slots=True)
class Sample:
    """The requests drawn out of a population of so many."""

    population: int
    drawn: tuple[Drawn, ...]


def draw(wanted: Wanted) -> Sample:
    """The sample; a handful of statements, whatever its size."""
    begins, ends = wanted.period.within
    values: dict[str, Any] = {
        "begins": begins,
        "ends": ends,
        "process": wanted.process,
        "seed": wanted.seed,
        "size": wanted.size,
        "each": -(-wanted.size // BANDS),
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        (population,) = cursor.fetchone() or (0,)
        cursor.execute(BANDED if wanted.banded else PLAIN, values)
        found = cursor.fetchall()
    rows = _rows([case for case, _key, _band in found])
    return Sample(population, tuple(Drawn(key, band, rows[case]) for case, key, band in found))


def _rows(cases: Sequence[int]) -> dict[int, RequestRow]:
    found = with_waiting(Case.objects.filter(pk__in=cases))
    return {case.pk: request_row(case) for case in found}


def table_of(sample: Sample) -> Table:
    """The sample as a table, with what is needed to draw it again."""
    headings = (
        _("Place"), _("Band"), _("Key of the request"), _("Request"), _("Title"), _("Amount"), _("Currency"),
        _("Requester"), _("State"), _("Order key"),
    )  # fmt: skip
    rows = [
        [
            Decimal(place), Decimal(one.band) if one.band else None, Decimal(one.row.case),
            one.row.name, one.row.title, one.row.amount, one.row.currency,
            one.row.requester, one.row.state, one.key,
        ]
        for place, one in enumerate(sample.drawn, 1)
    ]  # fmt: skip
    return Table(_("Sample"), headings, rows)
