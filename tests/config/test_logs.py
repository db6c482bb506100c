"""The log speaks English, whatever the installation and the reader speak."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator

import pytest
from django.utils.translation import gettext_lazy, override

from config.logs import Line
from outbox import worker


@pytest.fixture
def _modules_as_they_were(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    from django_q import cluster, monitor, pusher, scheduler
    from django_q import worker as working

    for module in (cluster, monitor, pusher, scheduler, working):
        monkeypatch.setattr(module, "_", module._)
    yield


def test_a_late_translation_and_an_error_are_said_in_english() -> None:
    try:
        raise ValueError(gettext_lazy("Save"))
    except ValueError:
        told = sys.exc_info()
    with override("ru"):
        assert str(gettext_lazy("Save")) != "Save"
        record = logging.LogRecord("x", logging.ERROR, "", 0, gettext_lazy("Save"), None, told)
        line = json.loads(Line().format(record))
    assert (line["text"], line["trace"].splitlines()[-1]) == ("Save", "ValueError: Save")


@pytest.mark.usefixtures("_modules_as_they_were")
def test_the_alarm_clock_says_its_lines_in_english() -> None:
    from django_q import cluster

    words = "reincarnated pusher %(name)s after sudden death"
    with override("ru"):
        assert str(cluster._(words)) != words
        worker._speak_english()
        assert cluster._(words) == words
