"""Commands of the house."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django.fixtures import Settings

from common import clock
from org.models import Employee


@pytest.fixture(autouse=True)
def clock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(clock.FILE, str(tmp_path / "clock"))
    return tmp_path / "clock"


def say(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue().strip()


def test_the_clock_is_shifted_to_a_moment_in_the_installations_zone() -> None:
    assert say("clock", "to", "2031-05-01T09:00").startswith("2031-05-01 09:00:0")
    assert clock.now() - datetime(2031, 5, 1, 6, tzinfo=UTC) < timedelta(seconds=30)


def test_shifts_add_up_and_can_be_taken_back() -> None:
    say("clock", "by", "1 02:00:00")
    say("clock", "by", "1 00:00:00")
    assert round((clock.now() - clock.unshifted()) / timedelta(hours=1)) == 50
    say("clock", "reset")
    assert clock.now() - clock.unshifted() < timedelta(seconds=1)


@pytest.mark.parametrize("words", [("by", "soon"), ("to", "tomorrow")])
def test_what_is_no_time_is_refused_and_shifts_nothing(words: tuple[str, str], clock_file: Path) -> None:
    with pytest.raises(CommandError, match="Write a"):
        say("clock", *words)
    assert not clock_file.exists()


@pytest.mark.django_db
def test_the_demo_is_not_loaded_over_people() -> None:
    Employee.objects.create(code="1", email="a@example.org", last_name="A", first_name="B")
    assert say("demo").startswith("There are employees already: nothing was loaded.")
    assert Employee.objects.count() == 1


@pytest.mark.django_db
def test_preparing_a_prepared_database_only_collects_static_files(settings: Settings) -> None:
    settings.DEMO = False
    assert say("prepare") == ""
    assert staticfiles_storage.exists("django_htmx/htmx-2.min.js")


@pytest.mark.django_db(transaction=True)
def test_migrating_runs_as_the_owner_and_gives_the_connection_back() -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("placet_app",)
