"""The approval sheet: one page, the sign-offs that are in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from designer.document.process import Document
from designer.route.facts import Decided
from designer.route.plan import Place, Status
from flows.cards.reading import Reading
from flows.cards.sentences import verdict_of
from flows.models import AsWhat, Decision, Remark
from flows.printing.paper import Sheet, SignOff
from flows.printing.pdf import Printed, render_fitting
from flows.printing.reading import head_of, moment

TEMPLATE = "print/sheet.html"
LINE, ROOMY = 80, 42
"""Letters in a line, and so many lines surely fit no roomy page."""
LOOKS: tuple[dict[str, Any], ...] = (
    {"size": "9.5pt"},
    {"size": "8.5pt", "tight": True},
    {"size": "7.5pt", "tight": True},
)
"""The roomiest with which it fits one page is taken; what fits with none goes on over pages in the first."""


def sheet_of(read: Reading, one: Document) -> Sheet:
    """What stands on it. Three statements."""
    return Sheet(head_of(read, one), tuple(signed_off(read)))


def print_sheet(sheet: Sheet, language: str) -> Printed:
    """On one page, if it fits with letters that can be read. Raises CannotPrint."""
    context = {"sheet": sheet, "orientation": sheet.head.orientation}
    return render_fitting(TEMPLATE, context, LOOKS[_first_look(sheet) :], language)


def _first_look(sheet: Sheet) -> int:
    """The roomiest one is not tried for what is plainly too much: drawing takes its time."""
    lines = sum(1 + len(one.text) // LINE for one in sheet.head.lines)
    lines += sum(1 + max(len(one.beside) + 1, one.has_remarks + 1) for one in sheet.signed)
    return 0 if lines <= ROOMY else 1


def signed_off(read: Reading) -> Iterator[SignOff]:
    """In the order in which they were given. A sign-off that fell is none."""
    stored = {(one.place, one.at): one for one in Decision.objects.filter(case=read.case)}
    with_remarks = frozenset(Remark.objects.filter(case=read.case).values_list("decision", flat=True))
    in_force = [(one, one.decision) for one in read.plan.with_status(Status.DONE) if one.decision is not None]
    for place, decided in sorted(in_force, key=lambda pair: pair[1].at):
        decision = stored.get((place.key, decided.at))
        if decision is not None:
            yield _sign_off(read, place, decided, decision, decision.pk in with_remarks)


def _sign_off(
    read: Reading, place: Place, decided: Decided, decision: Decision, has_remarks: bool
) -> SignOff:
    verdict, _tone = verdict_of(decided.outcome, read.document.steps.get(place.step), read.language)
    return SignOff(
        position=decision.by_title or _own_title(read, decided.by) or read.step(place.step),
        name=decision.by_name,
        verdict=verdict,
        at=moment(read, decided.at),
        beside=tuple(_beside(read, decision)),
        has_remarks=has_remarks,
    )


def _beside(read: Reading, decision: Decision) -> Iterator[str]:
    if decision.as_what == AsWhat.ACTING:
        yield _("acting")
    if decision.on_behalf_name:
        yield _("for {who}").format(who=decision.on_behalf_name)
    if decision.entered_by_id is not None:
        yield _("on paper, entered by {who}").format(who=read.person(read.staff.code(decision.entered_by_id)))


def _own_title(read: Reading, who: str) -> str:
    """Of the position that he holds, where he was asked as one of a group."""
    held = read.org.positions_of.get(who, ())
    return read.org.positions[held[0]].title if held else ""
