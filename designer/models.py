"""What should happen: processes, their versions, the lists that forms pick from, the counters of numbers."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common import clock
from common.text import search_key, sort_key
from designer.errors import CatalogNeverDeleted, VersionNeverChanges
from designer.part import Text, say


class Process(models.Model):
    """A process. What it is stands in its versions; the columns repeat what lists and the menu need.

    `name`, `one` (the customer's noun: "Invoice"), `description` and `category` are texts: a string or a map
    of languages. `icon` is one of the shell's names."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.JSONField(_("name"), default=str)
    one = models.JSONField(_("one of them is called"), null=True, blank=True)
    description = models.JSONField(_("description"), null=True, blank=True)
    icon = models.CharField(_("icon"), max_length=60, default="doc-full")
    category = models.JSONField(_("category"), null=True, blank=True)
    in_menu = models.BooleanField(_("in the menu"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    everyone_starts = models.BooleanField(
        _("everyone may start it"),
        default=True,
        help_text=_("Otherwise only those with the right to start it."),
    )
    current_version = models.ForeignKey(
        "ProcessVersion",
        models.PROTECT,
        verbose_name=_("current version"),
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        ordering: ClassVar = ["code"]
        permissions: ClassVar = [
            ("start_process", "Can start requests of this process"),
            ("design_process", "Can design this process"),
            ("publish_process", "Can publish this process"),
        ]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The name in this language, or in the reader's."""
        return say(self.name, language or _language())


class Unchanging(models.QuerySet[Any]):
    """Rows are added and read, never changed or removed (the app role could not either)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise VersionNeverChanges

    def delete(self) -> NoReturn:
        raise VersionNeverChanges


class ProcessVersion(models.Model):
    """A published state of a process, numbered from 1. Never changes; a running request holds on to its own.

    `document` is the whole `ProcessDocument` as JSON, settings filled in; `source` the package as written,
    with `{setting: …}`; `settings` the answers; `content_hash` tells whether a document says the same."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    schema_number = models.PositiveSmallIntegerField()
    document = models.JSONField()
    source = models.JSONField()
    settings = models.JSONField(default=dict)
    content_hash = models.CharField(max_length=64)
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    created_at = models.DateTimeField(_("published"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        "org.Employee", models.PROTECT, verbose_name=_("published by"), null=True, related_name="+"
    )

    objects = Unchanging.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering: ClassVar = ["process", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.process_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise VersionNeverChanges
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise VersionNeverChanges


class Catalog(models.Model):
    """A list that forms pick from, shared by processes. `attributes` are `{code, label, type}` in order."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.JSONField(_("name"), default=str)
    attributes = models.JSONField(_("attributes"), default=list, blank=True)

    class Meta:
        verbose_name = _("list")
        verbose_name_plural = _("lists")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return say(self.name, _language())


class CatalogItem(models.Model):
    """An item of a list. `attributes` are stored values by attribute code (shapes: `designer.values`).
    An item that is not active cannot be chosen any more; requests that hold it keep it."""

    catalog = models.ForeignKey(Catalog, models.PROTECT, verbose_name=_("list"), related_name="items")
    code = models.CharField(_("code"), max_length=60)
    label = models.JSONField(_("label"), default=str)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    search_key = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=300, editable=False, default="", db_collation="C")

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering: ClassVar = ["sort_key", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["catalog", "code"], name="item_code_once_per_list")
        ]

    def __str__(self) -> str:
        return say(self.label, _language())

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, self.sort_key = item_keys(self.code, self.label, self.attributes)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key", "sort_key"}
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise CatalogNeverDeleted


class Series(models.Model):
    """The last number given in a series of a process (`year` 0 when numbers do not start again)."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="series")
    series = models.CharField(max_length=60, blank=True, default="")
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of numbers")
        verbose_name_plural = _("series of numbers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["process", "series", "year"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.process_id}/{self.series}/{self.year}: {self.last}"


def item_keys(code: str, label: Text, attributes: dict[str, Any]) -> tuple[str, str]:
    """What an item is searched by (code, labels in every language, attributes) and sorted by."""
    labels = [label] if isinstance(label, str) else list(label.values())
    values = [
        str(value) for value in attributes.values() if value is not None and not isinstance(value, bool)
    ]
    return search_key(" ".join([code, *labels, *values])), sort_key(say(label, "ru"))[:300]


def _language() -> str:
    return (get_language() or "en")[:2]
