"""The revision of the company, the record of every change of it, and invitations."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from org.models.people import Employee


class OrgRevision(models.Model):
    """The one row that every write of the company locks first and bumps.

    The lock puts org writes in a line, so that no two of them can together make a cycle. `stamp` is new
    with every bump: a number alone would come back after a rollback and revive a stale cached picture.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    stamp = models.CharField(max_length=32, default="")

    class Meta:
        verbose_name = _("revision of the company")
        verbose_name_plural = _("revisions of the company")
        constraints = [models.CheckConstraint(name="org_revision_single_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.number)


class OrgChange(models.Model):
    """One change of an object that rules what happens (a record of the company, a right, a list's item, a
    process): who, what, old → new, when. Written beside the change, for ever. `number` counts the entries of
    one object (kind and code) from 1; `body` holds the stored canonical bytes that were hashed, with the hash
    of the entry before (`org.chain`). The app's database role can neither change nor delete a row."""

    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        Employee, verbose_name=_("who"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveBigIntegerField()
    kind = models.CharField(_("what"), max_length=30)
    code = models.CharField(_("code"), max_length=160)
    verb = models.CharField(_("change"), max_length=30)
    changes = models.JSONField(_("old → new"), default=dict)
    source = models.CharField(_("by"), max_length=200, blank=True)
    number = models.PositiveIntegerField(default=0)
    scheme = models.PositiveSmallIntegerField(default=1)
    body = models.BinaryField(default=b"")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        verbose_name = _("change of the company")
        verbose_name_plural = _("changes of the company")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "number"], name="change_number_once")]
        indexes = [models.Index(fields=["-at", "-id"], name="change_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}: {self.verb}"


class Invitation(models.Model):
    """A one-time link to set one's password. Only the hash of its token is kept."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    created_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    revoked = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.employee} {self.created:%d.%m.%Y}"


class FailedLogIn(models.Model):
    """A log-in that was refused: which account was tried, in small letters, and from which address."""

    account = models.CharField(max_length=254)
    address = models.CharField(max_length=45)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("failed log-in")
        verbose_name_plural = _("failed log-ins")
        indexes = [models.Index(fields=["account", "address", "at"], name="failed_log_in")]

    def __str__(self) -> str:
        return f"{self.account} {self.at:%d.%m.%Y %H:%M}"


class Device(models.Model):
    """A browser that somebody has told the platform to remember: its log-ins last longer. Only the hash of
    the key in its cookie is kept; `ended` shuts it out."""

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="devices")
    key_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("device"), max_length=200)
    since = models.DateTimeField(_("since"))
    seen = models.DateTimeField(_("last used"))
    ended = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["-seen"]

    def __str__(self) -> str:
        return f"{self.employee}: {self.name}"


class ImportFile(models.Model):
    """An uploaded export between its dry run and *Apply*: what was looked at is what is applied."""

    name = models.CharField(_("file"), max_length=255)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    uploaded = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        Employee, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+"
    )
    applied = models.DateTimeField(_("applied"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of the company")
        verbose_name_plural = _("imports of the company")
        ordering = ["-uploaded"]

    def __str__(self) -> str:
        return self.name
