"""Anchors as the auditor sees them, and each by mail for who wants it."""

from __future__ import annotations

import hmac
from pathlib import Path

import pytest
from django.core import mail as mailbox
from django.core.management import call_command
from django.test import Client

from flows import jobs
from flows.audit import sealed
from flows.errors import NoSuchRequest
from flows.history import anchor as anchors
from flows.models import AnchorReader
from org.models import Grant
from outbox.jobs import carry
from outbox.models import Item
from tests.flows.acting import Acting

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_anchor_is_shown_with_its_check(auditor: Client, act: Acting, tmp_path: Path) -> None:
    act.sent("ivan")
    first, second = anchors.write(), anchors.write()
    path = tmp_path / "anchors" / "00000001.anchor"
    path.write_text(path.read_text().replace("anchor 1", "anchor 7"))
    page = auditor.get("/audit/anchors/").content.decode()
    assert second.seal in page and first.seal not in page
    assert "it is not what was sealed" in page and "as it was sealed" not in page
    checked = auditor.post("/audit/anchors/", {"check": "00000002.anchor"}).content.decode()
    assert checked.count("as it was sealed") == 1


def test_a_page_of_anchors_reads_their_ends_only(auditor: Client, act: Acting, tmp_path: Path) -> None:
    act.sent("ivan")
    made = anchors.write()
    path = tmp_path / "anchors" / "00000001.anchor"
    path.write_text(path.read_text().replace("\nobject", "\nobject x", 1))
    (row,) = sealed.kept()
    assert (row.cases, row.objects, row.seal, row.checked) == (1, made.objects, made.seal, False)
    (row,) = sealed.kept(path.name)
    assert row.wrong == ("anchor 00000001.anchor: it is not what was sealed",) and not row.checked


def test_an_anchor_of_an_earlier_release_is_still_read(auditor: Client, act: Acting, tmp_path: Path) -> None:
    act.sent("ivan")
    made = anchors.write()
    path = tmp_path / "anchors" / "00000001.anchor"
    first, *lines, _total, _seal = path.read_text().splitlines(keepends=True)
    content = "".join([first, *lines])
    seal = hmac.new(anchors.key(), content.encode(), "sha256").hexdigest()
    path.write_text(f"{content}seal {seal}\n")
    (row,) = sealed.kept(path.name)
    assert (row.cases, row.objects, row.wrong, row.checked) == (1, made.objects, (), True)


def test_an_auditor_who_wants_it_gets_the_seal_by_mail(auditor: Client, act: Acting) -> None:
    assert auditor.post("/audit/anchors/mail/", {"wanted": "on"}).status_code == 302
    number = jobs.anchor()
    carry()
    made = anchors.last()
    assert made is not None and made.number == number
    (mail,) = mailbox.outbox
    assert (mail.to, mail.subject) == (["vera@example.com"], f"Anchor {number} of Placet")
    assert made.seal in mail.body and made.before in mail.body


def test_nobody_is_sent_it_unasked_or_after_the_right_has_gone(auditor: Client, act: Acting) -> None:
    jobs.anchor()
    assert not Item.objects.filter(kind="mail").exists()
    sealed.want_mail(actor=act.people.vera, wanted=True)
    jobs.anchor()
    Grant.objects.update(active=False)
    jobs.anchor()
    carry()
    assert (mailbox.outbox, Item.objects.filter(kind="mail").count()) == ([], 1)


def test_it_can_be_ended(auditor: Client, act: Acting) -> None:
    auditor.post("/audit/anchors/mail/", {"wanted": "on"})
    auditor.post("/audit/anchors/mail/")
    jobs.anchor()
    assert not Item.objects.filter(kind="mail").exists()


def test_who_is_no_auditor_wishes_nothing(act: Acting) -> None:
    with pytest.raises(NoSuchRequest):
        sealed.want_mail(actor=act.people.ivan, wanted=True)
    assert not AnchorReader.objects.exists()


def test_the_command_sends_it_as_the_daily_job_does(
    auditor: Client, act: Acting, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("anchor")
    assert "by mail" not in capsys.readouterr().out
    sealed.want_mail(actor=act.people.vera, wanted=True)
    call_command("anchor")
    assert "1 auditor is sent it by mail." in capsys.readouterr().out
    carry()
    (mail,) = mailbox.outbox
    assert mail.to == ["vera@example.com"] and mail.subject == "Anchor 2 of Placet"
