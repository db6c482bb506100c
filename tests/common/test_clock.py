"""One clock for all processes, which tests and demonstrations may shift."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from common import clock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_the_moment_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - clock.unshifted()) < timedelta(seconds=5)


def test_a_frozen_clock_stands_still() -> None:
    with clock.frozen(NOON):
        assert (clock.now(), clock.now()) == (NOON, NOON)
    assert clock.now() != NOON


def test_a_shifted_clock_runs_on_from_there() -> None:
    with clock.shifted(NOON):
        assert timedelta(0) <= clock.now() - NOON < timedelta(seconds=5)


def test_the_day_depends_on_the_zone() -> None:
    with clock.frozen(datetime(2026, 3, 1, 22, 30, tzinfo=UTC)):
        assert clock.today("Europe/Moscow") == date(2026, 3, 2)
        assert clock.today("UTC") == date(2026, 3, 1)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 3, 1)):  # noqa: DTZ001
        pass


def test_the_file_shifts_this_process_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "clock"
    monkeypatch.setenv(clock.FILE, str(path))
    shifts = []
    for seconds in ("3600", "-7200", "0"):
        path.write_text(seconds)
        os.utime(path, ns=(1, len(shifts) + 1))
        shifts.append(round((clock.now() - clock.unshifted()).total_seconds()))
    path.unlink()
    shifts.append(round((clock.now() - clock.unshifted()).total_seconds()))
    assert shifts == [3600, -7200, 0, 0]


def test_the_file_shifts_another_process(tmp_path: Path) -> None:
    path = tmp_path / "clock"
    path.write_text(str(timedelta(days=14).total_seconds()))
    code = "from common import clock; print((clock.now() - clock.unshifted()).days)"
    env = os.environ | {clock.FILE: str(path), "PYTHONPATH": "platform"}
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert int(found.stdout) in {13, 14}
