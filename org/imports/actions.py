"""The dry run and the import itself: the same plan, shown or written."""

from __future__ import annotations

from django.db import transaction

from common import clock
from common.workbook import read_workbook
from org.access import scope
from org.errors import ImportRefused, MayNotEditCompany
from org.imports.describe import describe
from org.imports.plan import Plan, make_plan
from org.imports.report import PLAIN, ImportReport, Options
from org.imports.rows import parse
from org.ledger import apply_changes, lock_company
from org.models.rules import Right
from org.queries import code_of
from org.records import Company

ZONE = "Europe/Moscow"


def preview(*, actor_id: int | None, content: bytes, options: Options = PLAIN) -> ImportReport:
    """What the file would do. Writes nothing. Raises `NotWorkbook`, `WorkbookTooLarge` and
    `MayNotEditCompany`."""
    return describe(_plan(actor_id, content, options))


@transaction.atomic(durable=True)
def import_company(
    *, actor_id: int | None, content: bytes, name: str = "", options: Options = PLAIN
) -> ImportReport:
    """Apply the file in one transaction. Raises what `preview` raises, and `ImportRefused` (with the report
    as `.report`) when a row has an error and bad rows are not to be skipped."""
    lock_company()
    plan = _plan(actor_id, content, options)
    report = describe(plan)
    if report.errors and not options.skip_bad_rows:
        error = ImportRefused()
        error.report = report
        raise error
    apply_changes(plan.changes, actor_id=actor_id, source=f"import {name}".strip()[:200])
    return report


def _plan(actor_id: int | None, content: bytes, options: Options) -> Plan:
    if actor_id is not None and not scope(actor_id, Right.EDIT_COMPANY).everything:
        raise MayNotEditCompany
    entered_by = code_of(actor_id) if actor_id is not None else None
    return make_plan(Company(), parse(read_workbook(content)), options, clock.today(ZONE), entered_by)
