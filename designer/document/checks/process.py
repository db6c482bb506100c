"""Checks of what stands beside form and route: stages, lists, settings, numbering, parts, documents."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from designer.document.checks.context import Context
from designer.document.checks.people import check_outside
from designer.document.findings import gettext_noop
from designer.document.placeholders import KNOWN, placeholders
from designer.document.process import Attribute, Catalog, Document
from designer.document.settings import fitted
from designer.part import Scalar

NO_MARK = gettext_noop("“{code}” is no mark, so nothing explains it.")
NO_SEQ = gettext_noop("The pattern of numbers needs {{seq}}.")
NO_SERIES = gettext_noop("The pattern needs {{series}}: otherwise two series have equal numbers.")
NO_SERIES_FIELD = gettext_noop("The pattern uses {{series}}, so “series” names a field.")
NO_YEAR = gettext_noop("The pattern needs {{year}}, since numbers start again each year.")
SERIES_REQUIRED = gettext_noop("The field “{code}” must be required: numbers need it.")
WRONG_ATTRIBUTE = gettext_noop("“{value}” is not of type {type}.")
NOT_SEEN = gettext_noop("Lists show “{code}” to whoever is asked, and the step “{step}” does not see it.")
SHOWABLE = ("text", "long_text", "number", "money", "date", "choice", "item", "employee", "unit", "request")


def check_process(context: Context) -> None:
    """Everything but `form` and `route`."""
    document = context.document
    for name in ("owner", "responsible"):
        check_outside(getattr(document, name), name, context, may_be_requester=name == "responsible")
    for at, who in enumerate(document.fallback_approvers):
        check_outside(who, f"fallback_approvers.{at}", context)
    context.unique((setting.code for setting in document.settings), "settings")
    for setting in document.settings:
        fitted(setting, setting.default, context.report)
    context.unique((catalog.code for catalog in document.catalogs), "catalogs")
    for at, catalog in enumerate(document.catalogs):
        _catalog(catalog, f"catalogs.{at}", context)
    _numbering(context)
    _parts(context)
    _stages(context)
    _documents(context)


def _catalog(catalog: Catalog, path: str, context: Context) -> None:
    context.unique((attribute.code for attribute in catalog.attributes), f"{path}.attributes")
    context.unique((item.code for item in catalog.items), f"{path}.items")
    attributes = {attribute.code: attribute for attribute in catalog.attributes}
    for at, item in enumerate(catalog.items):
        for code, value in item.attributes.items():
            place = f"{path}.items.{at}.attributes.{code}"
            if code not in attributes:
                context.report.unknown(place, "attribute", code, attributes)
            elif not _attribute_fits(attributes[code], value):
                context.report.add(place, WRONG_ATTRIBUTE, value=value, type=attributes[code].type)


def _attribute_fits(attribute: Attribute, value: Scalar) -> bool:
    if attribute.type == "yes_no":
        return isinstance(value, bool)
    if isinstance(value, bool):
        return False
    if attribute.type == "number":
        return _is_number(value)
    if attribute.type == "date":
        return isinstance(value, str) and _is_date(value)
    return isinstance(value, str)


def _is_number(value: int | str) -> bool:
    try:
        return Decimal(value).is_finite() and abs(Decimal(value)) < 10**15
    except InvalidOperation:
        return False


def _is_date(value: str) -> bool:
    from datetime import date

    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _numbering(context: Context) -> None:
    numbering = context.document.numbering
    if "{seq}" not in numbering.pattern:
        context.report.add("numbering.pattern", NO_SEQ)
    if numbering.yearly and "{year}" not in numbering.pattern:
        context.report.add("numbering.pattern", NO_YEAR)
    if numbering.series is None:
        if "{series}" in numbering.pattern:
            context.report.add("numbering.pattern", NO_SERIES_FIELD)
        return
    if "{series}" not in numbering.pattern:
        context.report.add("numbering.pattern", NO_SERIES)
    found = context.field(numbering.series, "numbering.series", "unit", "choice", "item")
    if found is not None and (found.required is not True or found.shown is not None):
        context.report.add("numbering.series", SERIES_REQUIRED, code=numbering.series)


def _parts(context: Context) -> None:
    parts = context.document.parts
    context.field(parts.title, "parts.title", *SHOWABLE)
    context.field(parts.amount, "parts.amount", "money")
    context.field(parts.urgent, "parts.urgent", "yes_no")
    for at, code in enumerate(parts.summary):
        context.field(code, f"parts.summary.{at}")
        _seen_everywhere(code, f"parts.summary.{at}", context)
    for at, code in enumerate(parts.marks):
        context.field(code, f"parts.marks.{at}", "yes_no", "choice")
    for at, one in enumerate(parts.reasons):
        if one.of not in (parts.urgent, *parts.marks):
            context.report.add(f"parts.reasons.{at}.of", NO_MARK, code=one.of)
        context.field(one.field, f"parts.reasons.{at}.field", "text", "long_text", "choice", "item")
    _seen_everywhere(parts.title, "parts.title", context)
    _seen_everywhere(parts.amount, "parts.amount", context)


def _seen_everywhere(code: str | None, path: str, context: Context) -> None:
    """Lists show these parts, and find a request by them, to everybody who is asked."""
    document = context.document
    if code not in document.fields:
        return
    for step in document.steps.values():
        if code not in document.seen_by(step):
            context.report.add(path, NOT_SEEN, code=code, step=step.step)


def _stages(context: Context) -> None:
    document = context.document
    codes = [stage.code for stage in document.stages]
    context.unique(codes, "stages")
    for name in ("stage_of_draft", "stage_when_done"):
        if getattr(document, name) not in codes:
            context.report.unknown(name, "stage", getattr(document, name), codes)


def _documents(context: Context) -> None:
    document = context.document
    context.unique((one.code for one in document.documents), "documents")
    for at, one in enumerate(document.documents):
        context.fields(one.fields, f"documents.{at}.fields")
        if one.after is not None and one.after not in document.steps:
            context.report.unknown(f"documents.{at}.after", "step", one.after, document.steps)
        context.field(one.annex_to, f"documents.{at}.annex_to", "files")
        _placeholders(one, f"documents.{at}", context)


def _placeholders(one: Document, path: str, context: Context) -> None:
    """What stands in braces is a field, or something else that is known."""
    known = {*context.document.fields, *KNOWN}
    for part, text in one.texts.items():
        for language, name in placeholders(text):
            if name not in known:
                where = ".".join(step for step in (path, part, language) if step)
                context.report.unknown(where, "placeholder", f"{{{name}}}", known)
