"""The route worked out again because the company or the calendar moved on, not because somebody acted."""

from __future__ import annotations

import logging
from collections.abc import Collection, Set
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from common import clock
from flows.engine import store
from flows.engine.desk import Desk, desk_of
from flows.engine.flow import turn
from flows.history.payloads import Replanned
from flows.models import Assignment, Case, State
from flows.staff import staff
from org.queries import snapshot
from org.snapshot import Absence, OrgSnapshot

MOST_AT_ONCE = 500
"""So many requests are worked out again inside the transaction of a change of the structure; the periodic
job does the rest."""

ON_ITS_WAY = (State.RUNNING, State.REWORK)
log = logging.getLogger("flows")


def employee_changed(codes: Set[str], actor: int | None) -> None:
    """Somebody was deactivated, moved, is absent, got a substitute: whatever is asked of him, or for him, is
    resolved again in the same transaction (ROUTING 5, 11, 18)."""
    ids = [pk for code, pk in staff(snapshot()).ids.items() if code in codes]
    asked = Assignment.objects.filter(until=None).filter(Q(employee__in=ids) | Q(on_behalf_of__in=ids))
    his = Q(pk__in=asked.values("case")) | Q(state=State.REWORK, requester__in=ids)
    cases = Case.objects.filter(his, state__in=ON_ITS_WAY).order_by().values_list("pk", flat=True)
    apply_replanning(set(cases), "company", actor)


def org_changed(units: Set[str], positions: Set[str], actor: int | None) -> None:
    """Units or positions changed: what starts in those units, or is asked of those positions, is resolved
    again, up to `MOST_AT_ONCE` of them here."""
    org = snapshot()
    below = {code for unit in units for code in org.subtree(unit)}
    asked = Assignment.objects.filter(until=None, position__in=positions)
    touched = Q(unit__code__in=below) | Q(pk__in=asked.values("case"))
    rows = Case.objects.filter(touched, state__in=ON_ITS_WAY).order_by("pk")
    apply_replanning(rows.values_list("pk", flat=True)[:MOST_AT_ONCE], "company", actor)


def apply_replanning(cases: Collection[int], cause: str, actor: int | None) -> int:
    """Work these requests' routes out again; how many changed. Requires an open transaction."""
    if not cases:
        return 0
    org = snapshot()
    rows = store.select(Case, "id = ANY(%s) ORDER BY id FOR UPDATE", [sorted(cases)])
    return sum(_apply_one(desk_of(row, org), cause, actor) for row in rows if row.state in ON_ITS_WAY)


def _apply_one(desk: Desk, cause: str, actor: int | None) -> bool:
    before = desk.case.state
    turn(desk.case)
    if not (desk.asking or desk.ended or desk.cancelled or desk.case.state != before):
        store.update(desk.case, "planned_at", "planned_company")
        return False
    desk.act(Replanned(cause), actor)
    desk.finish(actor)
    return True


@transaction.atomic(durable=True)
def replan(*, case: int) -> bool:
    """Work one request's route out again; whether anything changed."""
    return apply_replanning([case], "absence", None) > 0


def behind(after: int = 0, most: int = 200) -> list[int]:
    """Requests whose route was worked out from an older state of the company, or before an absence began or
    ended since: the next ones after this id."""
    org = snapshot()
    turned = last_turn(org, clock.now())
    old = Q(planned_company__lt=org.revision)
    if turned is not None:
        old |= Q(planned_at__lt=turned)
    rows = Case.objects.filter(old, state__in=ON_ITS_WAY, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def last_turn(org: OrgSnapshot, now: datetime) -> datetime | None:
    """The latest moment up to `now` at which an absence began or ended; None when none ever did."""
    turns = (moment for absence in org.absences for moment in _turns(org, absence))
    return max((moment for moment in turns if moment <= now), default=None)


def _turns(org: OrgSnapshot, absence: Absence) -> tuple[datetime, datetime]:
    zone = org.zone_of(absence.employee)
    begins = datetime.combine(absence.starts, datetime.min.time(), zone)
    return begins, datetime.combine(absence.ends + timedelta(days=1), datetime.min.time(), zone)


def catch_up() -> int:
    """Bring every request up to the present company and day, each in a transaction of its own; how many
    changed. One that fails does not stop the others."""
    changed = after = 0
    while cases := behind(after):
        changed += sum(map(_replanned, cases))
        after = cases[-1]
    return changed


def _replanned(case: int) -> bool:
    try:
        return replan(case=case)
    except Exception:
        log.exception("route not worked out again", extra={"case": case})
        return False
