"""Devices that people told the platform to remember, and the end of everybody's log-ins. A log-in lasts half
a day; on a remembered device it is renewed by itself until the device is ended or not used for long."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from common import clock
from org.models import Device, Employee

LASTS = timedelta(days=60)
"""A device that was not used for so long is forgotten."""
NOTED = timedelta(hours=1)
"""How exactly it is known when a device was last used."""

BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def name_of(agent: str) -> str:
    """How to call a device, by what its browser says of itself: `Chrome, Android`; empty when it says
    nothing that is known."""
    found = (next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))


@transaction.atomic(durable=True)
def remember(*, employee: int, name: str) -> tuple[Device, str]:
    """Remember a device; with it the key for its cookie, which is stored nowhere."""
    key, now = secrets.token_urlsafe(32), clock.now()
    device = Device.objects.create(
        employee_id=employee, key_hash=_hash(key), name=name[:200], since=now, seen=now
    )
    return device, key


def recognised(key: str) -> Device | None:
    """The remembered device with this key; None when it was ended, was not used for long, or its employee
    is no longer active."""
    found = _alive().filter(key_hash=_hash(key), seen__gt=clock.now() - LASTS)
    return found.select_related("employee").filter(employee__is_active=True).first()


def lives(device: int) -> bool:
    """Whether a device was not ended. Notes that it is used."""
    now = clock.now()
    seen = _alive().filter(pk=device).values_list("seen", flat=True).first()
    if seen is not None and now - seen > NOTED:
        _alive().filter(pk=device).update(seen=now)
    return seen is not None


def devices_of(employee: int) -> list[Device]:
    """His devices that are remembered now, the last used first."""
    return list(_alive().filter(employee=employee, seen__gt=clock.now() - LASTS))


@transaction.atomic(durable=True)
def end_device(*, employee: int, device: int) -> bool:
    """Log out there, at once; False when he has no such device."""
    return _alive().filter(employee=employee, pk=device).update(ended=clock.now()) == 1


@transaction.atomic(durable=True)
def forget_key(*, key: str) -> None:
    """The device with this key is no longer remembered."""
    _alive().filter(key_hash=_hash(key)).update(ended=clock.now())


@transaction.atomic(durable=True)
def end_everywhere(*, employee: int, but: int | None = None) -> int:
    """End all his log-ins and devices at once, `but` one device; his new number of ended log-ins, for the
    session that goes on."""
    _apply_ended(Employee.objects.filter(pk=employee), but)
    return int(Employee.objects.values_list("log_outs", flat=True).get(pk=employee))


def apply_shut_out(codes: Collection[str]) -> None:
    """In an open transaction: whoever these are, all their log-ins and devices end. Reactivated, they have
    to log in anew."""
    if codes:
        _apply_ended(Employee.objects.filter(code__in=codes), None)


def _apply_ended(people: QuerySet[Employee], but: int | None) -> None:
    ids = list(people.values_list("pk", flat=True))
    Employee.objects.filter(pk__in=ids).update(log_outs=F("log_outs") + 1)
    Device.objects.filter(employee__in=ids, ended=None).exclude(pk=but or 0).update(ended=clock.now())


def _alive() -> QuerySet[Device]:
    return Device.objects.filter(ended=None)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
