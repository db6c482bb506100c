"""The tables of the company: who is who, who stands in for whom, who may decide how much."""

from org.models.journal import Device, FailedLogIn, ImportFile, Invitation, OrgChange, OrgRevision
from org.models.people import Absence, Assistant, Employee
from org.models.rules import Authority, Calendar, CalendarDay, ExchangeRate, Grant
from org.models.structure import Position, Role, Unit

__all__ = [
    "Absence",
    "Assistant",
    "Authority",
    "Calendar",
    "CalendarDay",
    "Device",
    "Employee",
    "ExchangeRate",
    "FailedLogIn",
    "Grant",
    "ImportFile",
    "Invitation",
    "OrgChange",
    "OrgRevision",
    "Position",
    "Role",
    "Unit",
]
