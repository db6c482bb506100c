"""Printed documents, and pictures of attached files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from common import clock
from flows.models.cases import Case
from org.models import Employee

ONE_FILE = "one_file"
"""The kind of orders that become an archive, not a PDF."""


class Document(models.Model):
    """A printed document of a request: stored by its content like an attachment (`flows.files`), private.
    `code` is that of the document in the process version; `head` and `events_count` say which history it was
    printed from; `short_code` is what a reader compares (the beginning of the head)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="documents")
    code = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    head = models.CharField(max_length=64)
    events_count = models.PositiveIntegerField()
    short_code = models.CharField(max_length=20, db_index=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "code", "language", "events_count"], name="document_printed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.code}"


class Preview(models.Model):
    """The first page of an attached file as a picture, by the file's content: `image` is the sha256 of the
    picture, empty when none could be made, with the `problem`."""

    sha256 = models.CharField(max_length=64, unique=True)
    image = models.CharField(max_length=64, blank=True, default="")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.sha256[:12]


class PrintOrder(models.Model):
    """Something one person wants printed now, for him alone: `kind` names who prints it
    (`flows.printing.orders`), `params` say what; of what is long `done` parts of `total` are there. Removed
    with its content after a day."""

    class State(models.TextChoices):
        WAITING = "waiting", _("being printed")
        MADE = "made", _("printed")
        FAILED = "failed", _("could not be printed")

    kind = models.CharField(max_length=50)
    by = models.ForeignKey(Employee, models.PROTECT, related_name="print_orders")
    params = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=255, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["ordered_at"], name="print_order_old")]

    @property
    def is_pdf(self) -> bool:
        """Something to look at; else an archive."""
        return self.kind != ONE_FILE

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"
