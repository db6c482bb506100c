"""Employees, who are the users, with their absences and assistants."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.text import search_key, sort_key
from org.errors import NeverDeleted
from org.names import full_name, short_name

NAME_FIELDS = frozenset({"last_name", "first_name", "patronymic", "email", "code"})


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def delete(self) -> NoReturn:
        raise NeverDeleted

    def active(self) -> EmployeeQuerySet:
        return self.filter(is_active=True)


class EmployeeManager(BaseUserManager.from_queryset(EmployeeQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> Employee:
        found: Employee = self.get(email=(username or "").casefold())
        return found


class Employee(AbstractBaseUser, PermissionsMixin):
    """A person of the company, and the user who logs in. Deactivated when he leaves, never deleted.

    Nobody is a superuser: what a person may do comes from `Grant` and from guardian's rights on a process.
    """

    is_superuser = False

    code = models.CharField(_("personnel number"), max_length=20, unique=True)
    last_name = models.CharField(_("last name"), max_length=100)
    first_name = models.CharField(_("first name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, help_text=_("Also the name to log in with."))
    main_position = models.ForeignKey(
        "org.Position",
        verbose_name=_("main position"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The capacity used when none is picked."),
    )
    hired = models.DateField(_("hired"), null=True, blank=True)
    dismissed = models.DateField(_("dismissed"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=[("en", "English"), ("ru", "Русский")]
    )
    is_active = models.BooleanField(_("active"), default=True)
    log_outs = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    """How often all his log-ins were ended at once: an older log-in no longer counts."""

    sort_key = models.CharField(max_length=320, editable=False, default="", db_collation="C")
    search_key = models.CharField(max_length=520, editable=False, default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["code", "last_name", "first_name"]

    objects = EmployeeManager()

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["sort_key", "code"]

    def __str__(self) -> str:
        return self.short_name

    def get_session_auth_hash(self) -> str:
        """What a log-in is checked by at each request: it ends with the password and with `log_outs`."""
        return f"{super().get_session_auth_hash()}.{self.log_outs}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under secret keys of before."""
        return (f"{one}.{self.log_outs}" for one in super().get_session_auth_fallback_hash())

    @property
    def name(self) -> str:
        """«Фамилия Имя Отчество»."""
        return full_name(self.last_name, self.first_name, self.patronymic)

    @property
    def short_name(self) -> str:
        """«Фамилия И. О.»."""
        return short_name(self.last_name, self.first_name, self.patronymic)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.short_name

    def fill_keys(self) -> None:
        """Set the stored keys by which people are sorted and found; call it before a bulk write."""
        self.email = self.email.casefold()
        self.sort_key = sort_key(self.name)
        self.search_key = search_key(f"{self.name} {self.email} {self.code}")

    def save(self, *args: Any, update_fields: Any = None, **kwargs: Any) -> None:
        self.fill_keys()
        if update_fields is not None and NAME_FIELDS & set(update_fields):
            update_fields = {*update_fields, "sort_key", "search_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverDeleted


class Absence(models.Model):
    """A period away, both days included, read in the employee's own time zone.

    It is always saved; only the substitute may be refused, with the reason in `refused` (ROUTING 17).
    `processes` are process codes, none means all of them. `kind` and `note` are nobody's business but
    the person's own, his manager's and HR's.
    """

    employee = models.ForeignKey(
        Employee, verbose_name=_("employee"), on_delete=models.PROTECT, related_name="absences"
    )
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    substitute = models.ForeignKey(
        Employee,
        verbose_name=_("substitute"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutions",
    )
    named_substitute = models.ForeignKey(
        Employee,
        verbose_name=_("named as substitute"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    refused = models.JSONField(_("why the substitute was refused"), null=True, blank=True)
    processes = models.JSONField(_("processes"), default=list, blank=True)
    kind = models.CharField(_("kind"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    entered_by = models.ForeignKey(
        Employee,
        verbose_name=_("entered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    withdrawn = models.BooleanField(_("withdrawn"), default=False)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ["-starts", "employee"]
        constraints = [
            models.CheckConstraint(name="absence_starts_before_it_ends", condition=Q(starts__lte=F("ends"))),
            models.CheckConstraint(name="absence_not_own_substitute", condition=~Q(substitute=F("employee"))),
        ]
        indexes = [models.Index(fields=["substitute", "ends"]), models.Index(fields=["ends"])]

    def __str__(self) -> str:
        return f"{self.employee} {self.starts:%d.%m.%Y}–{self.ends:%d.%m.%Y}"


class Assistant(models.Model):
    """Who prepares, sorts and prints the boss's tasks. He decides nothing himself."""

    boss = models.ForeignKey(
        Employee, verbose_name=_("boss"), on_delete=models.PROTECT, related_name="assistances"
    )
    assistant = models.ForeignKey(
        Employee, verbose_name=_("assistant"), on_delete=models.PROTECT, related_name="bosses"
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("assistant")
        verbose_name_plural = _("assistants")
        ordering = ["boss", "assistant"]
        constraints = [
            models.UniqueConstraint(name="assistant_once", fields=["boss", "assistant"]),
            models.CheckConstraint(name="assistant_not_himself", condition=~Q(boss=F("assistant"))),
        ]

    def __str__(self) -> str:
        return f"{self.assistant} → {self.boss}"
