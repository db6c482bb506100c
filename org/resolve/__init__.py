"""Who can be asked, and who decides in his place (ROUTING, "Who can be asked" and rows 1 to 17).

Pure: everything is computed from an `OrgSnapshot` and a moment, nothing is read from a database or a clock.
"""

from org.resolve.authority import by_authority, limit_of, may_decide, rate_on
from org.resolve.chain import direct_manager, managers_up
from org.resolve.line import line_above, managers_of, reports_to
from org.resolve.sources import head_of, holders_of, nearest_role, person, position_place
from org.resolve.standing import who_decides
from org.resolve.substitutes import may_substitute
from org.resolve.types import Decider, Found, Nobody, StartPoint, Until

__all__ = [
    "Decider",
    "Found",
    "Nobody",
    "StartPoint",
    "Until",
    "by_authority",
    "direct_manager",
    "head_of",
    "holders_of",
    "limit_of",
    "line_above",
    "managers_of",
    "managers_up",
    "may_decide",
    "may_substitute",
    "nearest_role",
    "person",
    "position_place",
    "rate_on",
    "reports_to",
    "who_decides",
]
