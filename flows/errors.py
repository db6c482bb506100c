"""What the engine refuses, each as a sentence."""

from __future__ import annotations

from common.errors import Invalid, NotAllowed, NotFound, TooLate


class NoSuchRequest(NotFound):
    """There is no such request."""


class NoSuchProcess(NotFound):
    """There is no such process."""


class NoSuchFile(NotFound):
    """There is no such file."""


class NoSuchRemark(NotFound):
    """There is no such remark."""


class NoSuchEmployee(NotFound):
    """There is no such employee."""


class NoSuchRepeat(NotFound):
    """There is no such repeat."""


class NoSuchView(NotFound):
    """There is no such view."""


class NothingTicked(NotFound):
    """There is nothing here that you approve together."""


class NotYourTask(NotAllowed):
    """This task is not yours. It is with {who} now."""


class OnlyReads(NotAllowed):
    """You may read this request, and do nothing with it: you have no part in it."""


class NotYourRequest(NotAllowed):
    """Only {who} may do this."""


class NotYourFile(NotAllowed):
    """Only {who}, who attached this file, and the requester may take it away."""


class ScanStays(NotAllowed):
    """A decision was entered from this paper: its scan stays with the request."""


class MayNotStart(NotAllowed):
    """You may not start this process."""


class AuditorsStartNothing(MayNotStart):
    """An auditor reads everything and changes nothing: you start no requests."""


class MayNotStartFor(NotAllowed):
    """You may enter requests only for those whom you assist."""


class NotAssistant(NotAllowed):
    """Only an assistant of {who} may do this."""


class NotWithBoss(NotAllowed):
    """{who} is not asked here now."""


class NotOnPaper(NotAllowed):
    """This answer cannot be entered from paper: fields have to be filled in with it."""


class OwnPaper(NotAllowed):
    """You have a part in this request yourself: somebody else has to enter a decision on it from paper."""


class NotYourCapacity(NotAllowed):
    """You do not hold this position."""


class NotOffered(NotAllowed):
    """This answer is not offered at this step."""


class MayNotEditField(NotAllowed):
    """The field “{field}” cannot be changed at this step."""


class MayNotChoose(NotAllowed):
    """{who} cannot be chosen here: {why}"""


class MayNotReassign(NotAllowed):
    """You may not give this task to anybody."""


class MayNotRecall(NotAllowed):
    """This request cannot be recalled any more: {step} has been completed."""


class MayNotMend(NotAllowed):
    """Only the process owner may mend this."""


class NotPrintedYet(TooLate):
    """This is printed when all sign-offs have been given."""


class Busy(TooLate):
    """Somebody else is working on this request just now. Try again in a moment."""


class PressUsed(NotAllowed):
    """This page has already been used for something else. Open it again."""


class Stale(TooLate):
    """{what} Look at the request again."""


class PreparedMeanwhile(TooLate):
    """{who} changed this at {time}. Look at it again before saving."""


class AlreadyDecided(TooLate):
    """Already decided by {who} at {time}."""


class AlreadyTaken(TooLate):
    """{who} has already taken this task."""


class NoLongerNeeded(TooLate):
    """This task is no longer needed."""


class NotADraft(TooLate):
    """The request is not a draft any more."""


class NotNow(TooLate):
    """This cannot be done now: the request is {state}."""


class NotRed(TooLate):
    """This task no longer needs attention."""


class StillRed(TooLate):
    """Still nobody can be asked: {why}"""


class ProcessNotLive(TooLate):
    """This process is not offered at the moment."""


class NotLate(TooLate):
    """This is not overdue: there is no need to push."""


class RemindedAlready(TooLate):
    """{who} was reminded at {time}. You can remind again from {again}."""


class AskedAlready(TooLate):
    """A substitute was asked for at {time}. You can ask again from {again}."""


class NobodyAbsent(NotAllowed):
    """This waits for several people, any of whom may answer: a substitute would not help."""


class RepeatedAlready(TooLate):
    """This request is repeated already: see the list of what repeats."""


class NotRepeatable(TooLate):
    """Only a request that was sent is repeated, and none that was declined or cancelled."""


class RepeatStopped(TooLate):
    """This repeat has been stopped."""


class TooManyOrders(TooLate):
    """{most} orders of yours are being worked on already. Wait until one of them is ready."""


class OneOfItsTasks(TooLate):
    """Another task of the same request was approved with this press. Look at the request again."""


class NotDoneNow(TooLate):
    """This could not be written down just now. Nothing of it was changed: try it alone."""


class NotInBulk(NotAllowed):
    """At this step nothing is approved together with others: open the request."""


class TooMany(Invalid):
    """At most {most} tasks can be approved at once. Nothing was approved."""


class NotFilledIn(Invalid):
    """Some fields are not right. Nothing was sent."""


class NotSaved(Invalid):
    """Some fields are not right. Nothing was changed."""


class RemarksUnanswered(Invalid):
    """Answer every remark before sending."""


class NoRate(Invalid):
    """There is no exchange rate for {currency}, so approval limits cannot be applied. Nothing was sent."""


class FileRefused(Invalid):
    """The file was not accepted."""


class DiskFull(Invalid):
    """The file could not be stored: there is no space left. Nothing was changed. Tell the administrator."""


class TooManyViews(Invalid):
    """You have {most} views of this list already. Delete one first."""


class FiltersWrong(Invalid):
    """Some filters are not right. Correct them in the list first."""


class TooManyRows(Invalid):
    """{count} requests are more than one file takes: {most} at most. Narrow the list down."""
