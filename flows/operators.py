"""Who keeps the platform running: sees what could not be delivered, and sends it again."""

from __future__ import annotations

from typing import Any

from designer.access import may_design_any, may_install
from org.access import edit_scope
from org.models import Employee


def operates(user: Any) -> bool:
    """Whoever edits the whole company, or may bring in processes. Costs nothing for everybody else: both are
    asked by the menu anyway."""
    if not isinstance(user, Employee):
        return False
    return edit_scope(user).everything or (may_design_any(user) and may_install(user))
