"""Who is an auditor: whoever holds the right to see everything."""

from __future__ import annotations

from typing import Any

from flows import access
from flows.models import Case
from org.access import edit_scope, may_read, scope
from org.models import Employee, Grant
from org.models.rules import Right


def audits(user: Any) -> bool:
    """Whether the screens of audit are there for him; read once per user object, which lives as long as a
    request."""
    if not isinstance(user, Employee) or not user.is_active:
        return False
    if not edit_scope(user):
        return may_read(user)  # the menu asks this anyway
    known: bool | None = getattr(user, "_audits", None)
    if known is None:
        known = user._audits = scope(user.pk, Right.SEE).everything  # type: ignore[attr-defined]
    return known


def only_reads(case: Case, user: Employee | int) -> bool:
    """Whether he is an auditor who has no part in the request and does not manage it: he looks, and neither
    comments nor copies."""
    sees = audits(user) if isinstance(user, Employee) else scope(user, Right.SEE).everything
    return sees and not (access.takes_part(case, user) or access.may_manage(case, user))


def auditors() -> list[Employee]:
    """Every active employee who may see everything."""
    held = Grant.objects.filter(right=Right.SEE, process="", unit=None, active=True).values("employee")
    return list(Employee.objects.filter(pk__in=held, is_active=True).order_by("sort_key"))
