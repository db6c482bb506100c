"""Guessing passwords is slow: after some failures an account is closed for a while to that address."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from common import clock
from org.models import FailedLogIn

MOST = 10
WITHIN = timedelta(minutes=15)
"""So many failures in so long."""


def too_many(request: HttpRequest | None, name: str) -> bool:
    """Whether whoever asks from there has failed too often at this account."""
    since = clock.now() - WITHIN
    return FailedLogIn.objects.filter(**_who(request, name), at__gt=since).count() >= MOST


def failed(request: HttpRequest | None, name: str) -> None:
    """Remember a failure; those that no longer count are forgotten."""
    now = clock.now()
    FailedLogIn.objects.filter(at__lte=now - WITHIN).delete()
    FailedLogIn.objects.create(**_who(request, name), at=now)


def succeeded(request: HttpRequest | None, name: str) -> None:
    """He is in: his failures are forgotten."""
    FailedLogIn.objects.filter(**_who(request, name)).delete()


def _who(request: HttpRequest | None, name: str) -> dict[str, str]:
    return {"account": name.strip().casefold()[:254], "address": _address(request)[:45]}


def _address(request: HttpRequest | None) -> str:
    """Where the request comes from: behind a proxy, what the proxy itself added last."""
    if request is None:
        return ""
    passed_on = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and passed_on:
        return passed_on.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
