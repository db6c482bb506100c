"""The one flow that carries out every process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from viewflow.workflow import STATUS, flow
from viewflow.workflow.activation import Activation

from flows.engine.nodes import Ask, End, Request
from flows.models import Case, Task


@contextmanager
def row_lock(flow_class: type[flow.Flow], process_pk: int) -> Iterator[None]:
    """Lock the request's row for the transaction that is open already; waits, never sleeps. Viewflow's own
    lock costs a pair of savepoints, and its default one locks nothing."""
    if not connection.in_atomic_block:
        raise RuntimeError("A request is locked inside a transaction.")
    flow_class.process_class._default_manager.select_for_update().only("pk").get(pk=process_pk)
    yield


class CaseFlow(flow.Flow):
    """Every request of every process. Never subclass it: nodes would keep pointing here."""

    process_class = Case
    task_class = Task
    lock_impl = staticmethod(row_lock)
    process_title = "Request"

    request = Request()
    approval = Ask()
    work = Ask()
    rework = Ask()
    attention = Ask()
    end = End()


def turn(case: Case) -> None:
    """Go on as the planner says, after an act that answered no task."""
    task = Task(process=case, flow_task=CaseFlow.request, status=STATUS.DONE)
    CaseFlow.request.activation_class(task).activate_next()


def answer(task: Task) -> None:
    """The task is answered; go on as the planner says."""
    activation = task.flow_task.activation_class(task)
    activation.start()
    activation.execute()


def close(task: Task) -> None:
    """The task is no longer needed."""
    task.flow_task.activation_class(task).cancel()


def ending(case: Case) -> Activation:
    """The activation of the end, to be carried out by whoever turned to the planner."""
    activation: Any = CaseFlow.end.activation_class(Task(process=case, flow_task=CaseFlow.end))
    return activation
