"""Who may log in to the demo, left in a private file of the data folder for the supervisor to print."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from common.embedded_postgres import write_private


@dataclass(frozen=True)
class LogIn:
    """One person of the demo who may log in."""

    email: str
    password: str
    who: str


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
