from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrgConfig(AppConfig):
    """Who is who: units, positions, employees, absences, substitutes, authority."""

    name = "org"
    label = "org"
    verbose_name = _("Company")
    default_auto_field = "django.db.models.BigAutoField"
