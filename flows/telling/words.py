"""What was said, in words of the language in force: the same for the bell, for mails, for the digest."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.template.defaultfilters import date as date_filter
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from common.days import period_text
from common.money import Money
from designer.part import Text, say
from designer.values.show import show_money, show_number
from flows.lists.naming import named
from flows.models import Remark, Task
from flows.telling.said import Said

MOST_SUBJECT = 180


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in one language. `what` names the request with what matters of it; `facts` are pairs of label
    and value, `changes` of label, old and new."""

    subject: str
    headline: str
    what: str
    own: str
    facts: tuple[tuple[str, str], ...]
    quotes: tuple[str, ...]
    changes: tuple[tuple[str, str, str], ...]
    button: str
    tone: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened or is asked. `subject` has room for `{what}` and `{outcome}`; `tone` is ok, warn, bad or
    none."""

    subject: str
    headline: str
    button: str = ""
    tone: str = ""
    outcome: str = ""


def words_of(about: str, said: Said) -> Words:
    """The notice in the language and time zone that are in force."""
    sentence = _SENTENCES.get(about, _something)(said)
    what = what_of(said)
    subject = " ".join(sentence.subject.format(what=what, outcome=sentence.outcome).split())
    if said.urgent and about in ("task", "reassigned", "reminded"):
        subject = _("Urgent. {subject}").format(subject=subject)
    return Words(
        subject=subject[:MOST_SUBJECT],
        headline=_ended(sentence.headline),
        what=what,
        own=_text(said.own),
        facts=tuple(_facts(said)),
        quotes=said.quotes,
        changes=tuple((_text(label), old, new) for label, old, new in said.changes),
        button=sentence.button or _("Open the request"),
        tone=sentence.tone,
    )


def _ended(text: str) -> str:
    """A name that ends with an initial ends the sentence, too: “P. D.” and no second full stop."""
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)


def what_of(said: Said) -> str:
    """`Invoice No. INV-2026-0014 – 120 000,00 ₽ – Rent`; of an absence whose it is and when."""
    if said.leave:
        whose = "" if said.page == "leaves" else said.absent
        return " – ".join(part for part in (whose, _days(said.starts, said.ends)) if part)
    return " – ".join(part for part in (name_of(said), _amount(said), said.title) if part)


def name_of(said: Said) -> str:
    """`Invoice No. INV-2026-0014`."""
    return named(_text(said.noun), said.number)


def address_of(case: int | None, said: Said) -> str:
    """Where the link leads: pages that only show, after a log-in."""
    match said.page:
        case "attention":
            return f"{reverse('flows:attention')}#task-{said.task}"
        case "absence":
            return f"{reverse('org:other_absence')}?employee={said.absent_code}"
        case "edit":
            return reverse("flows:edit", args=[case])
        case "leaves":
            return reverse("org:absences")
        case "standing_in":
            return reverse("flows:standing_in")
    anchor = f"#{said.anchor}" if said.anchor else ""
    return reverse("flows:case", args=[case]) + anchor


def ways_of(case: int | None, said: Said) -> tuple[tuple[str, str], ...]:
    """(label, address) of what a late request offers whoever waits for it: each opens the card at that form,
    and does nothing by itself."""
    if case is None:
        return ()
    card = reverse("flows:case", args=[case])
    ways = (
        (_("Remind"), "remind", said.remind),
        (_("Ask for a substitute"), "substitute", said.substitute_for),
    )
    return tuple((label, f"{card}#{form}-{task}") for label, form, task in ways if task)


def link_of(case: int | None, said: Said) -> str:
    """The same with the address that people use."""
    return f"{settings.BASE_URL.rstrip('/')}{address_of(case, said)}"


def _facts(said: Said) -> list[tuple[str, str]]:
    found = _of_leave(said) if said.leave else _of_request(said)
    return [(label, value) for label, value in found if value]


def _of_request(said: Said) -> list[tuple[str, str]]:
    return [
        (_("Request"), name_of(said)),
        (_("Title"), said.title),
        (_("Amount"), _amount(said)),
        (_("Requester"), said.requester),
        (_("Step"), _text(said.step)),
        *((_text(label), text) for label, text in said.told),
        (_("You stand in for"), said.holder),
        (_("Due"), moment(said.due)),
        (_("Waits for"), ", ".join(said.waits)),
    ]


def _of_leave(said: Said) -> list[tuple[str, str]]:
    own = said.page == "leaves"
    return [
        (_("Who is away"), "" if own else said.absent),
        (_("Days"), _days(said.starts, said.ends)),
        (_("Days before"), _days(said.starts_before, said.ends_before)),
        (_("Substitute"), _stands_in(said) if own and said.leave != "gone" else ""),
        (_("Only in these processes"), ", ".join(map(_text, said.processes))),
        (_("Entered by"), said.who),
    ]


def _stands_in(said: Said) -> str:
    if said.refused:
        return _("{name}: not accepted").format(name=said.refused)
    return said.substitute or _("nobody")


def _days(starts: str, ends: str) -> str:
    return period_text(date.fromisoformat(starts), date.fromisoformat(ends)) if starts else ""


def moment(text: str) -> str:
    """A moment as the reader's language writes it, in the time zone in force."""
    if not text:
        return ""
    local = timezone.localtime(datetime.fromisoformat(text))
    return str(date_filter(local, pgettext("format of a moment", "j M Y H:i")))


