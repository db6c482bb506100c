"""Units, roles and positions: the tree and the places in it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    COMPANY = "company", _("company")
    LEGAL_ENTITY = "legal_entity", _("legal entity")
    BRANCH = "branch", _("branch")
    DEPARTMENT = "department", _("department")
    DIVISION = "division", _("division")
    TEAM = "team", _("team")


class SubstituteRule(models.TextChoices):
    """Who may stand in for the holder of a position (ROUTING 17)."""

    SAME_UNIT = "same_unit", _("anybody of the same unit")
    MANAGER = "manager", _("the direct manager")
    REPORTS = "reports", _("direct reports who head a unit")


def all_substitute_rules() -> list[str]:
    return [str(rule) for rule in SubstituteRule.values]


class Unit(models.Model):
    """A node of the company's tree. `legal_entity` is the payer by default, `served_by` are the units
    whose people work for this one (its accounting, its HR)."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    head = models.ForeignKey(
        "org.Position",
        verbose_name=_("head"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="heads",
        help_text=_("The position that heads the unit, not the person."),
    )
    legal_entity = models.ForeignKey(
        "self",
        verbose_name=_("legal entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": "legal_entity"},
        help_text=_("The payer by default. Empty: as in the unit above."),
    )
    served_by = models.ManyToManyField(
        "self",
        verbose_name=_("served by"),
        symmetrical=False,
        blank=True,
        related_name="serves",
        help_text=_("Units whose people work for this one: its accounting, its HR."),
    )
    calendar = models.ForeignKey(
        "org.Calendar",
        verbose_name=_("calendar"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        help_text=_("Empty: as in the unit above."),
    )
    city = models.CharField(_("city"), max_length=100, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        help_text=_("For example Asia/Yekaterinburg. Empty: as above."),
    )
    tax_number = models.CharField(_("tax number"), max_length=20, blank=True)
    currency = models.CharField(
        _("currency"), max_length=3, blank=True, help_text=_("Of the company: approval limits are in it.")
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="unit_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """What routes refer to: accountant, chief financial officer, …"""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name_en = models.CharField(_("name in English"), max_length=100)
    name_ru = models.CharField(_("name in Russian"), max_length=100, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the language of the moment; a missing one falls back to English, then to the code."""
        local = self.name_ru if (translation.get_language() or "").startswith("ru") else self.name_en
        return local or self.name_en or self.name_ru or self.code


class Position(models.Model):
    """A place in the staff list. With neither a holder nor an acting one it is vacant."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="positions")
    role = models.ForeignKey(
        Role,
        verbose_name=_("role"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
    )
    holder = models.ForeignKey(
        "org.Employee",
        verbose_name=_("holder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        help_text=_("Empty: vacant."),
    )
    acting = models.ForeignKey(
        "org.Employee",
        verbose_name=_("acting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="acting_positions",
        help_text=_("Holds the position in his own right for the time being."),
    )
    may_substitute = models.JSONField(_("may be substituted by"), default=all_substitute_rules, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.title} ({self.code})"
