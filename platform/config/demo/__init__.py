"""The demo company: loaded once, part by part, never over people."""

import os
from pathlib import Path

from django.conf import settings

from config.demo.log_ins import log_ins
from org.models import Employee


def loaded() -> bool:
    """Whether there are people, other than those of a loading that was cut off in the middle."""
    return Employee.objects.exists() and not _unfinished().exists()


def load() -> bool:
    """Load every part; False, and nothing done, when there are people already."""
    from config.demo import company, past

    if loaded():
        return False
    _unfinished().touch()
    company.shift_clock()
    company.import_people()
    company.install_packages()
    company.set_passwords()
    if settings.DEMO == "requests":
        past.play()
    _unfinished().unlink()
    return True


def tell() -> None:
    """At each start: say who may log in; with a language asked for (`make run LOCALE=ru`) all read it."""
    from config.demo import company

    if not log_ins():
        return
    if os.environ.get("PLACET_LOCALE"):
        company.speak(settings.LANGUAGE_CODE)
    company.tell_log_ins()


def _unfinished() -> Path:
    return Path(settings.DATA) / "demo-unfinished"
