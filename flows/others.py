"""What conditions ask about other requests: how many there were, or how much, in a window of days."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from pydantic import BaseModel

from common import clock
from common.money import Money
from designer.conditions.tree import OtherRequests
from designer.conditions.walk import others_key
from designer.document import ProcessDocument
from designer.document.fields import Field
from designer.queries import document_of
from designer.values import Malformed, read
from flows.models import Case, State

NOT_COUNTED = (State.DRAFT, State.CANCELLED, State.DECLINED)


@lru_cache(maxsize=1_000)
def questions(version: int) -> tuple[OtherRequests, ...]:
    """Everything a version asks about other requests."""
    return tuple({others_key(one): one for one in _found(document_of(version))}.values())


def answers(case: Case, currency: str) -> Mapping[str, Decimal]:
    """Key of the question → answer, in the company's `currency` where it is money. A question that cannot
    be answered (a field to agree in is empty, a rate is missing) has none: the condition then has none."""
    if not questions(case.version_id):
        return {}
    said = {others_key(one): _answer(one, case, currency) for one in questions(case.version_id)}
    return {key: answer for key, answer in said.items() if answer is not None}


def _found(part: Any) -> Iterator[OtherRequests]:
    if isinstance(part, OtherRequests):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _found(getattr(part, name))
    elif isinstance(part, tuple | list):
        for one in part:
            yield from _found(one)


def _answer(asked: OtherRequests, case: Case, currency: str) -> Decimal | None:
    same = {code: case.values.get(code) for code in asked.same}
    if any(value is None for value in same.values()):
        return None
    rows = _others(asked, case).filter(**{f"values__{code}": value for code, value in same.items()})
    if asked.total is None:
        return Decimal(rows.count())
    total = Decimal(0)
    for row in rows.only("values", "rates", "version_id"):
        amount = _amount(row, asked.total, currency if asked.in_money else None)
        if amount is None:
            return None
        total += amount
    return total


def _others(asked: OtherRequests, case: Case) -> QuerySet[Case]:
    since = clock.now() - timedelta(days=asked.days)
    rows = Case.objects.filter(process__code=asked.others, sent_at__gte=since)
    return rows.exclude(pk=case.pk).exclude(state__in=NOT_COUNTED).order_by()


def _amount(row: Case, code: str, currency: str | None) -> Decimal | None:
    """Nothing filled in counts as nothing; None for what cannot be told."""
    document: ProcessDocument = document_of(row.version_id)
    field: Field | None = document.fields.get(code)
    if field is None:
        return None
    try:
        value = read(field, row.values.get(code))
    except Malformed:
        return None
    if value is None:
        return Decimal(0)
    if isinstance(value, Money):
        rate = Decimal(1) if value.currency == currency else row.rates.get(value.currency)
        return None if rate is None or currency is None else value.amount * Decimal(rate)
    return value if isinstance(value, Decimal) else None
