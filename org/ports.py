"""What those above may hang onto a change of the company; bound once in `config.wiring`.

Both are called inside the transaction of the change, after it was written: whoever is bound re-resolves
open tasks in the same transaction (ROUTING 5, 11, 18).
"""

from __future__ import annotations

from collections.abc import Mapping, Set

from common.ports import Port

employee_changed: Port[[Set[str], int | None], None] = Port("org.employee_changed")
"""Called with the personnel numbers of those whose standing changed (deactivated, moved, absent, a
substitute named or refused), and the id of the actor, None for a command."""

org_changed: Port[[Set[str], Set[str], int | None], None] = Port("org.org_changed")
"""Called with the codes of the units and of the positions that changed, and the id of the actor. Any other
change of the rules (authority, calendars, rates, grants, roles) comes with both sets empty."""

process_names: Port[[], Mapping[str, str]] = Port("org.process_names")
"""Answers code → name of the processes that an absence may be limited to, in the reader's language."""
