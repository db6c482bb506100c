"""The mails: composed when they are sent, from what is true then, in the reader's language and time zone."""

from __future__ import annotations

import re
import smtplib
import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from flows.audit.door import audits
from flows.telling.digest import Told, digested, gathered
from flows.telling.find import Found, Order, find
from flows.telling.leaves import LeaveOrder, find_leave
from flows.telling.problems import ANSWERED, REFUSED, SILENT
from flows.telling.words import link_of, ways_of, words_of
from org.languages import language_of
from org.models import Employee
from org.queries import snapshot
from outbox.errors import CannotCarry, Refused
from outbox.models import Item

PAUSE_SECONDS = 30
"""So long the mail server is left alone after it did not answer."""

_away = {"until": 0.0}


def server_answers() -> bool:
    """Whether it is worth asking the mail server now."""
    return time.monotonic() >= _away["until"]


def send(item: Item) -> None:
    """Send one mail, unless it is not needed any more. Raises CannotCarry, Refused."""
    payload = item.payload
    if "digest" in payload:
        _send_digest(item, payload)
    elif "test" in payload:
        _send_test(item, payload)
    elif "anchor" in payload:
        _send_anchor(item, payload)
    else:
        _send_notice(item, payload)


def _send_notice(item: Item, payload: Mapping[str, Any]) -> None:
    order: Order | LeaveOrder
    if "case" in payload:
        order = Order.of(payload)
        found = find(order)
    else:
        order = LeaveOrder.of_payload(payload)
        found = find_leave(order)
    if found is not None and found.still and found.reader.email:
        _deliver(_notice(item, order, found))


def _send_digest(item: Item, payload: Mapping[str, Any]) -> None:
    reader = _reader(payload["to"])
    if reader is None:
        return
    notices, told = gathered(reader.pk, datetime.fromisoformat(payload["until"]))
    if told and reader.email:
        _deliver(_digest(item, reader, told))
    digested(notices)


def _send_test(item: Item, payload: Mapping[str, Any]) -> None:
    reader = _reader(payload["to"])
    if reader is not None and reader.email:
        with _as(reader):
            context = {"reader": reader, "address": settings.BASE_URL}
            _deliver(_message(item, reader, _("A test mail of Placet"), "test", context, {}))


def _send_anchor(item: Item, payload: Mapping[str, Any]) -> None:
    """The seal of a daily anchor, to whoever is an auditor when it is sent."""
    reader = _reader(payload["to"])
    if reader is not None and reader.email and audits(reader):
        with _as(reader):
            subject = _("Anchor {number} of Placet").format(number=payload["anchor"])
            context = {**payload, "at": datetime.fromisoformat(payload["at"]), "address": settings.BASE_URL}
            _deliver(_message(item, reader, subject, "anchor", context, {}))


def _reader(employee: int) -> Employee | None:
    return Employee.objects.filter(pk=employee, is_active=True).first()


class _as:
    """In the language and the time zone of a reader."""

    def __init__(self, reader: Employee) -> None:
        self.language = translation.override(language_of(reader))
        self.zone = timezone.override(snapshot().zone_of(reader.code))

    def __enter__(self) -> None:
        self.language.__enter__()
        self.zone.__enter__()

    def __exit__(self, *failure: Any) -> None:
        self.zone.__exit__(*failure)
        self.language.__exit__(*failure)


def _notice(item: Item, order: Order | LeaveOrder, found: Found) -> EmailMultiAlternatives:
    """All mails of one request hang together as one thread."""
    thread = f"<request.{order.case}@{_host()}>"
    hangs = {"References": thread, "In-Reply-To": thread} if order.case is not None else {}
    with _as(found.reader):
        words = words_of(order.about, found.said)
        quoted = [text.replace("\n", "\n> ") for text in words.quotes]
        context = {"words": words, "quoted": quoted, "link": link_of(order.case, found.said)}
        root = settings.BASE_URL.rstrip("/")
        context["ways"] = [(label, root + way) for label, way in ways_of(order.case, found.said)]
        return _message(item, found.reader, words.subject, "notice", context, hangs)


def _digest(item: Item, reader: Employee, told: tuple[Told, ...]) -> EmailMultiAlternatives:
    with _as(reader):
        parts = []
        for one in told:
            newest = one.notices[-1][1]
            lines = [words_of(about, said) for about, said in one.notices]
            parts.append({"what": lines[-1].what, "lines": lines, "link": link_of(one.case, newest)})
        if all(one.case is not None for one in told):
            text = ngettext("{n} request with news for you", "{n} requests with news for you", len(told))
        else:
            text = _("News for you: {n}")
        subject = text.format(n=len(told))
        return _message(item, reader, subject, "digest", {"parts": parts, "subject": subject}, {})


def _message(
    item: Item, reader: Employee, subject: str, name: str, context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    known = {**context, "language": language_of(reader), "settings_page": _("Notices → How I am told")}
    text = render_to_string(f"mail/{name}.txt", known).strip() + "\n"
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=re.sub(r"\n{3,}", "\n\n", text),
        to=[reader.email],
        headers={
            "Message-ID": f"<{re.sub(r'[^A-Za-z0-9]+', '.', item.key)}@{_host()}>",
            "Date": format_datetime(clock.now()),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": language_of(reader),
            **headers,
        },
    )
    message.attach_alternative(render_to_string(f"mail/{name}.html", known), "text/html")
    return message


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "placet"


def _deliver(message: EmailMultiAlternatives) -> None:
    """Hand it to the mail server. What it refuses for good is not tried again; while it does not answer, no
    other mail is tried either."""
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _text in error.recipients.values()}
        raise _refusal(min(codes, default=550)) from error
    except smtplib.SMTPResponseException as error:
        if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPAuthenticationError):
            _leave_alone()
        elif error.smtp_code >= 500:
            raise _refusal(error.smtp_code) from error
        raise CannotCarry(ANSWERED.format(what=error.smtp_code)) from error
    except (OSError, smtplib.SMTPException) as error:
        _leave_alone()
        raise CannotCarry(SILENT.format(what=type(error).__name__)) from error


def _refusal(code: int) -> CannotCarry:
    text = REFUSED.format(what=code)
    return Refused(text) if code >= 500 else CannotCarry(text)


def _leave_alone() -> None:
    _away["until"] = time.monotonic() + PAUSE_SECONDS
