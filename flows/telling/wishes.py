"""How people want to be told: by kind, under the bell, by mail, or once a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from flows.models import NoticeWishes

BELL, MAIL = "bell", "mail"
CHANNELS = (BELL, MAIL)
BOTH = frozenset(CHANNELS)


@dataclass(frozen=True, slots=True)
class Kind:
    """Something people are told about; `shipped` is how, unless they wish otherwise."""

    about: str
    label: object
    shipped: frozenset[str] = BOTH


KINDS = (
    Kind("task", _("A task for me")),
    Kind("reassigned", _("A task was given to me")),
    Kind("reminded", _("Somebody reminds me of a task")),
    Kind("overdue", _("Something is overdue")),
    Kind("approved", _("My request was approved at a step")),
    Kind("returned", _("My request was returned for rework")),
    Kind("declined", _("My request was declined")),
    Kind("completed", _("My request is done, for example paid")),
    Kind("remark_answered", _("My remark was answered")),
    Kind("sent_again", _("A request I had decided on was sent again")),
    Kind("commented", _("Somebody wrote a comment")),
    Kind("recalled", _("A request I had approved was recalled")),
    Kind("cancelled", _("A request I had approved was cancelled")),
    Kind("not_needed", _("My answer is no longer needed"), frozenset({BELL})),
    Kind("entered_from_paper", _("My decision was entered from paper")),
    Kind("substitute_asked", _("Somebody asks for a substitute")),
    Kind("leave", _("Somebody entered or changed my absence")),
    Kind("standing_in", _("I stand in for somebody, or no longer do")),
    Kind("repeated", _("A repeated request is ready as a draft")),
    Kind("repeat_stopped", _("My request is not repeated any more")),
    Kind("attention", _("A request of my process needs attention")),
)
BY_ABOUT = {one.about: one for one in KINDS}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What one person wishes: `channels` by what it is about, those that differ from what is shipped."""

    channels: Mapping[str, Sequence[str]]
    digest: bool = False

    def of(self, about: str) -> frozenset[str]:
        """By which channels he is told about this."""
        wished = self.channels.get(about)
        if wished is None:
            return BY_ABOUT[about].shipped if about in BY_ABOUT else BOTH
        return frozenset(wished) & BOTH


def wishes_of(employee: int) -> Wishes:
    """His wishes, or what is shipped. One statement."""
    row = NoticeWishes.objects.filter(employee=employee).first()
    return Wishes(row.channels, row.digest) if row else Wishes({})


@transaction.atomic(durable=True)
def wish(*, actor: int, channels: Mapping[str, Sequence[str]], digest: bool) -> None:
    """From now on he is told like this; of kinds that are not named, as shipped. Kinds and channels that
    there are not are left out."""
    kept = {
        about: [one for one in CHANNELS if one in channels[about]]
        for about, kind in BY_ABOUT.items()
        if about in channels and frozenset(channels[about]) & BOTH != kind.shipped
    }
    NoticeWishes.objects.update_or_create(employee_id=actor, defaults={"channels": kept, "digest": digest})
