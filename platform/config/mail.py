"""Where mails go: a server given by PLACET_MAIL_URL, or, without one, the terminal in a few lines each."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from config.environment import EnvironmentRefused

SMTP = "django.core.mail.backends.smtp.EmailBackend"
TERMINAL = "config.mail.Terminal"
TIMEOUT = 10
PORTS = {"starttls": 587, "ssl": 465, "none": 25}
FIRST_LINES = 4


def from_url(url: str | None) -> dict[str, Any]:
    """Django's settings for `smtp://user:password@host:587?tls=starttls` (or ssl, none). Raises
    EnvironmentRefused."""
    if not url:
        return {"EMAIL_BACKEND": TERMINAL}
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    tls = options.get("tls", "starttls" if parts.username else "none")
    try:
        port, known = parts.port, parts.scheme == "smtp" and bool(parts.hostname) and tls in PORTS
    except ValueError:
        port, known = None, False
    if not known:
        raise EnvironmentRefused(
            "PLACET_MAIL_URL must look like smtp://user:password@host:587?tls=starttls (or ssl, none)."
        )
    return {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or PORTS[tls],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "starttls",
        "EMAIL_USE_SSL": tls == "ssl",
        "EMAIL_TIMEOUT": TIMEOUT,
    }


class Terminal(BaseEmailBackend):
    """Shows each mail on the terminal: to whom, about what, the first lines."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        """How many were shown."""
        for message in messages:
            sys.stdout.write(shown(message))
        sys.stdout.flush()
        return len(messages)


def shown(message: EmailMessage) -> str:
    """A mail in a few lines."""
    lines = [line.strip() for line in str(message.body).splitlines() if line.strip()]
    first = [line for line in lines if "://" not in line][:FIRST_LINES]
    links = [line for line in lines if "://" in line][:1]
    head = [f"--- mail to {', '.join(message.to)}: {message.subject}", f"    from {message.from_email}"]
    return "\n".join([*head, *(f"    {line[:150]}" for line in (*first, *links))]) + "\n"