def _amount(said: Said) -> str:
    if not said.amount:
        return ""
    amount = Decimal(said.amount)
    return (
        show_money(Money(amount, said.currency), _language())
        if said.currency
        else show_number(amount, _language())
    )


def _text(text: Text | None) -> str:
    return say(text, _language())


def _language() -> str:
    return (get_language() or "en")[:2]


def _who(said: Said) -> str:
    """Who did it, whether acting in a position, in whose stead, and who typed it in where it was decided on
    paper."""
    who = said.who or _("The platform")
    if said.acting:
        who = _("{who}, acting").format(who=said.who)
    if said.behalf:
        who = _("{who} for {holder}").format(who=who, holder=said.behalf)
    if said.typed_by:
        who = _("{who} (on paper, entered by {typist})").format(who=who, typist=said.typed_by)
    return who


# -- sentences, by what the notice is about -----------------------------------------------------------------


def _task(said: Said) -> Sentence:
    name = name_of(said)
    if said.answers:
        return _to_answer(said)
    if said.kind == Task.Kind.REWORK:
        return Sentence(
            _("Change and send again: {what}"),
            _("{name} waits for you: answer the remarks, change what must be changed, send it again.").format(
                name=name
            ),
        )
    if said.kind == Task.Kind.WORK:
        headline = _("{name} waits for you at the step “{step}”.").format(name=name, step=_text(said.step))
        return Sentence(_("To do: {what}"), headline)
    if said.changes:
        headline = _("{name} was sent again, changed. It needs your decision.").format(name=name)
    elif said.round > 1:
        headline = _("{name} was sent again. It needs your decision.").format(name=name)
    else:
        headline = _("{name} needs your decision.").format(name=name)
    if said.final:
        return Sentence(pgettext("final approval", "Approve: {what}"), headline, _("Open and decide"))
    return Sentence(_("Approve: {what}"), headline, _("Open and decide"))


def _to_answer(said: Said) -> Sentence:
    """Only answers are asked, nothing is sent again; who approved last is told in the same notice."""
    if said.outcome == "approve_with_remarks":
        headline = _("{who} has approved {name} with remarks. It goes on when you have answered the remarks.")
    elif said.outcome == "approve":
        headline = _("{who} has approved {name}. It goes on when you have answered the remarks.")
    else:
        headline = _("{name} goes on when you have answered the remarks.")
    headline = headline.format(who=_who(said), name=name_of(said))
    return Sentence(_("Answer the remarks: {what}"), headline, _("Open and answer"), "warn")


def _reassigned(said: Said) -> Sentence:
    headline = _("{who} has given you the task “{step}”.").format(who=_who(said), step=_text(said.step))
    return Sentence(_("Given to you: {what}"), headline, _button(said))


