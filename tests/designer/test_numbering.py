"""Numbers: one after another in each series, without a gap, whoever sends at the same time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from designer.document.load import load_document
from designer.models import Process, Series
from designer.numbering import next_number
from tests.designer.samples import raw

NOW = datetime(2026, 11, 17, tzinfo=UTC)
PER_PAYER = load_document(
    raw(
        numbering={"pattern": "INV-{series}-{year}-{seq}", "digits": 3, "series": "kind"},
        form={
            "sections": [
                {
                    "code": "main",
                    "label": "Main",
                    "fields": [
                        {
                            "code": "kind",
                            "type": "choice",
                            "label": "Kind",
                            "required": True,
                            "options": [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}],
                        }
                    ],
                }
            ]
        },
    )
)


@pytest.fixture
def process(db: None) -> Process:
    return Process.objects.create(code="numbered", name="Numbered")


def number(process: Process, kind: str = "a", now: datetime = NOW) -> str:
    with transaction.atomic():
        return next_number(process.pk, PER_PAYER, {"kind": kind}, now)


def test_each_series_and_each_year_counts_for_itself(process: Process) -> None:
    given = [
        number(process),
        number(process),
        number(process, "b"),
        number(process, now=NOW.replace(year=2027)),
    ]
    assert given == ["INV-a-2026-001", "INV-a-2026-002", "INV-b-2026-001", "INV-a-2027-001"]


def test_a_number_of_what_was_not_sent_is_given_to_the_next(process: Process) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        next_number(process.pk, PER_PAYER, {"kind": "a"}, NOW)
        raise ZeroDivisionError
    assert number(process) == "INV-a-2026-001"


@pytest.mark.django_db(transaction=True)
def test_no_number_is_given_outside_a_transaction() -> None:
    process = Process.objects.create(code="numbered", name="Numbered")
    with pytest.raises(transaction.TransactionManagementError):
        next_number(process.pk, PER_PAYER, {"kind": "a"}, NOW)
    assert Series.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_who_send_at_once_get_eight_numbers_without_a_gap() -> None:
    process = Process.objects.create(code="numbered", name="Numbered")
    given: list[Any] = []
    barrier = threading.Barrier(8)

    def send() -> None:
        barrier.wait()
        try:
            given.append(number(process))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(given) == [f"INV-a-2026-00{at}" for at in range(1, 9)]
