"""What those above may hang onto a change of the company; bound once in `config.wiring`.

They are called inside the transaction of the change, after it was written: whoever is bound re-resolves
open tasks in the same transaction (ROUTING 5, 11, 18).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import TYPE_CHECKING

from common.ports import Port

if TYPE_CHECKING:
    from org.leaves import LeaveChange

employee_changed: Port[[Set[str], int | None], None] = Port("org.employee_changed")
"""Called with the personnel numbers of those whose standing changed (deactivated, moved, absent, a
substitute named or refused), and the id of the actor, None for a command."""

org_changed: Port[[Set[str], Set[str], int | None], None] = Port("org.org_changed")
"""Called with the codes of the units and of the positions that changed, and the id of the actor. Any other
change of the rules (authority, calendars, rates, grants, roles) comes with both sets empty."""

leaves_changed: Port[[Sequence[LeaveChange], int, int | None], None] = Port("org.leaves_changed")
"""Called with what changed of absences, the revision of the company that it made, and the id of the actor."""

process_names: Port[[], Mapping[str, str]] = Port("org.process_names")
"""Answers code → name of the processes that an absence may be limited to, in the reader's language."""