def _reminded(said: Said) -> Sentence:
    if said.kind == Task.Kind.WORK:
        headline = _("{who} reminds you: {name} waits for you at the step “{step}”.")
    else:
        headline = _("{who} reminds you: {name} waits for your decision.")
    headline = headline.format(who=_who(said), name=name_of(said), step=_text(said.step))
    return Sentence(_("A reminder: {what}"), headline, _button(said), "warn")


def _button(said: Said) -> str:
    """Of a task: work is no decision; empty says only that the request opens."""
    return "" if said.kind == Task.Kind.WORK else _("Open and decide")


def _attention(said: Said) -> Sentence:
    headline = _("The route of {name} found nobody who may be asked. You can mend it.").format(
        name=name_of(said)
    )
    return Sentence(_("Needs attention: {what}"), headline, _("Open and mend"), "bad")


def _approved(said: Said) -> Sentence:
    own = _text(said.outcome_label)
    if own:
        headline = _("{outcome}: {who}").format(outcome=own, who=_who(said))
        return Sentence(_("{outcome}: {what}"), headline, tone="ok", outcome=own)
    if said.outcome == "approve_with_remarks":
        headline = _("Approved with remarks by {who}").format(who=_who(said))
        return Sentence(_("Approved with remarks: {what}"), headline, tone="warn")
    return Sentence(_("Approved: {what}"), _("Approved by {who}").format(who=_who(said)), tone="ok")


def _returned(said: Said) -> Sentence:
    headline = _("Returned for rework by {who}").format(who=_who(said))
    return Sentence(_("Returned for rework: {what}"), headline, _("Open, change and send again"), "bad")


def _declined(said: Said) -> Sentence:
    headline = _("Declined by {who}").format(who=_who(said))
    return Sentence(_("Declined: {what}"), headline, tone="bad")


def _completed(said: Said) -> Sentence:
    own = _text(said.outcome_label) if said.outcome == "complete" else ""
    if said.outcome == "complete":
        outcome = own or _("Done")
        if said.told:  # what was filled in says when and how; the moment of typing is another one
            headline = _("{outcome}: {who}").format(outcome=outcome, who=_who(said))
            return Sentence(_("{outcome}: {what}"), headline, tone="ok", outcome=outcome)
        headline = _("{outcome} by {who} on {day}").format(
            outcome=outcome, who=_who(said), day=moment(said.at)
        )
        return Sentence(_("{outcome}: {what}"), headline, tone="ok", outcome=outcome)
    if said.who:
        headline = _("Everybody has approved; the last one was {who}.").format(who=_who(said))
    else:
        headline = _("Everybody has approved.")
    return Sentence(_("Approved by everybody: {what}"), headline, tone="ok")


def _not_needed(said: Said) -> Sentence:
    headline = _("Your answer to {name} is no longer needed.").format(name=name_of(said))
    return Sentence(_("No longer needed: {what}"), headline)


def _recalled(said: Said) -> Sentence:
    headline = _("{who} has taken {name} back into a draft.").format(who=_who(said), name=name_of(said))
    return Sentence(_("Recalled: {what}"), headline, tone="warn")


def _cancelled(said: Said) -> Sentence:
    headline = _("{who} has cancelled {name}.").format(who=_who(said), name=name_of(said))
    return Sentence(_("Cancelled: {what}"), headline, tone="bad")


def _remark_answered(said: Said) -> Sentence:
    answer = str(Remark.Answer(said.answer).label) if said.answer in Remark.Answer.values else ""
    headline = _("{who} has answered your remark: {answer}").format(who=_who(said), answer=answer)
    tone = "ok" if said.answer == Remark.Answer.TAKEN else "warn"
    return Sentence(_("Your remark is answered: {what}"), headline, tone=tone)


def _commented(said: Said) -> Sentence:
    headline = _("{who} wrote about {name}.").format(who=_who(said), name=name_of(said))
    return Sentence(_("A comment: {what}"), headline)


