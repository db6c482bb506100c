"""Reads: versions (kept in memory for ever, since they never change), processes, items of lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from common.text import search_key
from designer.access import processes_with
from designer.document.load import read_document
from designer.document.process import ProcessDocument
from designer.errors import NoSuchVersion
from designer.models import CatalogItem, Process, ProcessVersion
from designer.part import Text, say
from designer.route.facts import Stored
from org.models import Employee

MOST_OFFERED = 50
"""How many items a search offers at once."""


# -- versions ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CompiledVersion:
    """A version ready for use; its conditions are compiled at their first evaluation and stay so."""

    id: int
    process_id: int
    number: int
    content_hash: str
    document: ProcessDocument


@lru_cache(maxsize=1_000)
def version(version_id: int) -> CompiledVersion:
    """The version, from memory after the first time. Raises NoSuchVersion."""
    row = ProcessVersion.objects.filter(pk=version_id).first()
    if row is None:
        raise NoSuchVersion
    return CompiledVersion(row.pk, row.process_id, row.number, row.content_hash, read_document(row.document))


def document_of(version_id: int) -> ProcessDocument:
    """The document of a version, from memory after the first time. Raises NoSuchVersion."""
    return version(version_id).document


def forget_versions() -> None:
    """For tests, whose database forgets versions."""
    version.cache_clear()


# -- processes ---------------------------------------------------------------------------------------------


def process(code: str) -> Process | None:
    """The process with this code."""
    return Process.objects.select_related("current_version").filter(code=code).first()


def live_processes() -> QuerySet[Process]:
    """Active processes that have a published version."""
    return Process.objects.filter(is_active=True, current_version__isnull=False)


def live_version(process_code: str) -> ProcessVersion | None:
    """The version that new requests of an active process get."""
    rows = ProcessVersion.objects.select_related("process").filter(process__is_active=True)
    return rows.filter(process__code=process_code, process__current_version=F("pk")).first()


def menu_processes(user: Employee | int | None = None) -> QuerySet[Process]:
    """Live processes that stand in the menu; with a user, those that he may start."""
    found = live_processes().filter(in_menu=True)
    return found if user is None else found.filter(pk__in=processes_with(user, "start").values("pk"))


def process_names() -> dict[str, str]:
    """Code → name of every live process, in the reader's language. One statement."""
    language = (get_language() or "en")[:2]
    return {one.code: one.label(language) for one in live_processes()}


def startable_processes(user: Employee | int) -> QuerySet[Process]:
    """Live processes that the user may start."""
    return live_processes().filter(pk__in=processes_with(user, "start").values("pk"))


# -- lists -------------------------------------------------------------------------------------------------

ItemKey = tuple[str, str]
"""(code of the list, code of the item)."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An item that can be chosen."""

    code: str
    label: Text
    attributes: Mapping[str, Stored]

    def text(self, language: str) -> str:
        """The label in this language."""
        return say(self.label, language)


@dataclass(frozen=True, slots=True)
class Known:
    """An item that values name. One that is not active cannot be chosen any more."""

    label: Text
    attributes: Mapping[str, Stored]
    is_active: bool


def known_items(named: Collection[ItemKey]) -> dict[ItemKey, Known]:
    """All there is about the items named. One query, none when nothing is named."""
    columns = ("catalog__code", "code", "label", "attributes", "is_active")
    rows = _rows(named).order_by().values_list(*columns) if named else ()
    return {(catalog, code): Known(*about) for catalog, code, *about in rows}


def items(named: Collection[ItemKey]) -> dict[ItemKey, Mapping[str, Stored]]:
    """The attributes of the items named, inactive ones included: (list, item) → attributes. One query."""
    return {key: found.attributes for key, found in known_items(named).items()}


def active_items(document: ProcessDocument, values: Mapping[str, Stored]) -> frozenset[ItemKey]:
    """Which of the items that the values name can be chosen now. One query, none when nothing is named."""
    known = known_items(items_named(document, values))
    return frozenset(key for key, found in known.items() if found.is_active)


def items_named(document: ProcessDocument, values: Mapping[str, Stored]) -> frozenset[ItemKey]:
    """The items that the values name."""
    return frozenset(
        (field.catalog, values[code])
        for code, field in document.fields.items()
        if field.type == "item" and isinstance(values.get(code), str)
    )


def item_labels(named: Collection[ItemKey], language: str) -> dict[ItemKey, str]:
    """The labels of the items named. One query."""
    return {key: say(found.label, language) for key, found in known_items(named).items()}


def item_label(catalog: str, code: str, language: str) -> str | None:
    """The label of one item; for several ask `item_labels`."""
    return item_labels({(catalog, code)}, language).get((catalog, code))


def offered_items(catalog: str, typed: str = "", most: int = MOST_OFFERED) -> list[Offered]:
    """Active items of a list in the order of their labels; `typed` narrows them to those that contain every
    word of it, in code, label or attributes."""
    rows = CatalogItem.objects.filter(catalog__code=catalog, is_active=True)
    for word in search_key(typed).split():
        rows = rows.filter(search_key__contains=word)
    return [Offered(row.code, row.label, row.attributes) for row in rows[:most]]


def _rows(named: Collection[ItemKey]) -> QuerySet[CatalogItem]:
    wanted = Q(pk__in=[])
    by_catalog: dict[str, list[str]] = {}
    for catalog, code in named:
        by_catalog.setdefault(catalog, []).append(code)
    for catalog, codes in by_catalog.items():
        wanted |= Q(catalog__code=catalog, code__in=codes)
    return CatalogItem.objects.filter(wanted)
