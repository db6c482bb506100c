"""The daily anchors as the auditor sees them, and his wish to get each by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from flows.audit.door import auditors, audits
from flows.errors import NoSuchRequest
from flows.history import anchor as anchors
from flows.models import AnchorReader
from flows.telling.actions import MAILS
from org.models import Employee
from outbox.actions import Wanted, put_all


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """An anchor's file: what it says of itself, or what is wrong with it. `checked`: it was read to its
    end and is as it was sealed."""

    name: str
    at: datetime | None
    cases: int
    objects: int
    seal: str
    wrong: tuple[str, ...]
    checked: bool = False


def kept(check: str = "") -> list[AnchorRow]:
    """Every anchor that is kept, the newest first, each held against the one before; the one named `check`
    against its seal, too. To read them all takes minutes when there are very many requests."""
    return [_row(one, check) for one in reversed(anchors.check_anchors(lambda name: name == check))]


def _row(one: anchors.Checked, check: str) -> AnchorRow:
    wrong, sealed = tuple(found.what for found in one.findings), one.anchor
    if sealed is None:
        return AnchorRow(one.name, None, 0, 0, "", wrong)
    return AnchorRow(one.name, sealed.at, sealed.cases, sealed.objects, sealed.seal, wrong, one.name == check)


# -- by mail -------------------------------------------------------------------------------------------------


def gets_mail(employee: int) -> bool:
    """Whether he gets every daily anchor by mail."""
    return AnchorReader.objects.filter(employee=employee, wanted=True).exists()


@transaction.atomic(durable=True)
def want_mail(*, actor: int, wanted: bool) -> None:
    """From now on he gets every daily anchor by mail, or no more. Raises NoSuchRequest: also for who is no
    auditor, who knows nothing of anchors."""
    if not audits(Employee.objects.get(pk=actor)):
        raise NoSuchRequest
    AnchorReader.objects.update_or_create(employee_id=actor, defaults={"wanted": wanted})


@transaction.atomic(durable=True)
def mail(made: anchors.Anchor) -> int:
    """Every auditor who wants it is sent this anchor; how many."""
    wishing = set(AnchorReader.objects.filter(wanted=True).values_list("employee", flat=True))
    payload = {
        "anchor": made.number,
        "at": made.at.isoformat(),
        "cases": made.cases,
        "objects": made.objects,
        "seal": made.seal,
        "before": made.before,
    }
    return put_all(
        [
            Wanted(f"anchor:{made.number}:{made.seal[:16]}:{one.pk}", MAILS, payload | {"to": one.pk})
            for one in auditors()
            if one.pk in wishing
        ]
    )
