"""No mail says a letter that no catalogue gave it, except data."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from flows.models import Case
from flows.telling import mails as sending
from outbox import jobs
from tests.flows.acting import Acting
from tests.languages.pseudo import bracketed, said_outside
from tests.languages.test_nothing_untranslated import DATA
from tests.mailserver import Mails, html_of, mail_server, subject_of, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def told(act: Acting) -> Iterator[Callable[[], Mails]]:
    """The worker carries everything; what arrived by then."""
    sending._away["until"] = 0.0
    with mail_server() as found:

        def carry() -> Mails:
            jobs.carry()
            return found

        yield carry


def test_every_mail_is_translated(act: Acting, told: Callable[[], Mails]) -> None:
    with bracketed():
        for what_happens in (send, remark, bring_back, cancel, decline, recall):
            what_happens(act)
            mails = told().all
    assert len(mails) >= 8
    said = [text for mail in mails for text in (subject_of(mail), text_of(mail), html_of(mail))]
    assert [words for text in said if (words := said_outside(text, DATA))] == []


def newest() -> int:
    """The request that is spoken of."""
    return Case.objects.order_by("-pk").values_list("pk", flat=True)[0]


def send(act: Acting) -> None:
    act.sent("ivan", urgent=True)


def remark(act: Acting) -> None:
    act.remark("tamara", newest(), "Which colour?")


def bring_back(act: Acting) -> None:
    act.return_("galina", newest(), reason="Because")


def cancel(act: Acting) -> None:
    act.cancel("ivan", newest(), reason="Because")


def decline(act: Acting) -> None:
    act.decline("tamara", act.sent("ivan"), reason="Because")


def recall(act: Acting) -> None:
    case = act.sent("ivan")
    act.approve("tamara", case)
    act.recall("ivan", case)
