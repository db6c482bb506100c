"""The demo company: what is loaded, in which order, and who may log in.

Each part is a function without arguments that may be run again; `manage.py demo` runs them while there is no
employee yet. The log-ins are left in a private file of the data folder, for the supervisor to print.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from common.embedded_postgres import write_private

Part = Callable[[], None]


@dataclass(frozen=True)
class LogIn:
    """One person of the demo who may log in."""

    email: str
    password: str
    who: str


PARTS: tuple[Part, ...] = ()


def log_ins_file() -> Path:
    """Where the log-ins of the demo stand."""
    return Path(settings.DATA) / "demo-log-ins.json"


def keep_log_ins(log_ins: list[LogIn]) -> None:
    """Called by the part that sets the passwords."""
    write_private(log_ins_file(), json.dumps([asdict(one) for one in log_ins], ensure_ascii=False, indent=1))


def log_ins() -> list[LogIn]:
    """Those of the loaded demo; empty when there is none."""
    try:
        return [LogIn(**row) for row in json.loads(log_ins_file().read_text())]
    except FileNotFoundError:
        return []


def loaded() -> bool:
    """Whether the company is there: the demo is never loaded over people."""
    from org.models import Employee

    return Employee.objects.exists()


def load() -> bool:
    """Load every part; False, and nothing done, when there are people already."""
    if loaded():
        return False
    for part in PARTS:
        part()
    return True
