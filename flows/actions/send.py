"""Sending for approval, and the named route before it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext as _

from common import clock
from designer import form
from designer.conditions.evaluate import Scope
from designer.form import Settled
from designer.numbering import next_number
from designer.queries import document_of
from designer.route.facts import Facts, Sent
from designer.route.plan import Plan
from designer.route.planner import plan
from flows import access, errors, queries
from flows.actions.filling import keep, scope_of, spoken, unseen_links
from flows.actions.guard import fresh, of_editor, repeated
from flows.actions.start import start_unit
from flows.engine.desk import Desk, desk_for_case, plan_of
from flows.engine.flow import answer, turn
from flows.engine.rows import REWORK, Done
from flows.history import acts, open_remarks
from flows.history.payloads import Answered, SentOff
from flows.models import Case
from flows.notices import Notice
from flows.staff import Staff, staff
from org.queries import snapshot
from org.resolve import rate_on
from org.snapshot import OrgSnapshot

Ask = Literal["everybody", "only_needed"]


@transaction.atomic(durable=True)
def send(*, case: int, actor: int, revision: int, press: str | None, ask: Ask | None = None) -> None:
    """Send for approval, or again after rework. `ask`: everybody, or only those who have not approved and
    those whose fields changed (ROUTING 26); None means what the process offers first.

    At the first sending the number is given and rates are frozen. Raises NoSuchRequest, NotYourRequest,
    NotADraft, Stale, RemarksUnanswered, NoRate, NotFilledIn with `.fields`."""
    desk = desk_for_case(case)
    if repeated(desk, press, actor, SentOff) is not None:
        return
    of_editor(desk, actor)
    fresh(desk, revision)
    _apply_sending(desk, actor, ask)
    desk.finish(actor, press)


def _apply_sending(desk: Desk, actor: int, ask: Ask | None) -> None:
    """The transition; the desk writes it down."""
    case = desk.case
    rework = next((one.task for one in desk.open.values() if one.task.step == REWORK), None)
    if desk.document.rework.remarks_block and open_remarks(desk.deeds):
        raise errors.RemarksUnanswered({"remarks": [_("Answer every remark before sending.")]})
    settled = _checked(desk, actor)
    case.rates = {currency: format(rate, "f") for currency, rate in frozen_rates(desk.org, settled).items()}
    case.unit_id = desk.staff.unit_ids[_start(desk.org, desk.facts, settled)]
    first = not case.number
    if first:
        case.number = _number(desk, settled)
        case.sent_at = desk.now
    keep(desk, settled.sent)
    desk.touch("number", "sent_at", "unit", "rates")
    desk.content_changed()
    desk.act(_payload(desk, "everybody" if first else _asking(desk, ask)), actor)
    if rework is not None:
        desk.done = Done(rework, actor)
        answer(rework)
    else:
        turn(case)
    if not first:
        _tell_who_was_asked(desk, actor)
    _refuse_without_rate(desk)


def _tell_who_was_asked(desk: Desk, actor: int) -> None:
    """Sent again: whoever answered in an earlier round, or was asked in it, hears of it, and whether he is
    asked again."""
    answered = {deed.by for deed in desk.deeds if deed.kind == Answered.KIND}
    opened = (deed.said.get("then", {}).get("opened", {}) for deed in desk.deeds)
    asked = {one for places in opened for key, people in places.items() if "/" in key for one in people}
    told = {desk.staff.ids[one] for one in answered | asked if one in desk.staff.ids}
    own = {actor, desk.case.requester_id}
    desk.notices += [Notice(one, "sent_again") for one in sorted(told - own)]


def _number(desk: Desk, settled: Settled) -> str:
    """The next number. One that an earlier version counted differently (yearly or not) may have given is
    passed over."""
    here, process = desk.now.astimezone(desk.zone), desk.case.process_id
    number = next_number(process, desk.document, settled.sent, here)
    while Case.objects.filter(process=process, number=number).exists():
        number = next_number(process, desk.document, settled.sent, here)
    return number


def _payload(desk: Desk, ask: Ask) -> SentOff:
    case = desk.case
    return SentOff(
        round=case.round + 1,
        number=case.number,
        ask=ask,
        values=case.values,
        rates=dict(case.rates),
        unit=desk.staff.unit_codes[case.unit_id],
    )


def _asking(desk: Desk, ask: Ask | None) -> Ask:
    rework = desk.document.rework
    if ask is None or not rework.requester_chooses:
        return rework.ask_again
    return ask


def _refuse_without_rate(desk: Desk) -> None:
    """No rate where a limit needs one, at whichever step: no sending (ROUTING 33)."""
    for place in plan_of(desk).places:
        if place.reason.code == "no_rate":
            currency = place.reason["currency"]
            field = desk.document.parts.amount or ""
            raise errors.NoRate({field: [errors.NoRate(currency=currency).sentence]}, currency=currency)


def _checked(desk: Desk, actor: int) -> Settled:
    """The settled form. Raises NotFilledIn."""
    settled = form.settle(scope_of(desk))
    problems = spoken(form.check_sending(settled, desk.active_items()))
    for code, texts in unseen_links(desk, settled.sent, actor).items():
        problems.setdefault(code, []).extend(texts)
    if problems:
        raise errors.NotFilledIn(problems)
    return settled


def frozen_rates(org: OrgSnapshot, settled: Settled) -> dict[str, Decimal]:
    """Rates of the currencies in the values, on the day where the route starts (ROUTING 33)."""
    found: dict[str, Decimal] = {}
    for value in settled.sent.values():
        currency = value.get("currency") if isinstance(value, dict) else None
        if currency and currency != org.currency:
            rate = rate_on(org, currency, settled.scope.today)
            if rate is not None:
                found[currency] = rate
    return found


def _start(org: OrgSnapshot, facts: Facts, settled: Settled) -> str:
    """Where the route starts: the unit that a field names as the one that pays, else the capacity's
    (ROUTING 10)."""
    for code, field in settled.scope.document.fields.items():
        named = settled.sent.get(code)
        if field.type == "unit" and field.starts_route and named in org.units:
            return str(named)
    return start_unit(org, facts.requested_for, facts.position)


# -- before sending ------------------------------------------------------------------------------------


def preview(*, case: int, actor: int, ask: Ask = "everybody") -> Plan:
    """The named route as it would be if the request were sent now, as its editor filled it in; a pure read.
    Raises NoSuchRequest."""
    row = access.case_for(case, actor)
    org = snapshot()
    people = staff(org)
    deeds = [event.deed for event in queries.events(row.pk)]
    document = document_of(row.version_id)
    facts = queries.facts_of(row, document, org, people, open_remarks(deeds))
    sent = Sent(clock.now(), people.code(row.requester_id), ask)
    return _plan_of(row, facts, org, people, (*acts(deeds), sent))


def preview_again(*, case: int, actor: int) -> dict[Ask, Plan]:
    """Both ways of sending again, side by side (ROUTING 26)."""
    return {
        "only_needed": preview(case=case, actor=actor, ask="only_needed"),
        "everybody": preview(case=case, actor=actor, ask="everybody"),
    }


def _plan_of(row: Case, facts: Facts, org: OrgSnapshot, people: Staff, history: Any) -> Plan:
    now = clock.now()
    document = document_of(row.version_id)
    zone = org.zone_where(facts.unit, facts.requested_for)
    settled = form.settle(Scope(document, facts, org, now.astimezone(zone).date()))
    unit = _start(org, facts, settled)
    asked = replace(facts, values=settled.sent, unit=unit, rates=frozen_rates(org, settled), open_remarks=0)
    return plan(document, asked, history, org, now)
