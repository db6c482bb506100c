"""The folder of a boss: a list of his approval tasks with a box for each answer, then each request with what
was prepared and its files. It is printed for him as he may see it, for his assistant as both may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common import clock
from common.days import day_text
from common.money import Money
from designer.values.show import show_money
from flows import assisting
from flows.actions.paper import paper_outcomes
from flows.assisting import Prepared, said_of
from flows.cards.build import card_for
from flows.cards.model import Card, DataRow, RemarkLine, RoutePlace
from flows.cards.reading import Reading, read_case
from flows.errors import NotAssistant
from flows.lists.tasks import as_what_of, open_assignments
from flows.models import Assignment, Attachment, PrintOrder, Task
from flows.printing.bundle import Bundle, Part, Room
from flows.printing.orders import prints
from flows.printing.pdf import html_of
from org.models import Employee
from org.queries import snapshot

KIND = "folder"
MOST = 60
"""So many requests at a time: whoever has more prints again, ticking those."""
MOST_BRIEF = 2
BOXES = ("approve", "approve_with_remarks", "return_for_rework", "decline")


@dataclass(frozen=True)
class Sheet:
    """A request in the folder. `code` is its id with the revision that is printed; a decision on paper is
    entered with it, at `url`. `offered` are the boxes that the step has."""

    task: int
    code: str
    url: str
    step: str
    as_what: str
    due: str
    offered: frozenset[str]
    card: Card
    prepared: Prepared
    files: tuple[Attachment, ...]

    @property
    def boxes(self) -> tuple[bool, ...]:
        """For each of BOXES, whether it is there."""
        return tuple(code in self.offered for code in BOXES)

    @property
    def what_for(self) -> tuple[DataRow, ...]:
        """The first fields of its summary: what it is for, in the line of the list."""
        return self.card.brief[:MOST_BRIEF]

    @property
    def amount(self) -> str:
        return money(self.card.amount, self.card.currency)

    @property
    def signed(self) -> tuple[RoutePlace, ...]:
        return tuple(one for one in self.card.route if one.look == "done")

    @property
    def open_remarks(self) -> tuple[RemarkLine, ...]:
        return tuple(one for one in self.card.remarks if not one.answer)


def _door(order: PrintOrder) -> None:
    """For the boss, and for who assists him today. Raises NotAssistant."""
    boss, org = order.params["boss"], snapshot()
    if order.by_id != boss and not assisting.assists(org, order.by_id, boss):
        raise NotAssistant(who=assisting.name_of(org, boss))


@prints(KIND, _door)
def folder(order: PrintOrder) -> Bundle:
    """`params`: the id of the boss, and of the tasks that are wanted, none for all. Raises NotAssistant when
    whoever ordered it assists him no longer."""
    _door(order)
    boss, wanted = order.params["boss"], set(order.params.get("tasks", ()))
    whose = Employee.objects.get(pk=boss)
    with timezone.override(snapshot().zone_of(whose.code)):
        return _printed(whose, None if order.by_id == boss else order.by, wanted, order.language)


def _printed(whose: Employee, helper: Employee | None, wanted: set[int], language: str) -> Bundle:
    boss = whose.pk
    found = [one for one in _asked(boss) if not wanted or one.task_id in wanted][:MOST]
    prepared = assisting.prepared_for(boss, [one.task_id for one in found])
    zone = timezone.get_current_timezone()
    reads = [read_case(one.case_id, whose, language, zone, beside=helper) for one in found]
    sheets = [
        _sheet(one, read, said_of(prepared.get(one.task_id))) for one, read in zip(found, reads, strict=True)
    ]
    title = _("Folder of {who}, {day}").format(who=whose.short_name, day=day_text(_today()))
    return Bundle(f"{title}.pdf", (_cover(sheets, title, language), *_pages(sheets, title, language)))


def _asked(boss: int) -> Iterable[Assignment]:
    """His approvals, in the order in which he sees them."""
    return assisting.laid_out(open_assignments(boss).filter(task__kind=Task.Kind.APPROVAL), boss)


def _sheet(one: Assignment, read: Reading, prepared: Prepared) -> Sheet:
    step = read.document.steps.get(one.task.step)
    card = card_for(read)
    code = f"{card.case}-{card.revision}"
    address = reverse("flows:boss_paper", args=[read.reader.pk, one.task_id])
    return Sheet(
        task=one.task_id,
        code=code,
        url=f"{settings.BASE_URL.rstrip('/')}{address}?code={code}",
        step=read.step(one.task.step),
        as_what=as_what_of(one),
        due=day_text(timezone.localtime(one.due).date()) if one.due else "",
        offered=frozenset(paper_outcomes(step)),
        card=card,
        prepared=prepared,
        files=tuple(read.attachments),
    )


def _cover(sheets: list[Sheet], title: str, language: str) -> Part:
    context = {"title": title, "sheets": sheets, "sums": sums_of(sheets)}
    return Part(title, "html", html_of("print/folder_cover.html", context, language))


def _pages(sheets: list[Sheet], title: str, language: str) -> Iterator[Part]:
    room = Room()
    for sheet in sheets:
        context = {"title": title, "sheet": sheet}
        yield Part(sheet.card.name, "html", html_of("print/folder_request.html", context, language))
        for one in sheet.files:
            why = room.refuses(one)
            divider = html_of("print/folder_file.html", {**context, "file": one, "why": why}, language)
            yield Part(one.name, "html", divider)
            if not why:
                yield Part(one.name, one.kind, sha256=one.sha256)


def sums_of(sheets: Iterable[Sheet]) -> list[str]:
    """What the requests come to, by currency."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in sheets:
        if one.card.amount is not None and one.card.currency:
            sums[one.card.currency] += one.card.amount
    return [money(sums[currency], currency) for currency in sorted(sums)]


def money(amount: Decimal | None, currency: str) -> str:
    """An amount in the language in force."""
    if amount is None or not currency:
        return ""
    return show_money(Money(amount, currency), (get_language() or "en")[:2])


def _today() -> date:
    return timezone.localtime(clock.now()).date()
