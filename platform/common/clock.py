"""The only clock of the platform: everything else asks here, so that time can be shifted.

A shift of all processes together is a number of seconds in the file that PLACET_CLOCK_FILE names; tests
shift or freeze their own process. A lint test forbids every other clock.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

FILE = "PLACET_CLOCK_FILE"
_shift: ContextVar[timedelta | None] = ContextVar("clock_shift", default=None)
_frozen: ContextVar[datetime | None] = ContextVar("clock_frozen", default=None)
_seen: tuple[tuple[str, int, int] | None, timedelta] = (None, timedelta(0))


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if (frozen := _frozen.get()) is not None:
        return frozen
    shift = _shift.get()
    return datetime.now(UTC) + (_file_shift() if shift is None else shift)


def unshifted() -> datetime:
    """The machine's own moment (aware, UTC): for what watches machines, never for what people agreed on."""
    return datetime.now(UTC)


def today(zone: ZoneInfo | str) -> date:
    """The present day in that time zone."""
    return now().astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


@contextmanager
def shifted(to: datetime) -> Iterator[None]:
    """Inside, `now` starts at `to` (aware) and runs on; this process and context only."""
    token = _shift.set(_aware(to) - datetime.now(UTC))
    try:
        yield
    finally:
        _shift.reset(token)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Inside, `now` stands still at `at` (aware); this process and context only."""
    token = _frozen.set(_aware(at))
    try:
        yield
    finally:
        _frozen.reset(token)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    return moment.astimezone(UTC)


def _file_shift() -> timedelta:
    """The shift in the shared file, read again when the file has changed; none when there is no file."""
    global _seen
    path = os.environ.get(FILE)
    if not path:
        return timedelta(0)
    try:
        info = os.stat(path)
        mark = (path, info.st_mtime_ns, info.st_ino)
        if _seen[0] != mark:
            with open(path) as handle:
                _seen = (mark, timedelta(seconds=float(handle.read().strip() or 0)))
    except FileNotFoundError:
        return timedelta(0)
    return _seen[1]
