"""The `.mo` files that Django reads, made from the catalogues; not kept in git."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path

from config import environment
from config.messages import sources


def refresh(root: Path = environment.ROOT) -> list[Path]:
    """Compile what is missing or older than its catalogue; the files that were written."""
    return [compiled(path) for path in sources.catalogues(root) if is_stale(path)]


def is_stale(path: Path) -> bool:
    """Whether the compiled file of this catalogue is missing or of another moment."""
    target = path.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns != path.stat().st_mtime_ns


def compiled(path: Path) -> Path:
    """Written beside and renamed, with the catalogue's own moment: two at once do not disturb each other."""
    # Imported here: usually nothing is to be done.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    target, moment = path.with_suffix(".mo"), path.stat()
    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO(path.read_bytes()), locale=path.parts[-3]))
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".mo.tmp")
    with os.fdopen(handle, "wb") as file:
        file.write(buffer.getvalue())
    os.chmod(beside, 0o644)
    os.utime(beside, ns=(moment.st_atime_ns, moment.st_mtime_ns))
    os.replace(beside, target)
    return target
