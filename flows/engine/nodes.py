"""The generic nodes. Viewflow keeps the state machine of a task; where the route goes, the planner says.

What Viewflow's own nodes do and ours must not: save all columns at once, open savepoints, keep a frame's
local variables in the task when something fails, end a process beside a task in error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from viewflow.workflow import STATUS
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.status import PROCESS


class Turn(Activation):
    """An activation that goes on as the planner says. Writing down is the desk's."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterable[Activation]:
        from flows.engine.reconcile import reconcile

        return reconcile(self.process.desk)

    def exception_guard(self) -> Any:
        raise NotImplementedError("An act either happens as a whole or not at all.")


class RequestActivation(Turn):
    """Sending, and every other act that answers no task: born done, it only turns to the planner."""


class AskActivation(Turn):
    """Somebody is asked. ASSIGNED → STARTED → DONE, or CANCELED when no longer needed."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.ASSIGNED)
    def activate(self) -> None:
        """The task waits for its people."""

    @Activation.status.transition(source=STATUS.ASSIGNED, target=STATUS.STARTED)
    def start(self) -> None:
        """Somebody answers."""

    @Activation.status.transition(source=STATUS.STARTED, target=STATUS.DONE)
    def complete(self) -> None:
        """It is answered."""
        self.process.desk.answered(self.task)

    @Activation.status.transition(source=STATUS.STARTED)
    def execute(self) -> None:
        """Answer it and go on."""
        self.complete()
        self.activate_next()

    @Activation.status.transition(source=STATUS.ASSIGNED, target=STATUS.CANCELED)
    def cancel(self) -> None:
        """No longer needed."""
        self.process.desk.no_longer_needed(self.task)


class EndActivation(Turn):
    """The request has come to its end; never beside an open task or one in error."""

    @Activation.status.transition(source=STATUS.NEW)
    def activate(self) -> None:
        if self.process.desk.open:
            raise RuntimeError("A request cannot end while somebody is asked.")

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def complete(self) -> None:
        assert connection.in_atomic_block
        desk = self.process.desk
        cancelled = self.process.state == "cancelled"
        self.process.status = (PROCESS.CANCELED if cancelled else PROCESS.DONE).value
        self.process.finished = desk.now

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterable[Activation]:
        return ()


class Generic(Node):
    """A node whose ways on are found at run time."""

    bpmn_element = "userTask"
    shape = {
        "width": 150,
        "height": 100,
        "svg": '<rect class="task" width="150" height="100" rx="5" ry="5"/>',
    }

    def _outgoing(self) -> Iterator[Edge]:
        return iter(())


class Request(Generic):
    """The requester sends."""

    task_type = "START"
    bpmn_element = "startEvent"
    activation_class = RequestActivation


class Ask(Generic):
    """Somebody is asked: to approve, to do some work, to rework, to mend."""

    task_type = "HUMAN"
    activation_class = AskActivation


class End(Generic):
    """The end of a request."""

    task_type = "END"
    bpmn_element = "endEvent"
    activation_class = EndActivation
