"""A real mail server for tests: `with mail_server() as mails:`; while it runs, mails go to it by SMTP."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings

LIMIT = 60


class Mails:
    """What arrived, in order. `refuse` is what the server answers to recipients: `550 no such user`."""

    def __init__(self) -> None:
        self.all: list[EmailMessage] = []
        self.refuse = ""
        self.host, self.port = "127.0.0.1", 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.all.append(message)
        return "250 OK"

    @property
    def url(self) -> str:
        """For PLACET_MAIL_URL of a platform that runs as processes."""
        return f"smtp://{self.host}:{self.port}?tls=none"

    def to(self, name: str) -> list[EmailMessage]:
        """The mails to one address, or to a persona."""
        address = name if "@" in name else f"{name}@example.com"
        return [one for one in self.all if one["To"] == address]

    def wait(self, number: int = 1) -> list[EmailMessage]:
        """All of them, once so many have come."""
        deadline = time.monotonic() + LIMIT
        while len(self.all) < number:
            assert time.monotonic() < deadline, f"{len(self.all)} of {number} mails came"
            time.sleep(0.05)
        return self.all


def subject_of(mail: EmailMessage) -> str:
    """Its subject, without what folding left."""
    return str(mail["Subject"]).strip()


def text_of(mail: EmailMessage) -> str:
    """The plain part, read as a person reads it."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    """The part with looks."""
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server() -> Iterator[Mails]:
    """It listens on a free port; the platform of this process sends to it."""
    mails = Mails()
    with socket.socket() as free:
        free.bind((mails.host, 0))
        mails.port = free.getsockname()[1]
    server = Controller(mails, hostname=mails.host, port=mails.port)
    server.start()
    sent = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": mails.host,
        "EMAIL_PORT": mails.port,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_TIMEOUT": 5,
    }
    try:
        with override_settings(**sent):
            yield mails
    finally:
        server.stop()
