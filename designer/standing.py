"""Processes, their versions, lists, items and the rights on processes as they stand, against the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext as _
from guardian.models import GroupObjectPermission, UserObjectPermission

from designer.access import RIGHTS
from designer.document.findings import BadPackage
from designer.document.load import read_document, says, stored_digest
from designer.document.process import SCHEMA
from designer.models import Catalog, CatalogItem, Process, ProcessVersion
from designer.packages.install import repeated
from org import chain
from org.chain import Name, Told, Wrong
from org.ledger import as_noted
from org.models import Employee
from org.records.kinds import LONGEST_CODE

HELD = ("process", "list", "process_right")
PORTION = 2_000
"""So many items of lists are held against the log at a time: there may be very many."""

Standing = dict[str, dict[str, Any]]
"""Code → field → value, as the log writes it."""


def check() -> Iterator[Wrong]:
    """What was added, changed or removed past the log."""
    told = chain.told_of(HELD)
    yield from chain.hold("process", _processes(), told)
    yield from chain.hold("list", _lists(), _without_codes(told))
    yield from _hold_items()
    yield from chain.hold("process_right", _rights(), told)
    for process in Process.objects.select_related("current_version").order_by("code"):
        if told.get(("process", process.code)) is not None:
            yield from _versions(process)


def _processes() -> Standing:
    rows = Process.objects.values_list(
        "code", "current_version__number", "current_version__content_hash", "is_active", "everyone_starts"
    )
    names = ("version", "content_hash", "is_active", "everyone_starts")
    return {code: dict(zip(names, values, strict=True)) for code, *values in rows}


def _lists() -> Standing:
    rows = Catalog.objects.values_list("code", "name", "attributes")
    return {code: {"name": as_noted(name), "attributes": as_noted(them)} for code, name, them in rows}


def _without_codes(told: Mapping[Name, Told | None]) -> dict[Name, Told | None]:
    """Entries of earlier releases named only the codes of a list's new attributes: too little to hold."""
    found = dict(told)
    for name, one in told.items():
        fields = one.fields if one is not None and name[0] == "list" else {}
        if any(isinstance(attribute, str) for attribute in fields.get("attributes") or ()):
            rest = {field: value for field, value in fields.items() if field != "attributes"}
            found[name] = Told(rest or fields, whole=False)
        elif "name" not in fields and one is not None and name[0] == "list":
            found[name] = Told(fields, whole=False)
    return found


def _hold_items() -> Iterator[Wrong]:
    """A portion at a time; at the end those that the log knows and that are not there."""
    gone = set(chain.codes_of("item"))
    items = _items()
    while portion := dict(islice(items, PORTION)):
        gone -= portion.keys()
        yield from chain.hold("item", portion, chain.told_of(["item"], list(portion)))
    left = iter(sorted(gone))
    while codes := list(islice(left, PORTION)):
        yield from chain.hold("item", {}, chain.told_of(["item"], codes))


def _items() -> Iterator[tuple[str, dict[str, Any]]]:
    rows = CatalogItem.objects.values_list("catalog__code", "code", "label", "attributes", "is_active")
    for catalog, code, label, attributes, is_active in rows.order_by("catalog__code", "code").iterator():
        name = f"{catalog} / {code}"[:LONGEST_CODE]
        said = {"label": as_noted(label), "attributes": as_noted(attributes), "is_active": is_active}
        yield name, said


# -- rights --------------------------------------------------------------------------------------------------


def _rights() -> Standing:
    """Rights on one process, on all processes (`*`), and any that a group has, which nothing here gives."""
    held: dict[str, set[str]] = defaultdict(set)
    codes = {str(pk): code for pk, code in Process.objects.values_list("pk", "code")}
    on_process = {"permission__content_type__app_label": "designer"}
    people = UserObjectPermission.objects.filter(**on_process)
    for pk, who, name in people.values_list("object_pk", "user__code", "permission__codename"):
        held[f"{codes.get(pk, pk)} / {who}"].add(name.removesuffix("_process"))
    groups = GroupObjectPermission.objects.filter(**on_process)
    for pk, who, name in groups.values_list("object_pk", "group__name", "permission__codename"):
        held[f"{codes.get(pk, pk)} / group {who}"].add(name.removesuffix("_process"))
    found = {code: {"rights": [one for one in RIGHTS if one in names]} for code, names in held.items()}
    return found | _everywhere()


def _everywhere() -> Standing:
    held: dict[str, set[str]] = defaultdict(set)
    named = {"user_permissions__content_type__app_label": "designer"}
    people = Employee.objects.filter(**named)
    for who, name in people.values_list("code", "user_permissions__codename"):
        held[f"* / {who}"].add(name)
    groups = Permission.objects.filter(content_type__app_label="designer", group__isnull=False)
    for who, name in groups.values_list("group__name", "codename"):
        held[f"* / group {who}"].add(name)
    return {code: {"rights": sorted(names)} for code, names in held.items()}


# -- versions ------------------------------------------------------------------------------------------------


def _versions(process: Process) -> Iterator[Wrong]:
    noted = _noted_versions(process.code)
    there = {row.number: row for row in ProcessVersion.objects.filter(process=process).order_by("number")}
    for number in sorted(noted.keys() | there.keys()):
        if (what := _wrong(noted.get(number), there.get(number))) is not None:
            yield Wrong("process", process.code, None, what.format(number=number))
    current = process.current_version
    if current is not None and not _is_repeated(process, current):
        yield Wrong("process", process.code, None, _("its name or place is not what its version says"))


def _noted_versions(code: str) -> dict[int, Mapping[str, Any]]:
    """Number → what the entry of the version says of it."""
    said = [entry.said.changes for entry in chain.chain_of("process", code)]
    return {
        changes["version"][1]: {field: pair[1] for field, pair in changes.items()}
        for changes in said
        if "version" in changes
    }


def _wrong(noted: Mapping[str, Any] | None, row: ProcessVersion | None) -> str | None:
    if row is None:
        return _("its version {number} is not there any more")
    if noted is None:
        return _("its version {number} was never noted in the log")
    if row.content_hash == noted["content_hash"] and _says(row, noted):
        return None
    return _("its version {number} is not what the log says")


def _says(row: ProcessVersion, noted: Mapping[str, Any]) -> bool:
    """Entries of earlier releases know only the content hash, which is that of its own schema."""
    if as_noted(row.settings) != (noted.get("settings") or {}):
        return False
    if "document" in noted:
        return stored_digest(row.document) == str(noted["document"])
    return row.schema_number != SCHEMA or says(row.document, row.content_hash)


def _is_repeated(process: Process, version: ProcessVersion) -> bool:
    try:
        said = repeated(read_document(version.document))
    except BadPackage:
        return False
    return all(as_noted(getattr(process, name)) == as_noted(value) for name, value in said.items())
