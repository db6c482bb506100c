"""Authority, calendars, exchange rates and grants."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from org.models.people import Employee
from org.models.structure import Position, Role, Unit


class Authority(models.Model):
    """Who may decide what, up to how much, in the company's currency (ROUTING 33). Exactly one of
    `position` and `role` is set; an empty `process` or `item` means any; no `limit`: without limit."""

    position = models.ForeignKey(
        Position,
        verbose_name=_("position"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.ForeignKey(
        Role, verbose_name=_("role"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    process = models.CharField(
        _("process"), max_length=80, blank=True, help_text=_("Its code. Empty: any process.")
    )
    item = models.CharField(
        _("cash-flow item"), max_length=80, blank=True, help_text=_("Its code. Empty: any item.")
    )
    limit = models.DecimalField(
        _("approval limit"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("In the company's currency. Empty: without limit."),
    )
    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="authority_of_position_or_role",
                condition=Q(position__isnull=True, role__isnull=False)
                | Q(position__isnull=False, role__isnull=True),
            ),
            models.CheckConstraint(
                name="authority_limit_not_negative", condition=Q(limit__isnull=True) | Q(limit__gte=0)
            ),
            models.CheckConstraint(
                name="authority_starts_before_it_ends",
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(starts__lte=F("ends")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.position or self.role)


class Calendar(models.Model):
    """Working time as data. `week` holds for Monday to Sunday the working intervals as pairs of minutes
    from midnight: `[[[540, 780], [840, 1080]], …, [], []]`."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    week = models.JSONField(_("week"), default=list)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A single date that differs from the week: no `intervals` is a day off."""

    calendar = models.ForeignKey(
        Calendar, verbose_name=_("calendar"), on_delete=models.PROTECT, related_name="days"
    )
    day = models.DateField(_("day"))
    intervals = models.JSONField(_("working time"), default=list, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("day of a calendar")
        verbose_name_plural = _("days of calendars")
        ordering = ["calendar", "day"]
        constraints = [models.UniqueConstraint(name="calendar_day_once", fields=["calendar", "day"])]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.note}".strip()


class ExchangeRate(models.Model):
    """One unit of `currency` costs `value` units of the company's currency from `day` on."""

    currency = models.CharField(_("currency"), max_length=3)
    day = models.DateField(_("from"))
    value = models.DecimalField(_("rate"), max_digits=18, decimal_places=6)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-day", "currency"]
        constraints = [
            models.UniqueConstraint(name="exchange_rate_once", fields=["currency", "day"]),
            models.CheckConstraint(name="exchange_rate_positive", condition=Q(value__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.currency} {self.day:%d.%m.%Y}: {self.value}"


class Right(models.TextChoices):
    SEE = "see", _("see")
    MANAGE = "manage", _("manage")
    EDIT_COMPANY = "edit_company", _("edit the company")


class Grant(models.Model):
    """A right over a process (its code; empty: all) and over a unit with all below it (none: everything)."""

    employee = models.ForeignKey(
        Employee, verbose_name=_("employee"), on_delete=models.PROTECT, related_name="grants"
    )
    right = models.CharField(_("right"), max_length=20, choices=Right)
    process = models.CharField(
        _("process"), max_length=80, blank=True, help_text=_("Its code. Empty: all processes.")
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("With all units below it. Empty: everything."),
    )
    granted_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["employee", "right", "process"]
        constraints = [
            models.UniqueConstraint(
                name="grant_once",
                fields=["employee", "right", "process", "unit"],
                condition=Q(unit__isnull=False),
            ),
            models.UniqueConstraint(
                name="grant_on_everything_once",
                fields=["employee", "right", "process"],
                condition=Q(unit__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.get_right_display()}"
