"""A fortnight of the demo company's invoices, played through the same acts as everybody's: so that boards,
lists and notices have something to show. Nothing of it is mailed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from common import clock
from designer.queries import document_of
from flows import actions, overdue
from flows.models import Assignment, BellNotice, Case, Remark, State, Task
from flows.notices import CARRIER
from flows.printing.pdf import render
from flows.telling.actions import MAILS, tell
from org.models import Employee
from outbox.models import Item

OPENS, CLOSES = 9, 17
"""Hours of the day, by the installation's clock, between which people act."""


@dataclass(frozen=True)
class Past:
    """A request: whose, `day` working days ago at `hour`, what for, and the answers in their order. What no
    answer is given for is approved, until it waits at `stops`: managers, accounting, or nowhere."""

    code: str
    payer: str
    day: int
    hour: int
    supplier: str
    item: str
    amount: str
    answers: tuple[str, ...] = ()
    stops: str = ""
    currency: str = "RUB"
    more: dict[str, Any] = field(default_factory=dict)


_OFF = {
    "in_budget": "off_budget",
    "off_budget_reason": gettext_noop("The lift broke; nobody had planned for it."),
}
_URGENT = {"urgent": True, "urgent_reason": gettext_noop("The supplier stops deliveries tomorrow.")}
_REMARKS = gettext_noop("Attach the specification next time.")
_REASON = gettext_noop("The number of the contract is missing.")
_NO = gettext_noop("We have bought this from another supplier already.")
_ANSWER = gettext_noop("Agreed, it is attached.")

KAZAN, NORTH, AUTO = "LE-KZN", "LE-MSN", "LE-AUTO"
REQUESTS = (
    Past("00092", KAZAN, 10, 9, "S-001", "1020", "184300.00"),
    Past("00150", AUTO, 10, 11, "S-002", "4030", "12640.50"),
    Past("00120", KAZAN, 9, 10, "S-003", "3020", "76000.00"),
    Past("00092", KAZAN, 9, 14, "S-006", "2030", "48900.00", ("return_for_rework",)),
    Past("00100", KAZAN, 8, 9, "S-004", "3010", "310000.00", more=_OFF),
    Past("00130", KAZAN, 8, 12, "S-005", "2040", "55200.00"),
    Past("00092", KAZAN, 7, 10, "S-007", "1030", "4150.00", currency="EUR"),
    Past("00150", AUTO, 7, 15, "S-009", "4010", "268000.00", ("approve_with_remarks",)),
    Past("00120", KAZAN, 6, 9, "S-008", "1020", "97350.75"),
    Past("00100", KAZAN, 6, 13, "S-002", "4030", "8730.00", ("decline",)),
    Past("00130", KAZAN, 5, 10, "S-001", "1020", "412000.00", more=_URGENT),
    Past("00092", KAZAN, 5, 11, "S-003", "3020", "64500.00"),
    Past("00092", KAZAN, 3, 9, "S-005", "2040", "55200.00", stops="accounting"),
    Past("00150", AUTO, 4, 10, "S-004", "3010", "720000.00", ("decline",)),
    Past("00120", KAZAN, 2, 10, "S-007", "1020", "12800.00", stops="accounting", currency="USD"),
    Past("00100", KAZAN, 2, 9, "S-001", "1020", "143900.00", stops="accounting"),
    Past("00130", KAZAN, 3, 14, "S-006", "2030", "86400.00", ("return_for_rework",), stops="rework"),
    Past("00092", KAZAN, 2, 9, "S-009", "4010", "59900.00", stops="accounting", more=_URGENT),
    Past("00120", KAZAN, 2, 11, "S-004", "3010", "238000.00", stops="managers", more=_OFF),
    Past("00100", KAZAN, 1, 9, "S-008", "1020", "175250.00", stops="managers"),
    Past("00092", KAZAN, 1, 10, "S-002", "4030", "15780.00", stops="managers"),
    Past("00130", KAZAN, 1, 12, "S-003", "3020", "91000.00", stops="managers", more=_URGENT),
    Past("00092", KAZAN, 1, 15, "S-001", "1020", "36700.00", stops="managers"),
    Past("00150", AUTO, 1, 16, "S-009", "4020", "21400.00", stops="managers"),
)


def play() -> None:
    """All of it, up to the present, in the installation's language. Plays nothing when there are requests, be
    it half of them."""
    if not Case.objects.exists():
        with override(settings.LANGUAGE_CODE):
            _play_all()
    overdue.tell()
    _tell_without_mails()


def _play_all() -> None:
    content = render(
        "print/demo_invoice.html", {"title": gettext("Invoice (an example)")}, settings.LANGUAGE_CODE
    ).content
    for number, one in enumerate(REQUESTS, start=1):
        _play(one, number, content)


