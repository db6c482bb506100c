"""Checks across a whole document: what the shape of its parts cannot say."""

from __future__ import annotations

from designer.document.checks.context import Context
from designer.document.checks.form import check_form
from designer.document.checks.process import check_process
from designer.document.checks.route import check_route
from designer.document.findings import Finding
from designer.document.process import ProcessDocument

__all__ = ["check"]


def check(document: ProcessDocument) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the document; empty when it can be published."""
    context = Context(document)
    check_process(context)
    check_form(context)
    check_route(context)
    return tuple(dict.fromkeys(context.report.findings))
