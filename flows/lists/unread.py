"""How many notices under the bell somebody has not read, of requests that he may see now: what their page
lists. Almost all are of requests that are his or that he is or was asked about; only the others are held
against all the ways in which one may see a request."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from flows.access import visible_of
from flows.models import Assignment, BellNotice, Case


def unread(employee: int) -> Subquery:
    """How many there are, hidden ones too."""
    found = _unread(employee).order_by().values("employee")
    return Subquery(found.annotate(n=Count("pk")).values("n"))


def doubtful(employee: int) -> ArraySubquery:
    """The requests of those that are about no request of his and none that he is or was asked about; each as
    often as it has notices."""
    return ArraySubquery(_unread(employee).exclude(_surely(employee)).order_by().values("case"))


def hidden_among(employee: int, cases: Sequence[int]) -> int:
    """How many of them he may not see; no statement when there are none."""
    if not cases:
        return 0
    seen = visible_of(employee, set(cases))
    return sum(case not in seen for case in cases)


def _unread(employee: int) -> QuerySet[BellNotice]:
    return BellNotice.objects.filter(employee=employee, in_shell=True, read_at=None)


def _surely(employee: int) -> Q:
    mine = Q(requester=employee) | Q(entered_by=employee) | Q(requested_for=employee)
    own = Case.objects.filter(mine, pk=OuterRef("case"))
    asked = Assignment.objects.filter(employee=employee, case=OuterRef("case"))
    return Q(case=None) | Q(Exists(own)) | Q(Exists(asked))
