"""A process as a package."""

from __future__ import annotations

from designer.document.load import to_yaml
from designer.errors import NoSuchProcess, NoSuchVersion, NotPublished
from designer.models import ProcessVersion
from designer.queries import process


def export(process_code: str, number: int | None = None) -> str:
    """The package of the current version, or of the one with this number, as YAML: with its settings open,
    as it was installed. Raises NoSuchProcess, NoSuchVersion, NotPublished."""
    found = process(process_code)
    if found is None:
        raise NoSuchProcess
    version = found.current_version if number is None else _version(found.pk, number)
    if version is None:
        raise NotPublished if number is None else NoSuchVersion
    return to_yaml(version.source)


def _version(process_id: int, number: int) -> ProcessVersion | None:
    return ProcessVersion.objects.filter(process_id=process_id, number=number).first()
