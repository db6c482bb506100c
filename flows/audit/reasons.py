"""Why something is listed for a look, as a sentence in the reader's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from common.money import Money
from designer.values.show import show_money
from flows.lists.naming import named
from flows.lists.tasks import noun_of
from flows.models import AsWhat, Case, Decision, Event, Verdict
from org.models import Employee
from org.queries import snapshot
from org.texts import source_words


@dataclass(frozen=True, slots=True)
class LookRow:
    """One thing to look at. `case` None: it is about the company, and `link` says where to look."""

    at: datetime
    sentence: str
    who: str
    case: int | None = None
    name: str = ""
    title: str = ""
    amount: Decimal | None = None
    currency: str = ""
    quote: str = ""


def of_decision(look: str) -> Callable[[Decision], LookRow]:
    """A decision, with the sentence of that kind of look."""

    def row(one: Decision) -> LookRow:
        return _about(one.case, one.at, _DECISIONS[look](one), one.by_name, one.reason)

    return row


def _as_substitute(one: Decision) -> str:
    return _("{who} decided for {holder}: {verdict}.").format(
        who=one.by_name, holder=one.on_behalf_name or "…", verdict=_verdict(one)
    )


def _from_paper(one: Decision) -> str:
    assert one.entered_by is not None
    return _("{typist} typed in the decision of {who} from paper: {verdict}.").format(
        typist=one.entered_by.short_name, who=one.by_name, verdict=_verdict(one)
    )


def _own(one: Decision) -> str:
    case = one.case
    if one.by_id == case.entered_by_id:
        return _("{who} approved a request that they had entered.").format(who=one.by_name)
    if one.by_id in (case.requester_id, case.requested_for_id):
        return _("{who} approved a request of their own.").format(who=one.by_name)
    typist = one.entered_by.short_name if one.entered_by else "…"
    return _(
        "{typist} typed in the approval of {who} from paper, and has a part in the request, too."
    ).format(typist=typist, who=one.by_name)


def _instead(one: Decision) -> str:
    return _("{who} decided as {capacity}: {verdict}.").format(
        who=one.by_name, capacity=AsWhat(one.as_what).label, verdict=_verdict(one)
    )


def _quick(one: Decision) -> str:
    seconds = max(int((one.at - one.task.created).total_seconds()), 0)
    sentence = ngettext(
        "{who} approved {n} second after being asked.",
        "{who} approved {n} seconds after being asked.",
        seconds,
    )
    return sentence.format(who=one.by_name, n=seconds)


def _together(one: Decision) -> str:
    return _("{who} decided this together with other requests: {verdict}.").format(
        who=one.by_name, verdict=_verdict(one)
    )


_DECISIONS: Mapping[str, Callable[[Decision], str]] = {
    "substitute": _as_substitute,
    "paper": _from_paper,
    "own": _own,
    "instead": _instead,
    "quick": _quick,
    "together": _together,
}


def _verdict(one: Decision) -> str:
    return str(Verdict(one.outcome).label)


def of_handing(event: Event) -> LookRow:
    """A task given to somebody else, by an approver, a manager or the owner of a red item."""
    said, who = said_of(event), _actor(event.actor)
    sentence = _("{who} gave the task to {to}.")
    if said.get("red"):
        sentence = _("{who} chose {to} to decide, since nobody could be asked.")
    text = sentence.format(who=who, to=_person(said["to"]))
    return _about(event.case, event.at, text, who, said.get("reason", ""))


def of_automatic(event: Event) -> LookRow:
    """The platform itself moved a request."""
    said = said_of(event)
    causes = {
        "company": _("The route was worked out again, since the company changed."),
        "absence": _("The route was worked out again, since somebody is absent or back."),
        "retry": _("The route was worked out again, to find who can be asked."),
    }
    text = causes.get(said.get("cause", ""), _("The platform acted by itself."))
    opened = said.get("then", {}).get("opened", {})
    people = sorted({_person(code) for codes in opened.values() for code in codes})
    quote = _("Asked since then: {people}").format(people=", ".join(people)) if people else ""
    return _about(event.case, event.at, text, _("The platform"), quote)


def of_limit(case: Case, limits: Sequence[Decimal]) -> LookRow:
    """An amount just below the smallest limit that it does not exceed."""
    amount = case.amount or Decimal(0)
    limit = next((one for one in limits if one >= amount), amount)
    share = int(amount * 100 / limit) if limit else 0
    text = _("The amount is {share} % of the approval limit of {limit}.").format(
        share=share, limit=show_money(Money(limit, case.currency), _language())
    )
    assert case.sent_at is not None
    return _about(case, case.sent_at, text, case.requester.short_name, "")


def of_command(act: Mapping[str, Any]) -> LookRow:
    """An act of a command upon the company: `when`, `revision`, `source`, `many` records."""
    many, source = int(act["many"]), str(act["source"])
    if source in ("", "command"):
        text = ngettext("A command changed {n} record.", "A command changed {n} records.", many)
        return LookRow(act["when"], text.format(n=many), _("A command"))
    sentence = ngettext(
        "A command changed {n} record: {source}.", "A command changed {n} records: {source}.", many
    )
    text = sentence.format(n=many, source=source_words(source))
    return LookRow(act["when"], text, _("A command"))


def said_of(event: Event) -> Mapping[str, Any]:
    """The payload of an event as it is stored."""
    payload: dict[str, Any] = json.loads(bytes(event.body))["payload"]
    return payload


def _about(case: Case, at: datetime, sentence: str, who: str, quote: str) -> LookRow:
    name = named(noun_of(case), case.number)
    return LookRow(at, sentence, who, case.pk, name, case.title, case.amount, case.currency, quote)


def _actor(actor: Employee | None) -> str:
    return actor.short_name if actor else _("The platform")


def _person(code: str) -> str:
    known = snapshot().employees.get(code)
    return known.name if known else code


def _language() -> str:
    return (get_language() or "en")[:2]