def _play(one: Past, number: int, content: bytes) -> None:
    moments = _moments(one)
    with clock.frozen(next(moments)):
        case = _sent(one, number, content)
    answers = list(one.answers)
    for moment in moments:
        if _stands_at(case, one.stops, bool(answers)):
            return
        with clock.frozen(moment):
            _answer(case, answers.pop(0) if answers and _decides(case) else "")


def _moments(one: Past) -> Iterator[datetime]:
    """When it was sent, then every few hours of working days until now."""
    now = clock.now().astimezone()
    at = now.replace(hour=one.hour, minute=(int(one.code) * 7) % 60, second=0, microsecond=0)
    left = one.day
    while left:
        at -= timedelta(days=1)
        left -= at.weekday() < 5
    while at < now:
        yield at
        at += timedelta(hours=3, minutes=11)
        while not (at.weekday() < 5 and OPENS <= at.hour < CLOSES):
            at += timedelta(hours=1)


def _sent(one: Past, number: int, content: bytes) -> int:
    who = Employee.objects.get(code=one.code).pk
    today = clock.now().date()
    more = {code: gettext(value) if code.endswith("_reason") else value for code, value in one.more.items()}
    values = {
        "supplier": one.supplier,
        "invoice_number": f"{number * 37 + 100}",
        "invoice_date": (today - timedelta(days=1)).isoformat(),
        "amount": {"amount": one.amount, "currency": one.currency},
        "payer": one.payer,
        "cash_flow_item": one.item,
        "in_budget": "in_budget",
        **({} if "urgent" in more else {"payment_date": (today + timedelta(days=21)).isoformat()}),
        **more,
    }
    case = actions.start_case(process="invoice", actor=who, values=values)
    name = f"{number * 37 + 100}.pdf"
    actions.attach(case=case, actor=who, field="invoice_file", name=name, content=BytesIO(content))
    actions.send(case=case, actor=who, **_pressed(case))
    return case


def _open(case: int) -> Assignment | None:
    rows = Assignment.objects.filter(case=case, until=None).select_related("task", "case")
    return rows.order_by("pk").first()


def _decides(case: int) -> bool:
    asked = _open(case)
    return asked is not None and asked.task.kind == Task.Kind.APPROVAL


def _stands_at(case: int, stops: str, answers_left: bool) -> bool:
    asked = _open(case)
    if asked is None:
        return True
    kinds = {"managers": Task.Kind.APPROVAL, "accounting": Task.Kind.WORK, "rework": Task.Kind.REWORK}
    return not answers_left and asked.task.kind == kinds.get(stops)


def _answer(case: int, outcome: str) -> None:
    asked = _open(case)
    if asked is None:
        return
    known = {"task": asked.task_id, "actor": asked.employee_id}
    if asked.task.kind == Task.Kind.REWORK:
        _send_again(case, asked.employee_id)
    elif asked.task.kind == Task.Kind.WORK:
        _complete(asked)
    elif asked.task.kind == Task.Kind.APPROVAL:
        said: dict[str, dict[str, Any]] = {
            "approve_with_remarks": {"remarks": [gettext(_REMARKS)]},
            "return_for_rework": {"reason": gettext(_REASON)},
            "decline": {"reason": gettext(_NO)},
        }
        act: Any = getattr(actions, outcome or "approve")
        act(**known, **said.get(outcome, {}), **_pressed(case))


def _complete(asked: Assignment) -> None:
    step = document_of(asked.case.version_id).steps[asked.task.step]
    if step.how == "group" and asked.task.taken_by_id is None:
        actions.take(task=asked.task_id, actor=asked.employee_id, **_pressed(asked.case_id))
    values = {"paid_on": clock.now().date().isoformat(), "payment_order_number": str(asked.case_id + 500)}
    actions.complete(task=asked.task_id, actor=asked.employee_id, values=values, **_pressed(asked.case_id))


def _send_again(case: int, actor: int) -> None:
    for remark in Remark.objects.filter(case=case, answer=""):
        actions.answer_remark(remark=remark.pk, actor=actor, answer="taken", text=gettext(_ANSWER))
    if Case.objects.get(pk=case).state == State.REWORK:
        actions.send(case=case, actor=actor, **_pressed(case))


def _pressed(case: int) -> dict[str, Any]:
    revision = Case.objects.values_list("revision", flat=True).get(pk=case)
    return {"revision": revision, "press": uuid4().hex}


def _tell_without_mails() -> None:
    """What the bell still has to say, it says; the mails of the past are taken for sent, and what is older
    than a weekend for read."""
    for item in Item.objects.filter(kind=CARRIER, state=Item.State.WAITING):
        with clock.frozen(item.created_at):
            tell(item)
    told = Item.objects.filter(kind__in=[CARRIER, MAILS], state=Item.State.WAITING)
    told.update(state=Item.State.SENT, sent_at=clock.now())
    Item.objects.filter(state=Item.State.WAITING).update(created_at=clock.now(), due_at=clock.now())
    BellNotice.objects.filter(at__lt=clock.now() - timedelta(days=3)).update(read_at=clock.now())
