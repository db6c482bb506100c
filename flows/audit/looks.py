"""What deserves a look: decisions and requests that went another way than the usual one. A look is no
reproach: each says why it is listed, and the auditor decides.

Each kind is one query over a period. Counts of all kinds take one statement for each table they are about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from common.spreadsheet import Table
from flows.audit.period import Period, clock_shows
from flows.audit.reasons import (
    LookRow,
    of_automatic,
    of_command,
    of_decision,
    of_handing,
    of_limit,
)
from flows.history.payloads import GaveTo, Overdue
from flows.lists.paging import Slice, slice_of
from flows.models import AsWhat, Case, Decision, Event, Task, Verdict
from flows.models.cases import TOGETHER
from org.models import OrgChange
from org.queries import snapshot

AT_ONCE = timedelta(seconds=10)
"""Approved so soon after being asked that nothing can have been read."""
JUST_BELOW = Decimal("0.95")
"""From this share of a limit on, an amount is just below it."""
MOST_EXPORTED = 10_000
LONGEST = timedelta(days=366)
"""The longest period."""

Row = Callable[[Any], LookRow]


@dataclass(frozen=True, slots=True)
class Look:
    """A kind of what deserves a look: its name, why it is listed, the rows of a period, one row in words."""

    code: str
    label: Any
    why: Any
    found: Callable[[Period], QuerySet[Any]]
    row: Row


def counts(period: Period) -> dict[str, int]:
    """How many of each kind; six statements. What is rare has an index of its own, and a condition inside an
    aggregate would not use it."""
    begins, ends = period.within
    decided = Decision.objects.filter(at__gte=begins, at__lt=ends)
    events = Event.objects.filter(at__gte=begins, at__lt=ends)
    found = decided.aggregate(**{code: Count("pk", filter=one) for code, one in _OF_DECISIONS.items()})
    found["administrator"] = events.filter(kind=GaveTo.KIND).count()
    found["automatic"] = events.filter(_AUTOMATIC).count()
    found["together"] = _together(period).count()
    found["limit"] = _just_below(period).count()
    found["command"] = _by_command(period).count()
    return found


def looks_of(look: Look, period: Period, number: int) -> Slice[LookRow]:
    """A page of one kind, the newest first."""
    return slice_of(look.found(period), number, look.row)


def all_of(look: Look, period: Period, most: int) -> list[LookRow]:
    """For an export."""
    return [look.row(one) for one in look.found(period)[:most]]


# -- decisions -----------------------------------------------------------------------------------------------

_APPROVED = Q(outcome__in=(Verdict.APPROVE, Verdict.APPROVE_WITH_REMARKS), task__kind=Task.Kind.APPROVAL)
_HIS_OWN = Q(by=F("case__entered_by")) | Q(by=F("case__requester")) | Q(by=F("case__requested_for"))
_TYPED_BY_PRINCIPAL = (
    Q(entered_by=F("case__entered_by"))
    | Q(entered_by=F("case__requester"))
    | Q(entered_by=F("case__requested_for"))
)
_OF_DECISIONS: Mapping[str, Q] = {
    "substitute": Q(as_what=AsWhat.SUBSTITUTE) | Q(on_behalf_of__isnull=False),
    "paper": Q(entered_by__isnull=False),
    "own": _APPROVED & (_HIS_OWN | _TYPED_BY_PRINCIPAL),
    "instead": Q(as_what__in=(AsWhat.CLIMBED, AsWhat.FALLBACK, AsWhat.CHOSEN)),
    "quick": _APPROVED & Q(at__lt=F("task__created") + AT_ONCE),
}


def _decisions(code: str) -> Callable[[Period], QuerySet[Decision]]:
    def found(period: Period) -> QuerySet[Decision]:
        begins, ends = period.within
        rows = Decision.objects.filter(_OF_DECISIONS[code], at__gte=begins, at__lt=ends)
        people = ("by", "on_behalf_of", "entered_by", "case__requester", "case__entered_by")
        return rows.select_related("task", *people).order_by("-at", "-pk")

    return found


def _together(period: Period) -> QuerySet[Decision]:
    """By the events' own index of them: there are few."""
    begins, ends = period.within
    pressed = Event.objects.filter(TOGETHER, kind="decided", at__gte=begins, at__lt=ends)
    rows = Decision.objects.filter(Exists(pressed.filter(case=OuterRef("case"), at=OuterRef("at"))))
    people = ("by", "on_behalf_of", "entered_by", "case__requester", "case__entered_by")
    return rows.filter(at__gte=begins, at__lt=ends).select_related("task", *people).order_by("-at", "-pk")


