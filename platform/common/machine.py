"""What a worker is called: by its machine and its first process, so that each has a pulse of its own."""

import re
import socket
from hashlib import sha256
from pathlib import Path

LONGEST = 38


def machine() -> str:
    """This machine's name, in letters that need no quoting anywhere; the end of a long one as a fingerprint,
    so that the names of two containers differ."""
    name = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname()) or "machine"
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 9]}-{sha256(name.encode()).hexdigest()[:8]}"


def worker_name(pid: int | None = None) -> str:
    """The worker of this machine whose first process has this id; without it, how all of them begin."""
    return f"{machine()}:{'' if pid is None else pid}"


def is_gone(worker: str) -> bool:
    """Whether that was a worker of this machine whose process is no more. Of others nothing is known."""
    where, _colon, pid = worker.rpartition(":")
    if where != machine():
        return False
    try:
        return b"worker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return True
