"""Tables of what must leave the database, of effects that may happen once only, and of the worker's pulse."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Item(models.Model):
    """One thing to be carried out: a mail, a document, a call. Written in the transaction that wants it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("not delivered")

    key = models.CharField(_("key"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=50)
    payload = models.JSONField(_("payload"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    created_at = models.DateTimeField(_("created"))
    due_at = models.DateTimeField(_("not before"))
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True, default="")

    class Meta:
        verbose_name = _("outbox item")
        verbose_name_plural = _("outbox items")
        indexes = [
            models.Index(
                "due_at", "id", name="outbox_item_open", condition=models.Q(state__in=["waiting", "sending"])
            ),
            models.Index("id", name="outbox_item_dead", condition=models.Q(state="dead")),
        ]

    def __str__(self) -> str:
        return self.key


class Done(models.Model):
    """An effect inside our own database that has happened: its unique key keeps it from happening twice."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("effect done")
        verbose_name_plural = _("effects done")

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When a worker last gave a sign of life, by the machine's own clock."""

    name = models.CharField(_("name"), max_length=50, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """Which installation this database belongs to: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    name = models.CharField(_("name"), max_length=64)

    class Meta:
        verbose_name = _("installation")
        verbose_name_plural = _("installations")

    def __str__(self) -> str:
        return self.name
