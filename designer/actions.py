"""Writes: lists and their items, and the switches of a process. Packages are installed by
`designer.packages.install`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from designer.access import may, require_lists
from designer.document.process import Attribute
from designer.document.process import Catalog as CatalogPart
from designer.document.sentences import findings_of
from designer.errors import ItemRefused, MayNotPublish, NoSuchCatalog, NoSuchProcess
from designer.models import Catalog, CatalogItem, Process
from designer.part import OrgCode, Text
from designer.route.facts import Stored
from designer.values.attributes import attribute_field
from designer.values.parse import Unreadable, clean_text, parse
from org.ledger import note
from org.queries import snapshot

_TEXT: TypeAdapter[Text] = TypeAdapter(Text)
_CODE: TypeAdapter[str] = TypeAdapter(OrgCode)


@transaction.atomic(durable=True)
def save_item(
    *,
    actor_id: int | None,
    catalog: str,
    code: str,
    label: Any,
    attributes: Mapping[str, Any],
    is_active: bool = True,
) -> int:
    """Adds the item, or changes the one with this code; answers its id. `label` is a text or a map of
    languages, `attributes` what was typed by attribute code (an attribute left out keeps its value).

    Raises MayNotEditLists, NoSuchCatalog, ItemRefused with sentences by `code`, `label` and attribute."""
    require_lists(actor_id)
    row = Catalog.objects.select_for_update().filter(code=catalog).first()
    if row is None:
        raise NoSuchCatalog
    item = CatalogItem.objects.select_for_update().filter(catalog=row, code=code.strip()).first()
    before = _told(item)
    item = item or CatalogItem(catalog=row, code=code)
    errors: dict[str, list[str]] = {}
    item.code = _checked(_CODE, code, "code", errors)
    item.label = _checked(_TEXT, label, "label", errors)
    item.attributes = _attributes(row, item.attributes, attributes, errors)
    if errors:
        raise ItemRefused(errors)
    item.is_active = is_active
    item.save()
    _note("item", f"{catalog} / {item.code}", before, _told(item), actor_id)
    return item.pk


@transaction.atomic(durable=True)
def save_catalog(
    *, actor_id: int | None, code: str, name: Any, attributes: Sequence[Mapping[str, Any]]
) -> int:
    """Adds a list, or changes its name and adds attributes; answers its id. An attribute that is there
    keeps its type and is never removed: items and processes rely on it.

    Raises MayNotEditLists, ItemRefused."""
    require_lists(actor_id)
    try:
        part = CatalogPart.model_validate({"code": code, "label": name, "attributes": list(attributes)})
    except ValidationError as error:
        raw = {"code": code, "label": name, "attributes": list(attributes)}
        raise ItemRefused({one.path: [one.sentence(_)] for one in findings_of(error, raw)}) from error
    row = Catalog.objects.select_for_update().filter(code=code).first() or Catalog(code=code)
    before = _told(row)
    row.name = part.label if isinstance(part.label, str) else dict(part.label)
    row.attributes = _merged(row.attributes, part.attributes)
    row.save()
    _note("list", code, before, _told(row), actor_id)
    return row.pk


@transaction.atomic(durable=True)
def switch_process(
    *, actor_id: int | None, code: str, is_active: bool | None = None, everyone_starts: bool | None = None
) -> None:
    """Opens or closes a process for new requests; says whether everybody may start it. Running requests go
    on. Raises NoSuchProcess, MayNotPublish."""
    row = Process.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NoSuchProcess
    if actor_id is not None and not may(actor_id, "publish", code):
        raise MayNotPublish
    before = _told(row)
    row.is_active = row.is_active if is_active is None else is_active
    row.everyone_starts = row.everyone_starts if everyone_starts is None else everyone_starts
    row.save(update_fields=["is_active", "everyone_starts"])
    _note("process", code, before, _told(row), actor_id)


TOLD: Mapping[type[Any], tuple[str, ...]] = {
    CatalogItem: ("label", "attributes", "is_active"),
    Catalog: ("name", "attributes"),
    Process: ("is_active", "everyone_starts"),
}
"""What the log says of a row."""


def _told(row: CatalogItem | Catalog | Process | None) -> Mapping[str, Any]:
    """The values as they stand; nothing of what is not stored yet."""
    if row is None or row.pk is None:
        return {}
    return {name: getattr(row, name) for name in TOLD[type(row)]}


def _note(
    kind: str, code: str, before: Mapping[str, Any], after: Mapping[str, Any], actor_id: int | None
) -> None:
    changes = {name: (before.get(name), new) for name, new in after.items() if before.get(name) != new}
    if changes:
        shut = before.get("is_active") and not after.get("is_active", True)
        verb = "added" if not before else "deactivated" if shut else "changed"
        note(kind, code, verb, actor_id=actor_id, changes=changes, source="screen" if actor_id else "command")


def _checked(adapter: TypeAdapter[Any], value: Any, name: str, errors: dict[str, list[str]]) -> Any:
    try:
        for text in [value] if isinstance(value, str) else dict(value).values():
            clean_text(text)
        return adapter.validate_python(value)
    except Unreadable as error:
        errors[name] = [error.sentence]
    except (ValidationError, TypeError, ValueError):
        errors[name] = [_("Fill this in.") if not value else _("This is not right here.")]
    return value


def _attributes(
    catalog: Catalog, old: Mapping[str, Stored], typed: Mapping[str, Any], errors: dict[str, list[str]]
) -> dict[str, Stored]:
    found = dict(old)
    known = {one["code"]: one for one in catalog.attributes}
    for code, raw in typed.items():
        if code not in known:
            errors[code] = [_("There is no such field.")]
            continue
        try:
            found[code] = parse(attribute_field(known[code]), raw)
        except Unreadable as error:
            errors[code] = [error.sentence]
            continue
        if not _exists(known[code]["type"], found[code]):
            errors[code] = [_("Choose one of those offered.")]
    return {code: value for code, value in found.items() if value is not None}


def _exists(kind: str, stored: Stored) -> bool:
    if stored is None or kind not in ("employee", "unit"):
        return True
    org = snapshot()
    return stored in (org.employees if kind == "employee" else org.units)


def _merged(there: Sequence[Mapping[str, Any]], given: Sequence[Attribute]) -> list[dict[str, Any]]:
    new = {one.code: one.model_dump(mode="json") for one in given}
    for one in there:
        changed = new.get(str(one["code"]))
        if changed is not None and changed["type"] != one["type"]:
            raise ItemRefused({str(one["code"]): [_("An attribute keeps its type.")]})
    kept = [dict(new.pop(str(one["code"]), one)) for one in there]
    return [*kept, *new.values()]
