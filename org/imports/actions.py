"""The dry run and the import itself: the same plan, shown or written."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from common import clock
from common.workbook import read_workbook
from org.access import scope
from org.errors import (
    ImportAppliedAlready,
    ImportLooksDifferent,
    ImportRefused,
    MayNotEditCompany,
    NoSuchRecord,
)
from org.imports.describe import describe
from org.imports.plan import Plan, make_plan
from org.imports.report import PLAIN, ImportReport, Options
from org.imports.rows import parse
from org.ledger import apply_changes, lock_company
from org.models import ImportFile
from org.models.rules import Right
from org.queries import code_of
from org.records import Company

KEPT_FOR = timedelta(days=1)


def preview(*, actor_id: int | None, content: bytes, options: Options = PLAIN) -> ImportReport:
    """What the file would do. Writes nothing. Raises `NotWorkbook`, `WorkbookTooLarge` and
    `MayNotEditCompany`."""
    return describe(_plan(actor_id, content, options))


@transaction.atomic(durable=True)
def import_company(
    *, actor_id: int | None, content: bytes, name: str = "", options: Options = PLAIN
) -> ImportReport:
    """Apply a file in one transaction. Raises what `preview` raises, and `ImportRefused` (with the report
    as `.report`) when a row has an error and bad rows are not to be skipped."""
    return _apply_import(actor_id, content, name, options, expected=None)


@transaction.atomic(durable=True)
def keep_file(*, actor_id: int, name: str, content: bytes) -> int:
    """Keep an uploaded file between its dry run and *Apply*, and drop files that nobody applied; its id.
    Raises what `preview` raises."""
    _require_whole(actor_id)
    read_workbook(content)
    now = clock.now()
    ImportFile.objects.filter(applied=None, uploaded__lt=now - KEPT_FOR).delete()
    digest = hashlib.sha256(content).hexdigest()
    kept = ImportFile.objects.create(
        name=name[-255:], content=content, digest=digest, uploaded=now, uploaded_by_id=actor_id
    )
    return kept.pk


@transaction.atomic(durable=True)
def apply_file(*, actor_id: int, file_id: int, options: Options, expected: str) -> ImportReport:
    """Apply a kept file. `expected` is the fingerprint of the report that was looked at. Raises what
    `import_company` raises, `ImportAppliedAlready` and `ImportLooksDifferent`."""
    kept = ImportFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if kept is None:
        raise NoSuchRecord
    if kept.applied is not None:
        raise ImportAppliedAlready
    report = _apply_import(actor_id, bytes(kept.content), kept.name, options, expected=expected)
    kept.applied, kept.content = clock.now(), b""
    kept.save(update_fields=["applied", "content"])
    return report


def _apply_import(
    actor_id: int | None, content: bytes, name: str, options: Options, *, expected: str | None
) -> ImportReport:
    lock_company()
    plan = _plan(actor_id, content, options)
    report = describe(plan)
    if report.errors and not options.skip_bad_rows:
        raise _refused(report)
    if expected is not None and report.fingerprint != expected:
        raise ImportLooksDifferent
    apply_changes(plan.changes, actor_id=actor_id, source=f"import {name}".strip()[:200])
    return report


def _refused(report: ImportReport) -> ImportRefused:
    error = ImportRefused()
    error.report = report
    return error


def _plan(actor_id: int | None, content: bytes, options: Options) -> Plan:
    _require_whole(actor_id)
    entered_by = code_of(actor_id) if actor_id is not None else None
    return make_plan(
        Company(), parse(read_workbook(content)), options, clock.today(settings.TIME_ZONE), entered_by
    )


def _require_whole(actor_id: int | None) -> None:
    """An import touches everything: a right over everything is needed; a command may do it."""
    if actor_id is not None and not scope(actor_id, Right.EDIT_COMPANY).everything:
        raise MayNotEditCompany
