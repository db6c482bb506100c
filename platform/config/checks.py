"""System checks of the installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from config import mail


@register()
def mails_go_somewhere(app_configs: Any, **more: Any) -> list[CheckMessage]:
    """Outside the demo nobody reads the terminal: mails need a server."""
    if settings.DEMO or settings.EMAIL_BACKEND != mail.TERMINAL:
        return []
    text = "No mail server is set: notices are only shown on the terminal."
    return [Warning(text, hint="Set PLACET_MAIL_URL, see README.", id="placet.W001")]
