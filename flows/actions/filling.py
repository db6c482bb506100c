"""Values filled in: typed, checked by the form's rules, and repeated in the columns that lists need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.text import search_key
from designer import form
from designer.conditions.evaluate import Scope
from designer.document import Step, say
from designer.values.show import show
from flows import access, errors
from flows.columns import MOST_TITLE, default_title, repeated
from flows.engine.desk import Desk, values_changed
from flows.history.payloads import Changes
from flows.names import Names

COLUMNS = ("values", "title", "amount", "currency", "urgent", "search_key")


def scope_of(desk: Desk) -> Scope:
    """What the form's rules are evaluated on."""
    return Scope(desk.document, desk.facts, desk.org, desk.now.astimezone(desk.zone).date())


def fill_draft(desk: Desk, typed: Mapping[str, Any], actor: int) -> Changes:
    """Take in what the requester typed; what changed. Raises NotSaved with sentences by field."""
    allowed = {
        code
        for code, field in desk.document.fields.items()
        if field.asked_of == "requester" and field.type not in ("computed", "files")
    }
    return _take(desk, typed, allowed, actor)


def fill_step(desk: Desk, step: Step, typed: Mapping[str, Any], actor: int, *, finishing: bool) -> Changes:
    """Take in what a step filled in; `finishing`: it must be complete. Raises NotSaved."""
    if not step.edits and not typed:
        return {}
    changes = _take(desk, typed, set(step.edits), actor)
    settled = form.settle(scope_of(desk))
    if finishing:
        problems = form.check_step(step, settled, desk.active_items())
        if problems:
            raise errors.NotSaved(spoken(problems))
    return changes


def _take(desk: Desk, typed: Mapping[str, Any], allowed: set[str], actor: int) -> Changes:
    before = dict(desk.case.values)
    filled = form.fill_in(desk.document, before, typed, allowed, desk.zone)
    if filled.errors:
        raise errors.NotSaved(spoken(filled.errors))
    fresh = {code: value for code, value in filled.values.items() if value != before.get(code)}
    if unseen := unseen_links(desk, fresh, actor):
        raise errors.NotSaved(unseen)
    desk.case.values = dict(filled.values)
    keep(desk, form.settle(scope_of(desk)).values)
    changes = values_changed(before, desk.case.values)
    if changes:
        desk.content_changed()
    return changes


def unseen_links(desk: Desk, values: Mapping[str, Any], actor: int) -> dict[str, list[str]]:
    """Fields among these values that point to a request which the actor may not see: hidden and absent
    alike, so that nobody learns of a request by pointing to it."""
    linked = {
        code: str(values[code])
        for code, field in desk.document.fields.items()
        if field.type == "request" and values.get(code)
    }
    if not linked:
        return {}
    known = [pk for pk in linked.values() if pk.isascii() and pk.isdigit()]
    seen = {str(pk) for pk in access.visible_cases(actor).filter(pk__in=known).values_list("pk", flat=True)}
    return {code: [_("There is no such request.")] for code, pk in linked.items() if pk not in seen}


def keep(desk: Desk, values: Mapping[str, Any]) -> None:
    """These are the request's values now; the columns of lists follow."""
    case, document = desk.case, desk.document
    case.values = {code: value for code, value in values.items() if value is not None}
    case.title = _title(desk)[:MOST_TITLE]
    said = repeated(document, case.values)
    case.amount, case.currency, case.urgent = said.amount, said.currency, said.urgent
    case.search_key = search_key(f"{case.number} {case.title} {_words(desk)}")
    desk.touch(*COLUMNS)


def spoken(problems: Mapping[str, tuple[Any, ...]]) -> dict[str, list[str]]:
    """Texts of the process in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return {code: [say(text, language) for text in texts] for code, texts in problems.items()}


def _title(desk: Desk) -> str:
    code = desk.document.parts.title
    text = _shown(desk, code) if code else ""
    return text or default_title(desk.document)


def _shown(desk: Desk, code: str) -> str:
    field = desk.document.fields.get(code)
    if field is None or desk.case.values.get(code) is None:
        return ""
    names = Names(desk.org, desk.document, settings.LANGUAGE_CODE, items_read=desk.known())
    return show(field, desk.case.values[code], settings.LANGUAGE_CODE, names, desk.zone)


def _words(desk: Desk) -> str:
    """What lists find a request by: only what every step may see, or a search would tell the rest."""
    seen = desk.document.seen_everywhere
    return " ".join(_shown(desk, code) for code in desk.document.parts.summary if code in seen)