def _sent_again(said: Said) -> Sentence:
    if said.again == "later":
        headline = _("{who} has sent {name} again. You will be asked again.")
    else:
        headline = _("{who} has sent {name} again. You are not asked again.")
    return Sentence(_("Sent again: {what}"), headline.format(who=_who(said), name=name_of(said)))


def _overdue(said: Said) -> Sentence:
    if said.step is None:
        headline = _("{name} is late as a whole: it was due {day}.")
    elif said.mine and said.kind == Task.Kind.APPROVAL:
        headline = _("{name} has waited for your decision for too long: it was due {day}.")
    elif said.mine:
        headline = _("{name} has waited for you at the step “{step}” for too long: it was due {day}.")
    elif said.whole:
        headline = _("{name} is late at the step “{step}”, due {day}, and as a whole, due {whole}.")
    else:
        headline = _("{name} is late at the step “{step}”: it was due {day}.")
    days = {"day": moment(said.due), "whole": moment(said.whole)}
    headline = headline.format(name=name_of(said), step=_text(said.step), **days)
    return Sentence(_("Overdue: {what}"), headline, tone="bad")


def _substitute_asked(said: Said) -> Sentence:
    headline = _("{who} asks that somebody stand in for {absent}, for whom {name} waits.").format(
        who=_who(said), absent=said.absent, name=name_of(said)
    )
    button = _("Name a substitute") if said.page == "absence" else ""
    return Sentence(_("A substitute is asked for: {what}"), headline, button, "warn")


def _repeated(said: Said) -> Sentence:
    headline = _("It comes again: a draft is ready. Look it through and send it.")
    return Sentence(_("A draft is ready: {what}"), headline, _("Open the draft"))


def _repeat_stopped(said: Said) -> Sentence:
    headline = _(
        "Whoever had {name} repeated for you assists you no longer, so it will not come again by itself. "
        "You can repeat it yourself."
    ).format(name=name_of(said))
    return Sentence(_("Not repeated any more: {what}"), headline, tone="warn")


def _from_paper(said: Said) -> Sentence:
    headline = _("{who} has entered your decision on {name} from paper.").format(
        who=_who(said), name=name_of(said)
    )
    return Sentence(_("Your decision was entered from paper: {what}"), headline)


def _leave(said: Said) -> Sentence:
    if said.leave == "new":
        headline = _("{who} has entered an absence for you: {days}")
    elif said.leave == "gone":
        headline = _("{who} has taken your absence back: {days}")
    else:
        headline = _("{who} has changed your absence, now it is: {days}")
    headline = headline.format(who=_who(said), days=_days(said.starts, said.ends))
    return Sentence(_("Your absence: {what}"), headline, _("Open my absences"))


def _standing_in(said: Said) -> Sentence:
    subject, headline = _("You stand in: {what}"), _("You stand in for {name}: {days}")
    if said.leave == "gone":
        subject = _("You no longer stand in: {what}")
        headline = _("You no longer stand in for {name}: {days}")
    elif said.leave == "changed":
        subject = _("You stand in, changed: {what}")
        headline = _("Something has changed where you stand in for {name}, now it is: {days}")
    headline = headline.format(name=said.absent, days=_days(said.starts, said.ends))
    return Sentence(subject, headline, _("Open “I stand in for”"))


def _something(said: Said) -> Sentence:
    return Sentence(_("News: {what}"), _("There is news about {name}.").format(name=name_of(said)))


_SENTENCES: dict[str, Callable[[Said], Sentence]] = {
    "task": _task,
    "reassigned": _reassigned,
    "reminded": _reminded,
    "attention": _attention,
    "approved": _approved,
    "returned": _returned,
    "declined": _declined,
    "completed": _completed,
    "not_needed": _not_needed,
    "recalled": _recalled,
    "cancelled": _cancelled,
    "remark_answered": _remark_answered,
    "commented": _commented,
    "sent_again": _sent_again,
    "overdue": _overdue,
    "substitute_asked": _substitute_asked,
    "repeated": _repeated,
    "repeat_stopped": _repeat_stopped,
    "entered_from_paper": _from_paper,
    "leave": _leave,
    "standing_in": _standing_in,
}
