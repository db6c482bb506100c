"""What the company refuses, each as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from common.days import period_text
from common.errors import Invalid, NotAllowed, NotFound, TooLate

if TYPE_CHECKING:
    from org.doubts import Doubt
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


class SubstituteDoubtful(Invalid):
    """The substitute cannot stand in. Nothing was saved yet."""

    doubt: Doubt

    @classmethod
    def of(cls, doubt: Doubt) -> SubstituteDoubtful:
        """With the sentence at the field of the substitute."""
        error = cls({"named_substitute": [sentence_of(doubt)]})
        error.doubt = doubt
        return error


def sentence_of(doubt: Doubt) -> str:
    """Who cannot stand in and why, and what to do about it."""
    if not doubt.days:
        text = _("{name} is not active. Choose somebody else, or tick “Save anyway”.")
        return text.format(name=doubt.name)
    text = _("{name} is away, too: {days}. Choose somebody else, or tick “Save anyway”.")
    days = ", ".join(period_text(*period) for period in doubt.days)
    return text.replace("{days}.", "{days}" if days.endswith(".") else "{days}.").format(
        name=doubt.name, days=days
    )


class ImportAppliedAlready(TooLate):
    """This file has already been applied. Upload it again to look for further changes."""


class ImportLooksDifferent(TooLate):
    """The company has changed since this was shown. Look at it again before applying."""


class ImportRefused(Invalid):
    """The file has errors. Nothing was changed."""

    report: ImportReport | None = None
