"""The company as plain comparable records: what screens and imports hand to the actions.

A record refers to others by code. The same path serves a form and a file: records are checked against the
company as it would be, compared with the stored ones, and the differences are written and noted.
"""

from org.records.changes import Change, FieldChange, differences
from org.records.company import Company
from org.records.kinds import (
    KINDS,
    AbsenceRecord,
    AssistantRecord,
    AuthorityRecord,
    CalendarDayRecord,
    CalendarRecord,
    EmployeeRecord,
    GrantRecord,
    Key,
    Kind,
    PositionRecord,
    RateRecord,
    Record,
    RoleRecord,
    UnitRecord,
)

__all__ = [
    "KINDS",
    "AbsenceRecord",
    "AssistantRecord",
    "AuthorityRecord",
    "CalendarDayRecord",
    "CalendarRecord",
    "Change",
    "Company",
    "EmployeeRecord",
    "FieldChange",
    "GrantRecord",
    "Key",
    "Kind",
    "PositionRecord",
    "RateRecord",
    "Record",
    "RoleRecord",
    "UnitRecord",
    "differences",
]