# -- events --------------------------------------------------------------------------------------------------

_AUTOMATIC = Q(actor=None) & ~Q(kind=Overdue.KIND)


def _events(condition: Q) -> Callable[[Period], QuerySet[Event]]:
    def found(period: Period) -> QuerySet[Event]:
        begins, ends = period.within
        rows = Event.objects.filter(condition, at__gte=begins, at__lt=ends)
        return rows.select_related("actor", "case__requester").order_by("-at", "-pk")

    return found


# -- requests and the company --------------------------------------------------------------------------------


def limits() -> tuple[Decimal, ...]:
    """The approval limits that hold now, in the company's currency, the smallest first."""
    return tuple(sorted({one.limit for one in snapshot().authorities if one.limit}))


def _just_below(period: Period) -> QuerySet[Case]:
    begins, ends = period.within
    near = Q(pk__in=[])
    for limit in limits():
        near |= Q(amount__gte=limit * JUST_BELOW, amount__lte=limit)
    rows = Case.objects.filter(near, sent_at__gte=begins, sent_at__lt=ends, currency=snapshot().currency)
    return rows.select_related("requester").order_by("-sent_at", "-pk")


def _by_command(period: Period) -> QuerySet[Any]:
    """One row for each act of a command, however many records it changed."""
    begins, ends = period.within
    rows = OrgChange.objects.filter(actor=None, at__gte=begins, at__lt=ends).order_by()
    acts: QuerySet[Any] = rows.values("revision", "source").annotate(when=Max("at"), many=Count("pk"))
    return acts.order_by("-when", "-revision")


LOOKS: tuple[Look, ...] = (
    Look(
        "substitute",
        later("As a substitute"),
        later("Somebody decided in place of an absent holder."),
        _decisions("substitute"),
        of_decision("substitute"),
    ),
    Look(
        "paper",
        later("From paper"),
        later("An assistant typed in what was decided on paper. Compare it with the scan."),
        _decisions("paper"),
        of_decision("paper"),
    ),
    Look(
        "own",
        later("Own"),
        later(
            "Whoever approved, or typed the approval in, also entered, sent or is the one for the request."
        ),
        _decisions("own"),
        of_decision("own"),
    ),
    Look(
        "administrator",
        later("By an administrator"),
        later("A task was given to somebody whom the route had not named."),
        _events(Q(kind=GaveTo.KIND)),
        of_handing,
    ),
    Look(
        "automatic",
        later("Automatically"),
        later("The platform changed the way of a request by itself: nobody pressed a button."),
        _events(_AUTOMATIC),
        of_automatic,
    ),
    Look(
        "instead",
        later("Instead of whom the route names"),
        later(
            "The place was vacant or barred: the next manager up, a fallback or a chosen approver decided."
        ),
        _decisions("instead"),
        of_decision("instead"),
    ),
    Look(
        "command",
        later("By a command"),
        later("The company was changed on the server, past the screens."),
        _by_command,
        of_command,
    ),
    Look(
        "quick",
        later("At once"),
        later("Approved within ten seconds of being asked."),
        _decisions("quick"),
        of_decision("quick"),
    ),
    Look(
        "together",
        later("Several at once"),
        later("Decided with one press together with other requests."),
        _together,
        of_decision("together"),
    ),
    Look(
        "limit",
        later("Just below a limit"),
        later("The amount is 95 to 100 % of an approval limit that holds now."),
        _just_below,
        lambda case: of_limit(case, limits()),
    ),
)
BY_CODE: Mapping[str, Look] = {look.code: look for look in LOOKS}


def table_of(look: Look, period: Period) -> Table:
    """One kind as a table."""
    headings = (
        _("When"), _("Who"), _("Why"), _("Reason"), _("Request"), _("Title"), _("Amount"), _("Currency"),
    )  # fmt: skip
    rows = [
        [
            clock_shows(one.at, period.zone), one.who, one.sentence, one.quote, one.name, one.title,
            one.amount, one.currency,
        ]
        for one in all_of(look, period, MOST_EXPORTED)
    ]  # fmt: skip
    return Table(str(look.label), headings, rows)
