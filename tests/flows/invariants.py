"""What must hold of all requests at any time (RELIABILITY 5.2)."""

from __future__ import annotations

from django.db.models import Count

from flows.history.verify import Finding, check_chains
from flows.models import Assignment, Case, Decision, State, Task
from outbox.models import Item


def check() -> None:
    """Raises AssertionError with what does not hold."""
    _open_requests_wait_for_somebody()
    _closed_tasks_have_an_answer()
    late = Task.objects.filter(process__finished__isnull=False, finished=None)
    assert not late.exists(), "open after the end"
    assert not Task.objects.filter(status="ERROR").exists(), "a task in error"
    asked = Assignment.objects.filter(until=None, task__finished__isnull=False)
    assert not asked.exists(), "asked when closed"
    found = [str(one) for one in check_chains() if isinstance(one, Finding)]
    assert found == [], found
    twice = Item.objects.values("key").annotate(many=Count("pk")).filter(many__gt=1)
    assert not twice.exists(), "told twice"


def _open_requests_wait_for_somebody() -> None:
    on_the_way = Case.objects.filter(state__in=(State.RUNNING, State.REWORK))
    lost = on_the_way.exclude(tasks__finished=None).values_list("pk", flat=True)
    assert list(lost) == [], f"nobody is asked: {list(lost)}"
    drafts = Case.objects.filter(state=State.DRAFT, tasks__finished=None, tasks__isnull=False)
    assert not drafts.exists(), "somebody is asked about a draft"
    over = Case.objects.filter(state__in=(State.COMPLETED, State.DECLINED, State.CANCELLED), finished=None)
    assert not over.exists(), "over, and not finished"


def _closed_tasks_have_an_answer() -> None:
    """Done: exactly one decision (the requester's own tasks have none); no longer needed: none."""
    answered = Task.objects.annotate(many=Count("decisions"))
    asked = answered.exclude(kind__in=(Task.Kind.REWORK, Task.Kind.ATTENTION))
    assert not asked.filter(status="DONE").exclude(many=1).exists(), "done without one decision"
    assert not answered.exclude(status="DONE").exclude(many=0).exists(), "decided and not done"
    for decision in Decision.objects.all():
        had = Assignment.objects.filter(task=decision.task_id, employee=decision.by_id)
        assert had.exists(), "decided by who was never asked"
