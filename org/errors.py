"""What the company refuses, each as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common.errors import Invalid, NotAllowed, NotFound, TooLate

if TYPE_CHECKING:
    from org.imports.report import ImportReport


class NeverDeleted(NotAllowed):
    """People, units and positions are deactivated, never deleted."""


class MayNotEditCompany(NotAllowed):
    """You may not change this part of the company."""


class MayNotChangeTop(MayNotEditCompany):
    """The kind, the head and the parent of {unit} are changed by whoever may edit the unit above it."""


class NoSuchRecord(NotFound):
    """There is no such record."""


class InvitationUnknown(NotFound):
    """This invitation link is not valid. Ask for a new one."""


class InvitationUsed(TooLate):
    """This invitation link has already been used. Ask for a new one."""


class InvitationExpired(TooLate):
    """This invitation link has expired. Ask for a new one."""


class EmployeeInactive(NotAllowed):
    """{name} is not active."""


class ChangedMeanwhile(TooLate):
    """Somebody has changed this record meanwhile. Look at it again before saving."""


class Refused(Invalid):
    """Some of the values are not right. Nothing was changed."""


class ImportAppliedAlready(TooLate):
    """This file has already been applied. Upload it again to look for further changes."""


class ImportLooksDifferent(TooLate):
    """The company has changed since this was shown. Look at it again before applying."""


class ImportRefused(Invalid):
    """The file has errors. Nothing was changed."""

    report: ImportReport | None = None
