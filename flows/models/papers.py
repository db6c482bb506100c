"""Printed documents, and pictures of attached files."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from common import clock
from flows.models.cases import Case


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
