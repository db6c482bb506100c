"""Forms of the company: each reads a record and gives one back. What is right is decided by the action."""

from org.forms.records import (
    AbsenceForm,
    AssistantForm,
    AuthorityForm,
    CalendarDayForm,
    CalendarForm,
    EmployeeForm,
    GrantForm,
    OwnAbsenceForm,
    PositionForm,
    RateForm,
    RecordForm,
    RoleForm,
    UnitForm,
)

__all__ = [
    "AbsenceForm",
    "AssistantForm",
    "AuthorityForm",
    "CalendarDayForm",
    "CalendarForm",
    "EmployeeForm",
    "GrantForm",
    "OwnAbsenceForm",
    "PositionForm",
    "RateForm",
    "RecordForm",
    "RoleForm",
    "UnitForm",
]
