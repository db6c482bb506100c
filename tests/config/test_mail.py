"""Where mails go, said by the environment; without a server a few lines on the terminal."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage

from config import checks, mail
from config.environment import EnvironmentRefused


def test_without_a_server_they_are_shown() -> None:
    assert mail.from_url(None) == mail.from_url("") == {"EMAIL_BACKEND": "config.mail.Terminal"}


@pytest.mark.parametrize(
    ("url", "port", "starttls", "ssl"),
    [
        ("smtp://u:p%40ss@mail.example:2525?tls=starttls", 2525, True, False),
        ("smtp://u:p%40ss@mail.example", 587, True, False),
        ("smtp://u:p%40ss@mail.example?tls=ssl", 465, False, True),
        ("smtp://u:p%40ss@mail.example?tls=none", 25, False, False),
    ],
)
def test_a_server(url: str, port: int, starttls: bool, ssl: bool) -> None:
    found = mail.from_url(url)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("u", "p@ss")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"], found["EMAIL_TIMEOUT"]) == (starttls, ssl, 10)


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://h?tls=maybe", "smtp://h:port"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(EnvironmentRefused, match="PLACET_MAIL_URL must look like"):
        mail.from_url(url)


def test_the_terminal_shows_few_lines(capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        "Needs you.\n\n" + "\n".join(f"Line {n}" for n in range(40)) + "\nhttp://127.0.0.1:8000/requests/1/\n"
    )
    message = EmailMessage("Approve: Invoice", body, "Placet <p@x>", ["anna@x"])
    assert mail.Terminal().send_messages([message]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "--- mail to anna@x: Approve: Invoice"
    assert said[-1] == "    http://127.0.0.1:8000/requests/1/"
    assert len(said) == 7


def test_outside_the_demo_no_server_is_a_warning(settings: object) -> None:
    settings.DEMO, settings.EMAIL_BACKEND = False, mail.TERMINAL  # type: ignore[attr-defined]
    assert [one.id for one in checks.mails_go_somewhere(None)] == ["placet.W001"]
    settings.DEMO = True  # type: ignore[attr-defined]
    assert checks.mails_go_somewhere(None) == []
