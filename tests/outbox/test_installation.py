"""A copy of the database sends nothing until somebody says that it is the real one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from outbox import actions, installation, jobs
from outbox.models import Installation, Item

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The data folder of an installation of its own, with a carrier of letters."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.delenv("PLACET_INSTALLATION", raising=False)
    monkeypatch.setattr(jobs, "carriers", {"letter": lambda item: None})
    with transaction.atomic():
        actions.put(key="a", kind="letter", payload={})


def test_a_new_database_becomes_ours(tmp_path: Path) -> None:
    assert not installation.is_copy()
    assert jobs.carry() == 1
    assert Installation.objects.get().name == (tmp_path / "installation").read_text() != ""


def test_a_copy_sends_nothing_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    Installation.objects.create(pk=1, name="another")
    assert installation.is_copy()
    assert jobs.carry() == jobs.carry_slow() == 0
    assert Item.objects.get().state == "waiting"
    assert "manage.py adopt" in caplog.text


def test_an_adopted_copy_sends(capsys: pytest.CaptureFixture[str]) -> None:
    installation.disown()
    assert jobs.carry() == 0
    call_command("adopt")
    assert "Adopted" in capsys.readouterr().out
    assert jobs.carry() == 1


def test_several_machines_share_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    Installation.objects.create(pk=1, name="office")
    monkeypatch.setenv("PLACET_INSTALLATION", "office")
    assert not installation.is_copy()
